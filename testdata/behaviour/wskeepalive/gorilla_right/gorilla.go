// Package gorillaright bounds its reads, and its pings let a quiet peer answer in time.
package gorillaright

import (
	"time"

	"github.com/gorilla/websocket"
)

const (
	pongWait   = 60 * time.Second
	pingPeriod = 45 * time.Second
)

// Read hands over what comes until the connection ends.
func Read(dialer *websocket.Dialer, url string, handle func([]byte)) error {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	extend := func() error { return conn.SetReadDeadline(time.Now().Add(pongWait)) }
	conn.SetPongHandler(func(string) error { return extend() })
	done := make(chan struct{})
	defer close(done)
	go ping(conn, done)
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

func ping(conn *websocket.Conn, done chan struct{}) {
	ticker := time.NewTicker(pingPeriod)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			if err := conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
				return
			}
		}
	}
}
