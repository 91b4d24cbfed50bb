// Package closecode has the examples of wsclosecode, before its fix.
package closecode

import "github.com/gorilla/websocket"

func refuse(conn *websocket.Conn) error {
	return conn.WriteMessage(websocket.CloseMessage,
		websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "no backend"))
}

func pipe(dst, src *websocket.Conn) error {
	for {
		kind, message, err := src.ReadMessage()
		if e, ok := err.(*websocket.CloseError); ok {
			return dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, e.Text))
		}
		if err != nil {
			return err
		}
		if err := dst.WriteMessage(kind, message); err != nil {
			return err
		}
	}
}
