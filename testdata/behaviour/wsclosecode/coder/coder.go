// Package coder says goodbye with codes that must not be sent.
package coder

import (
	"context"

	"github.com/coder/websocket"
)

// A Client is connected.
type Client struct{ conn *websocket.Conn }

// Dial connects a client.
func Dial(ctx context.Context, url string, options *websocket.DialOptions) (*Client, error) {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Lost says that the connection is lost.
func (c *Client) Lost() error {
	return c.conn.Close(websocket.StatusAbnormalClosure, "lost")
}

// Untrusted says that the other side's certificate is not good.
func (c *Client) Untrusted() error {
	return c.conn.Close(websocket.StatusTLSHandshake, "")
}

// Undefined says what nobody knows.
func (c *Client) Undefined() error {
	return c.conn.Close(1004, "")
}

// Close says goodbye, and closes.
func (c *Client) Close() error {
	return c.conn.Close(websocket.StatusAbnormalClosure, "")
}
