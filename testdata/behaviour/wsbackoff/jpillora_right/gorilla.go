// Package jpilloraright has a library make its waits, with jitter.
package jpilloraright

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
	"github.com/jpillora/backoff"
)

const (
	pongWait   = 60 * time.Second
	pingPeriod = 45 * time.Second
)

// Run keeps a connection until done is closed.
func Run(done <-chan struct{}, dialer *websocket.Dialer, url string, handle func([]byte)) {
	waits := &backoff.Backoff{Min: time.Second, Max: time.Minute, Jitter: true}
	for {
		start := time.Now()
		if err := session(done, dialer, url, handle); err != nil {
			log.Println("session:", err)
		}
		if time.Since(start) > waits.Max {
			waits.Reset()
		}
		timer := time.NewTimer(waits.Duration())
		select {
		case <-done:
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

func session(done <-chan struct{}, dialer *websocket.Dialer, url string, handle func([]byte)) error {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	ended := make(chan struct{})
	defer close(ended)
	go ping(conn, done, ended)
	extend := func() error { return conn.SetReadDeadline(time.Now().Add(pongWait)) }
	conn.SetPongHandler(func(string) error { return extend() })
	for {
		if err := extend(); err != nil {
			return err
		}
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}

// ping closes the connection when done is closed.
func ping(conn *websocket.Conn, done <-chan struct{}, ended chan struct{}) {
	ticker := time.NewTicker(pingPeriod)
	defer ticker.Stop()
	for {
		select {
		case <-ended:
			return
		case <-done:
			conn.Close()
			return
		case <-ticker.C:
			if err := conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
				return
			}
		}
	}
}
