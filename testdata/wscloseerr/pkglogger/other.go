package pkglogger

import "github.com/gorilla/websocket"

func other(conn *websocket.Conn) []byte {
	_, msg, _ := conn.ReadMessage() // want `ReadMessage's is assigned to _`
	return msg
}
