// Package coderright says goodbye as RFC 6455 has it, and hands on only what may
// be sent.
package coderright

import (
	"context"
	"time"

	"github.com/coder/websocket"
)

const newsWait = time.Minute

// A Client is connected.
type Client struct{ conn *websocket.Conn }

// Dial connects a client.
func Dial(ctx context.Context, url string, options *websocket.DialOptions) (*Client, error) {
	conn, err := dial(ctx, url, options)
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Failed says that something is wrong here.
func (c *Client) Failed() error {
	return c.conn.Close(websocket.StatusInternalError, "lost")
}

// Nothing says that there is no code.
func (c *Client) Nothing() error {
	return c.conn.Close(websocket.StatusNoStatusRcvd, "")
}

// Close says goodbye, and closes.
func (c *Client) Close() error {
	return c.conn.Close(websocket.StatusNormalClosure, "")
}

// Relay hands on what comes from one side until that ends, and how it ended.
func Relay(ctx context.Context, from, to *websocket.DialOptions, url string) error {
	src, err := dial(ctx, url, from)
	if err != nil {
		return err
	}
	defer src.CloseNow()
	dst, err := dial(ctx, url, to)
	if err != nil {
		return err
	}
	defer dst.CloseNow()
	for {
		kind, msg, err := read(ctx, src)
		if err != nil {
			code := websocket.CloseStatus(err)
			if code == -1 {
				code = websocket.StatusInternalError
			}
			return dst.Close(code, "")
		}
		if err := dst.Write(ctx, kind, msg); err != nil {
			return err
		}
	}
}

func read(ctx context.Context, conn *websocket.Conn) (websocket.MessageType, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, newsWait)
	defer cancel()
	return conn.Read(ctx)
}

func dial(ctx context.Context, url string, options *websocket.DialOptions) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, url, options)
	return conn, err
}
