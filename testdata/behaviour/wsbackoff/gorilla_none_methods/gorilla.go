// Package gorillanonemethods dials in a method of a client that can be closed.
package gorillanonemethods

import (
	"log"
	"sync"

	"github.com/gorilla/websocket"
)

// A Client keeps a connection.
type Client struct {
	dialer *websocket.Dialer
	url    string
	handle func([]byte)
	done   chan struct{}

	mu   sync.Mutex
	conn *websocket.Conn
}

// New returns a client that hands over what comes.
func New(dialer *websocket.Dialer, url string, handle func([]byte)) *Client {
	return &Client{dialer: dialer, url: url, handle: handle, done: make(chan struct{})}
}

// Run runs until Close.
func (c *Client) Run() {
	for {
		select {
		case <-c.done:
			return
		default:
		}
		if err := c.connect(); err != nil {
			log.Println("dial:", err)
			continue
		}
		if err := c.read(); err != nil {
			log.Println("read:", err)
		}
	}
}

// Close ends the client.
func (c *Client) Close() {
	close(c.done)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		c.conn.Close()
	}
}

func (c *Client) connect() error {
	conn, _, err := c.dialer.Dial(c.url, nil)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn = conn
	return nil
}

func (c *Client) read() error {
	defer c.conn.Close()
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			return err
		}
		c.handle(msg)
	}
}
