// Package lib dials for its importers.
package lib

import "github.com/gorilla/websocket"

// A Client has a connection that nobody else gets.
type Client struct{ conn *websocket.Conn }

// New returns a client that is to be closed.
func New(url string) (*Client, error) { // want New:"returns an open connection"
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Send sends a text.
func (c *Client) Send(text string) error {
	return c.conn.WriteMessage(websocket.TextMessage, []byte(text))
}

// Close closes the connection.
func (c *Client) Close() error { return c.conn.Close() }

// Run closes the connection when it has read all: nobody calls it to close.
func (c *Client) Run() error {
	defer c.conn.Close()
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// Check closes the connection where that does not answer.
func Check(conn *websocket.Conn) error {
	if _, _, err := conn.ReadMessage(); err != nil {
		conn.Close()
		return err
	}
	return nil
}

// Dial returns the connection itself.
func Dial(url string) (*websocket.Conn, error) { // want Dial:"returns an open connection"
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}
