// Package replaced dials again where its server sends it away, and forgets the
// connection that it had.
package replaced

import "github.com/gorilla/websocket"

// A Client has one connection at a time.
type Client struct {
	Dialer *websocket.Dialer
	URL    string

	conn *websocket.Conn
}

func (c *Client) connect() error {
	conn, _, err := c.Dialer.Dial(c.URL, nil)
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

// Run reads until it is told to stay, on a new connection after each other message.
func (c *Client) Run() error {
	for {
		if err := c.connect(); err != nil {
			return err
		}
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			return err
		}
		if string(msg) == "stay" {
			return nil
		}
	}
}
