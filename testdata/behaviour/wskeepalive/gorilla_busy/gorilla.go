// Package gorillabusy writes beside its read loop.
package gorillabusy

import "github.com/gorilla/websocket"

// Chat writes what comes out of the channel, and hands over what comes over the
// connection, until it ends.
func Chat(dialer *websocket.Dialer, url string, out <-chan []byte, handle func([]byte)) error {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	go func() {
		for msg := range out {
			if err := conn.WriteMessage(websocket.BinaryMessage, msg); err != nil {
				return
			}
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
