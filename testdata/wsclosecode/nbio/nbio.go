// Package nbio sends close codes with nbio.
package nbio

import (
	"strings"

	"github.com/lesismal/nbio/nbhttp/websocket"
)

func constants(conn *websocket.Conn) {
	_ = conn.WriteClose(1000, "")
	_ = conn.WriteClose(4001, "")
	_ = conn.WriteClose(1006, "") // want `close code 1006 is reserved .*: lesismal/nbio puts it on the wire`
	_ = conn.WriteClose(1005, "") // want `close code 1005 is reserved`
	_ = conn.WriteMessage(websocket.CloseMessage, nil)
	_ = conn.WriteMessage(websocket.CloseMessage, []byte{0x03, 0xee}) // want `close code 1006 is reserved`
}

const long = "the server is about to be taken down for its yearly maintenance, which is said to take no more than an hour, so come back in an hour"

func reason(conn *websocket.Conn) {
	_ = conn.WriteClose(1001, long) // want `wsclosecode/reason`
	_ = conn.WriteClose(1001, strings.ToUpper(long[:100]))
}

// CloseCode returns -1 of an error that says why the connection was lost.
func pipe(options *websocket.Options, other *websocket.Conn) {
	options.OnClose(func(_ *websocket.Conn, err error) {
		_ = other.WriteClose(websocket.CloseCode(err), "") // want `wsclosecode/echo`
	})
}

func pipeField(options *websocket.Options, other *websocket.Conn) {
	options.OnClose(func(_ *websocket.Conn, err error) {
		if e, ok := err.(*websocket.CloseError); ok {
			_ = other.WriteClose(e.Code, e.Reason) // want `wsclosecode/echo`
		}
	})
}

func pipeMapped(options *websocket.Options, other *websocket.Conn) {
	options.OnClose(func(_ *websocket.Conn, err error) {
		code := 1011
		if e, ok := err.(*websocket.CloseError); ok && e.Code != 1005 {
			code = e.Code
		}
		_ = other.WriteClose(code, "")
	})
}
