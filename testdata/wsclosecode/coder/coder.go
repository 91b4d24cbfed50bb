// Package coder holds close codes sent with coder/websocket.
package coder

import (
	"context"
	"errors"

	"github.com/coder/websocket"
)

func reserved(conn *websocket.Conn) {
	conn.Close(websocket.StatusAbnormalClosure, "") // want `close code 1006 is reserved and must not be sent: coder/websocket refuses it and sends no close frame, so the peer sees 1006`
	conn.Close(1015, "tls")                         // want `close code 1015 is reserved`
	conn.Close(-1, "")                              // want `close code -1 is outside`
	conn.Close(0, "")                               // want `close code 0 is outside`
	conn.Close(5000, "")                            // want `close code 5000 is outside`
	conn.Close(websocket.StatusNoStatusRcvd, "")
	conn.Close(websocket.StatusNormalClosure, "")
	conn.Close(4000, "")
}

func converted(conn *websocket.Conn, lost bool) {
	code := 1000
	if lost {
		code = 1006 // want `close code 1006 is reserved`
	}
	conn.Close(websocket.StatusCode(code), "")
}

func spelled(conn *websocket.Conn) {
	conn.Close(websocket.StatusCode(1006), "") // want `close code 1006 is reserved`
	code := websocket.StatusCode(1015)         // want `close code 1015 is reserved`
	conn.Close(code, "")
}

func end(conn *websocket.Conn, code websocket.StatusCode) error {
	return conn.Close(code, "")
}

func helper(conn *websocket.Conn) {
	defer end(conn, websocket.StatusAbnormalClosure) // want `close code 1006 is reserved`
	defer conn.Close(websocket.StatusInternalError, "")
}

func echo(dst, src *websocket.Conn) error {
	_, _, err := src.Read(context.Background())
	return dst.Close(websocket.CloseStatus(err), "") // want `a received close code is sent on unchecked: -1 where the other side vanished; coder/websocket refuses it and sends no close frame`
}

func echoVariable(dst, src *websocket.Conn) {
	_, _, err := src.Read(context.Background())
	status := websocket.CloseStatus(err)
	if status == websocket.StatusGoingAway {
		return
	}
	dst.Close(status, "") // want `sent on unchecked`
}

// An error that holds a code is that of a frame, and 1005 is legal here.
func echoError(dst *websocket.Conn, err error) {
	var e websocket.CloseError
	if errors.As(err, &e) {
		dst.Close(e.Code, e.Reason)
	}
}

func guarded(dst, src *websocket.Conn) {
	_, _, err := src.Read(context.Background())
	status := websocket.CloseStatus(err)
	if status == -1 {
		status = websocket.StatusInternalError
	}
	dst.Close(status, "")
	if s := websocket.CloseStatus(err); s >= 0 {
		dst.Close(s, "")
	}
	switch websocket.CloseStatus(err) {
	case websocket.StatusNormalClosure:
		dst.Close(websocket.CloseStatus(err), "")
	}
	var e websocket.CloseError
	if errors.As(err, &e) {
		dst.Close(websocket.CloseStatus(err), "")
	}
}

type peer struct {
	conn *websocket.Conn
	code websocket.StatusCode
}

func (p *peer) Close() error {
	return p.conn.Close(websocket.StatusAbnormalClosure, "") // want `close code 1006 is reserved`
}

func (p *peer) Stop() {
	p.code = websocket.StatusAbnormalClosure // want `close code 1006 is reserved .*; it is sent at line 101`
	p.end()
}

func (p *peer) end() error { return p.conn.Close(p.code, "") }

// The error comes through a helper of several results.
func relays(ctx context.Context, dst, src *websocket.Conn) error {
	for {
		kind, msg, err := receive(ctx, src)
		if err != nil {
			return dst.Close(websocket.CloseStatus(err), "") // want `a received close code is sent on unchecked: -1 where the other side vanished`
		}
		if err := dst.Write(ctx, kind, msg); err != nil {
			return err
		}
	}
}

func receive(ctx context.Context, src *websocket.Conn) (websocket.MessageType, []byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return src.Read(ctx)
}
