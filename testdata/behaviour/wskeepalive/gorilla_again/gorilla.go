// Package gorillaagain dials again when a connection ended, and must keep nothing
// that belongs to the last one.
package gorillaagain

import "github.com/gorilla/websocket"

// Read hands over what comes over one connection after the other, until a dial
// fails.
func Read(dialer *websocket.Dialer, url string, handle func([]byte)) error {
	for {
		conn, _, err := dialer.Dial(url, nil)
		if err != nil {
			return err
		}
		for {
			_, msg, err := conn.ReadMessage()
			if err != nil {
				break
			}
			handle(msg)
		}
		conn.Close()
	}
}
