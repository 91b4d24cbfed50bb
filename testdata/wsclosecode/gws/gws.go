// Package gws holds close codes sent with lxzan/gws.
package gws

import (
	"errors"

	"github.com/lxzan/gws"
)

func reserved(conn *gws.Conn) {
	conn.WriteClose(1006, nil) // want `close code 1006 is reserved and must not be sent: lxzan/gws puts it on the wire`
	conn.WriteClose(1005, nil) // want `close code 1005 is reserved`
	conn.WriteClose(2000, nil) // want `close code 2000 is outside`
	// Below 1000 it sends 1000.
	conn.WriteClose(0, nil)
	conn.WriteClose(999, nil)
	conn.WriteClose(1000, nil)
}

func raw(conn *gws.Conn) {
	conn.WriteMessage(gws.OpcodeCloseConnection, []byte{0x03, 0xed}) // want `close code 1005 is reserved`
	conn.WriteMessage(gws.OpcodeCloseConnection, []byte("bye"))      // want `here 25209`
	conn.WriteMessage(gws.OpcodeCloseConnection, nil)
	conn.WriteMessage(gws.OpcodeText, []byte("bye"))
	conn.Writev(gws.OpcodeCloseConnection, []byte{0x03, 0xee}, []byte("bye")) // want `close code 1006 is reserved`
	conn.WritevAsync(gws.OpcodeCloseConnection, [][]byte{{0x03, 0xe8}, []byte("bye")}, nil)
}

type relay struct {
	gws.BuiltinEventHandler
	other *gws.Conn
}

func (r *relay) OnClose(_ *gws.Conn, err error) {
	var e *gws.CloseError
	if errors.As(err, &e) {
		r.other.WriteClose(e.Code, e.Reason) // want `1005 or 1006 where the other side sent it`
	}
}

type careful struct {
	gws.BuiltinEventHandler
	other *gws.Conn
}

func (r *careful) OnClose(_ *gws.Conn, err error) {
	e, ok := err.(*gws.CloseError)
	if !ok {
		return
	}
	code := e.Code
	switch code {
	case 1005, 1006:
		code = 1011
	}
	r.other.WriteClose(code, e.Reason)
}
