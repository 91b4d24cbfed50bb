// Package nhooyr holds close codes sent with nhooyr.io/websocket, whose versions
// differ in what they do with them.
package nhooyr

import (
	"context"

	"nhooyr.io/websocket"
)

func reserved(conn *websocket.Conn) {
	conn.Close(websocket.StatusAbnormalClosure, "") // want `close code 1006 is reserved and must not be sent: nhooyr.io/websocket returns an error and does not send it \(wsclosecode/reserved\)`
	conn.Close(websocket.StatusNoStatusRcvd, "")
	conn.Close(websocket.StatusGoingAway, "")
}

func echo(dst, src *websocket.Conn) {
	_, _, err := src.Read(context.Background())
	dst.Close(websocket.CloseStatus(err), "") // want `-1 where the other side vanished; nhooyr.io/websocket returns an error and does not send it`
}
