// Package gwsright says goodbye as RFC 6455 has it, and hands on only what may be
// sent.
package gwsright

import (
	"errors"
	"time"

	"github.com/lxzan/gws"
)

const newsWait = time.Minute

// A Client is connected.
type Client struct{ conn *gws.Conn }

// Dial connects a client.
func Dial(option *gws.ClientOption) (*Client, error) {
	conn, _, err := gws.NewClient(gws.BuiltinEventHandler{}, option)
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Failed says that something is wrong here.
func (c *Client) Failed() error { return c.conn.WriteClose(1011, []byte("lost")) }

// Nothing says that there is no code.
func (c *Client) Nothing() error { return c.conn.WriteMessage(gws.OpcodeCloseConnection, nil) }

// Close says goodbye, and closes.
func (c *Client) Close() error { return c.conn.WriteClose(1000, nil) }

// Relay hands on what comes from one side until that ends, and how it ended.
func Relay(from, to *gws.ClientOption) error {
	dst, _, err := gws.NewClient(gws.BuiltinEventHandler{}, to)
	if err != nil {
		return err
	}
	src, _, err := gws.NewClient(&relay{dst: dst}, from)
	if err != nil {
		return err
	}
	src.ReadLoop()
	return nil
}

type relay struct {
	gws.BuiltinEventHandler
	dst *gws.Conn
}

func (r *relay) OnOpen(src *gws.Conn) { _ = src.SetReadDeadline(time.Now().Add(newsWait)) }

func (r *relay) OnMessage(src *gws.Conn, m *gws.Message) {
	defer m.Close()
	_ = src.SetReadDeadline(time.Now().Add(newsWait))
	_ = r.dst.WriteMessage(m.Opcode, m.Bytes())
}

func (r *relay) OnClose(_ *gws.Conn, err error) {
	code := uint16(1011)
	var closed *gws.CloseError
	if errors.As(err, &closed) && sendable(closed.Code) {
		code = closed.Code
	}
	_ = r.dst.WriteClose(code, nil)
}

// sendable reports whether the code may be sent: the library hands on what came.
func sendable(code uint16) bool {
	switch code {
	case 1004, 1005, 1006, 1015:
		return false
	}
	return 1000 <= code && code <= 1014 || 3000 <= code && code <= 4999
}
