package dot

import . "github.com/gorilla/websocket"

func stop(conn *Conn) error {
	return conn.WriteMessage(CloseMessage, FormatCloseMessage(CloseTLSHandshake, "")) // want `close code 1015 is reserved`
}
