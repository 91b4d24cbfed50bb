// Package reason holds close reasons that do not fit into a control frame.
package reason

import (
	"github.com/coder/websocket"
	"github.com/gobwas/ws"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
	nhooyr "nhooyr.io/websocket"
)

const (
	long = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123" // 124 bytes
	fits = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012"  // 123 bytes
	// 42 runes of three bytes each.
	wide = "言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言言"
)

func gorillas(conn *gorilla.Conn) {
	conn.WriteMessage(gorilla.CloseMessage, gorilla.FormatCloseMessage(1000, long)) // want `close reason of 124 bytes, where a close frame has room for 123: gorilla/websocket sends no close frame; shorten it \(wsclosecode/reason\)`
	conn.WriteMessage(gorilla.CloseMessage, gorilla.FormatCloseMessage(1000, wide)) // want `close reason of 126 bytes`
	conn.WriteMessage(gorilla.CloseMessage, gorilla.FormatCloseMessage(1000, fits))
	// The payload of 1005 is empty, whatever the reason.
	conn.WriteMessage(gorilla.CloseMessage, gorilla.FormatCloseMessage(gorilla.CloseNoStatusReceived, long))
	gorilla.FormatCloseMessage(1000, "long "+long) // want `close reason of 129 bytes`
}

func payload(conn *gorilla.Conn) {
	conn.WriteMessage(gorilla.CloseMessage, []byte("\x03\xe8"+long)) // want `close frame payload of 126 bytes, where a control frame has room for 125: gorilla/websocket sends no close frame; shorten it`
	conn.WriteMessage(gorilla.CloseMessage, []byte("\x03\xe8"+fits))
	conn.WriteMessage(gorilla.TextMessage, []byte("\x03\xe8"+long))
}

func shut(conn *websocket.Conn, code websocket.StatusCode, reason string) {
	conn.Close(code, reason)
}

func coders(conn *websocket.Conn, polite bool) {
	conn.Close(websocket.StatusNormalClosure, long) // want `close reason of 124 bytes.*: coder/websocket sends no close frame`
	conn.Close(websocket.StatusNormalClosure, fits)
	conn.Close(websocket.StatusNoStatusRcvd, long)
	shut(conn, websocket.StatusGoingAway, wide) // want `close reason of 126 bytes.*; it is sent at line 35`
	reason := fits
	if polite {
		reason = long // want `close reason of 124 bytes.*; it is sent at line 47`
	}
	conn.Close(websocket.StatusNormalClosure, reason)
}

func trim(reason string) string {
	if len(reason) > 123 {
		return reason[:123]
	}
	return reason
}

func trimmed(conn *websocket.Conn) {
	conn.Close(websocket.StatusNormalClosure, trim(long))
	reason := long
	if len(reason) > 123 {
		reason = reason[:123]
	}
	conn.Close(websocket.StatusNormalClosure, reason)
	conn.Close(websocket.StatusNormalClosure, long[:100])
}

func nhooyrs(conn *nhooyr.Conn) {
	conn.Close(nhooyr.StatusNormalClosure, long) // want `close reason of 124 bytes.*: nhooyr.io/websocket returns an error and does not send it; shorten it`
}

// These crop the reason.
func crops(conn *gws.Conn) ws.Frame {
	conn.WriteClose(1000, []byte(long))
	return ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, long))
}
