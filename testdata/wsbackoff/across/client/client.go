// Package client connects, reads and closes when it is told to.
package client

import "github.com/gorilla/websocket"

// A Client dials into its field.
type Client struct {
	url  string
	conn *websocket.Conn
}

func New(url string) *Client { return &Client{url: url} }

func (c *Client) Connect() error { // want Connect:"fails, connects"
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

// Next reads a message.
func (c *Client) Next() ([]byte, error) { // want Next:"returns and may serve, returns and reads"
	_, b, err := c.conn.ReadMessage()
	return b, err
}

// ReadLoop reads to the end.
func (c *Client) ReadLoop(handle func([]byte)) error { // want ReadLoop:"returns and serves"
	for {
		b, err := c.Next()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func (c *Client) Close() error { return c.conn.Close() } // want Close:"returns"
