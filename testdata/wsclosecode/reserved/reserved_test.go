package reserved

import "github.com/gorilla/websocket"

// Tests may send what they like, and what they pass to a helper counts as little.
func abnormalEnd(conn *websocket.Conn) {
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, ""))
	send(conn, 1015, "")
}
