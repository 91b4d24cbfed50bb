// Package frames reads messages from connections that it is given.
package frames

import (
	"io"
	"net"

	"github.com/gobwas/ws/wsutil"
	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wskeepalive/streams/tune"
)

func Text(conn net.Conn) ([]byte, error) { return wsutil.ReadServerText(conn) }

// Message hands on one message, and only the message.
func Message(dst io.Writer, conn *websocket.Conn) error {
	_, r, err := conn.NextReader()
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, r)
	return err
}

// Soon is Message, under a deadline.
func Soon(dst io.Writer, conn *websocket.Conn) error {
	tune.Bound(conn.NetConn())
	return Message(dst, conn)
}
