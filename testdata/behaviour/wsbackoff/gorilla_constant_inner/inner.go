// Package gorillaconstantinner waits five seconds after a dial that failed, which a
// method makes, and not at all after a connection that was lost.
package gorillaconstantinner

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
	Handle func([]byte)
	conn   *websocket.Conn
}

// Run runs until ctx ends.
func (c *Client) Run(ctx context.Context) {
	for {
		if err := c.connect(ctx); err != nil {
			if ctx.Err() != nil {
				return
			}
			log.Println("dial:", err)
			time.Sleep(5 * time.Second)
			continue
		}
		c.pump(ctx)
	}
}

func (c *Client) connect(ctx context.Context) error {
	conn, _, err := c.Dialer.DialContext(ctx, c.URL, nil)
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

func (c *Client) pump(ctx context.Context) {
	defer c.conn.Close()
	stop := context.AfterFunc(ctx, func() { c.conn.Close() })
	defer stop()
	for {
		_ = c.conn.SetReadDeadline(time.Now().Add(time.Hour))
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			log.Println("read:", err)
			return
		}
		c.Handle(msg)
	}
}
