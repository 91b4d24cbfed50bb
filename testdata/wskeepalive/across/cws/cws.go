// Package cws dials where contexts bound the reads.
package cws

import (
	"context"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// A Client reads under the contexts of its caller, with a timeout, or its own.
type Client struct {
	conn   *websocket.Conn
	ctx    context.Context
	cancel context.CancelFunc
}

func New(ctx context.Context, url string) (*Client, error) {
	c, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Client{c, ctx, cancel}, nil
}

func (c *Client) Next(ctx context.Context) ([]byte, error) {
	_, b, err := c.conn.Read(ctx)
	return b, err
}

func (c *Client) NextTimed(ctx context.Context) (v any, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	err = wsjson.Read(ctx, c.conn, &v)
	return v, err
}

func (c *Client) NextOwn() ([]byte, error) {
	_, b, err := c.conn.Read(c.ctx)
	return b, err
}

func (c *Client) Ping(ctx context.Context) error { return c.conn.Ping(ctx) } // want Ping:"looks after"

func (c *Client) PingTimed() error { // want PingTimed:"looks after"
	ctx, cancel := context.WithTimeout(c.ctx, time.Second)
	defer cancel()
	return c.conn.Ping(ctx)
}

// Heartbeat ends the connection then.
func (c *Client) Heartbeat(ctx context.Context) { // want Heartbeat:"looks after"
	for range time.Tick(time.Second) {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		if c.conn.Ping(ctx) != nil {
			c.conn.CloseNow()
		}
		cancel()
	}
}

func (c *Client) Close(code websocket.StatusCode, reason string) error {
	c.cancel()
	return c.conn.Close(code, reason)
}

// Dial only dials.
func Dial(ctx context.Context, url string) (*websocket.Conn, error) {
	c, _, err := websocket.Dial(ctx, url, nil)
	return c, err
}

// Heartbeat returns when a pong is missing.
func Heartbeat(ctx context.Context, c *websocket.Conn) error {
	for range time.Tick(time.Second) {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		err := c.Ping(ctx)
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}
