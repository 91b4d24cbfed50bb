// Package gorillaconstantfailed waits a configured time after a failed dial, and
// for a moment after a lost connection.
package gorillaconstantfailed

import (
	"context"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// A Client keeps a connection.
type Client struct {
	Dialer *websocket.Dialer
	URL    string
	Delay  time.Duration // after a failed dial
	Handle func([]byte)

	ctx  context.Context
	conn *websocket.Conn
}

// Run runs until ctx ends.
func (c *Client) Run(ctx context.Context) {
	c.ctx = ctx
	for c.ctx.Err() == nil {
		conn, _, err := c.Dialer.DialContext(c.ctx, c.URL, nil)
		if err != nil {
			log.Println("dial:", err)
			time.Sleep(c.Delay)
			continue
		}
		c.conn = conn
		c.serve()
		time.Sleep(c.Delay)
	}
}

func (c *Client) serve() {
	defer c.conn.Close()
	stop := context.AfterFunc(c.ctx, func() { c.conn.Close() })
	defer stop()
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			log.Println("read:", err)
			return
		}
		c.Handle(msg)
	}
}
