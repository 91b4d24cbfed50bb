// Package closeerr has the example of wscloseerr, before its fix.
package closeerr

import "github.com/gorilla/websocket"

func read(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			return
		}
		handle(message)
	}
}
