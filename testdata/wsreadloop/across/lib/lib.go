// Package lib reads for its importers.
package lib

import "github.com/gorilla/websocket"

// Read returns the next message.
func Read(conn *websocket.Conn) (string, error) { // want Read:"returns the error of a read"
	_, data, err := conn.ReadMessage()
	return string(data), err
}
