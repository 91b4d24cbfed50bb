// Package gorillaalive begins with a connection, and dials at once when it is lost.
package gorillaalive

import (
	"context"
	"errors"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

var errNone = errors.New("no connection")

// A Client keeps a connection.
type Client struct {
	dialer *websocket.Dialer
	url    string
	handle func([]byte)
	conn   *websocket.Conn
}

// Run connects, and keeps the connection until ctx ends.
func Run(ctx context.Context, dialer *websocket.Dialer, url string, handle func([]byte)) {
	c := &Client{dialer: dialer, url: url, handle: handle}
	if err := c.dial(ctx); err != nil {
		log.Println("dial:", err)
	}
	c.keep(ctx)
}

func (c *Client) keep(ctx context.Context) {
	for ctx.Err() == nil {
		if err := c.serve(ctx); err != nil {
			log.Println("read:", err)
			if err := c.dial(ctx); err != nil {
				continue
			}
		}
	}
}

func (c *Client) dial(ctx context.Context) error {
	conn, _, err := c.dialer.DialContext(ctx, c.url, nil)
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

func (c *Client) serve(ctx context.Context) error {
	if c.conn == nil {
		return errNone
	}
	defer func() { c.conn = nil }()
	defer c.conn.Close()
	stop := context.AfterFunc(ctx, func() { c.conn.Close() })
	defer stop()
	for {
		_ = c.conn.SetReadDeadline(time.Now().Add(time.Hour))
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			return err
		}
		c.handle(msg)
	}
}
