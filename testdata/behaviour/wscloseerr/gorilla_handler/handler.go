// Package gorillahandler takes note of the peer's close frame, and does not answer
// it.
package gorillahandler

import (
	"time"

	"github.com/gorilla/websocket"
)

const newsWait = time.Minute

// Read hands over what comes until the connection ends. It closes done when the
// peer said goodbye.
func Read(dialer *websocket.Dialer, url string, handle func([]byte), done chan<- struct{}) error {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetCloseHandler(func(int, string) error {
		close(done)
		return nil
	})
	for {
		if err := conn.SetReadDeadline(time.Now().Add(newsWait)); err != nil {
			return err
		}
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}
