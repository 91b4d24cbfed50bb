// Package lib says goodbye for its importers.
package lib

import "github.com/gorilla/websocket"

// Bye sends a close frame.
func Bye(conn *websocket.Conn) {
	_ = conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""))
}

// Hello does not.
func Hello(conn *websocket.Conn) error {
	return conn.WriteMessage(websocket.TextMessage, []byte("hello"))
}
