// Package gobwas says goodbye with codes that must not be sent.
package gobwas

import (
	"context"
	"net"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// A Client is connected.
type Client struct{ conn net.Conn }

// Dial connects a client.
func Dial(dialer ws.Dialer, url string) (*Client, error) {
	conn, _, _, err := dialer.Dial(context.Background(), url)
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Lost says that the connection is lost.
func (c *Client) Lost() error {
	body := ws.NewCloseFrameBody(ws.StatusAbnormalClosure, "lost")
	return ws.WriteFrame(c.conn, ws.MaskFrame(ws.NewCloseFrame(body)))
}

// Untrusted says that the other side's certificate is not good.
func (c *Client) Untrusted() error {
	return wsutil.WriteClientMessage(c.conn, ws.OpClose, ws.NewCloseFrameBody(ws.StatusTLSHandshake, ""))
}

// Undefined says what nobody knows.
func (c *Client) Undefined() error {
	body := make([]byte, 2)
	ws.PutCloseFrameBody(body, ws.StatusNoMeaningYet, "")
	return wsutil.WriteClientMessage(c.conn, ws.OpClose, body)
}

// Nothing says that there is no code.
func (c *Client) Nothing() error {
	frame := ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNoStatusRcvd, ""))
	return ws.WriteFrame(c.conn, ws.MaskFrame(frame))
}

// Close says goodbye, and closes.
func (c *Client) Close() error {
	body := ws.NewCloseFrameBody(ws.StatusAbnormalClosure, "")
	if err := wsutil.WriteClientMessage(c.conn, ws.OpClose, body); err != nil {
		return err
	}
	return c.conn.Close()
}
