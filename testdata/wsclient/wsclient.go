// Package wsclient is a wrapper that people get from elsewhere: a module of its
// own, which no table names.
package wsclient

import (
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A Client is connected by Connect.
type Client struct {
	url  string
	mu   sync.Mutex
	conn *websocket.Conn
}

// New returns a client that is not connected.
func New(url string) *Client { return &Client{url: url} }

// Connect dials.
func (c *Client) Connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

// Receive waits for a message.
func (c *Client) Receive() ([]byte, error) {
	_, message, err := c.conn.ReadMessage()
	return message, err
}

// Send sends one.
func (c *Client) Send(message []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn.WriteMessage(websocket.TextMessage, message)
}

// SetIdleTimeout bounds the reads that follow.
func (c *Client) SetIdleTimeout(d time.Duration) error {
	return c.conn.SetReadDeadline(time.Now().Add(d))
}

// Close says goodbye with a code.
func (c *Client) Close(code int, reason string) error {
	payload := websocket.FormatCloseMessage(code, reason)
	_ = c.conn.WriteControl(websocket.CloseMessage, payload, time.Now().Add(time.Second))
	return c.conn.Close()
}
