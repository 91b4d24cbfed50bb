// Package gorillaconstant waits five seconds after each session.
package gorillaconstant

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// Run runs sessions until done is closed.
func Run(done <-chan struct{}, dialer *websocket.Dialer, url string, handle func([]byte)) {
	for {
		select {
		case <-done:
			return
		default:
		}
		if err := session(done, dialer, url, handle); err != nil {
			log.Println("session:", err)
		}
		time.Sleep(5 * time.Second)
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
	go func() {
		select {
		case <-done:
			conn.Close()
		case <-ended:
		}
	}()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}
