// Package lib dials for others.
package lib

import (
	"time"

	"github.com/gorilla/websocket"
)

// Dial only returns the connection: the caller's duty.
func Dial(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}

// DialBounded bounds its reads.
func DialBounded(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	conn.SetReadDeadline(time.Now().Add(time.Hour))
	return conn, nil
}

// Keep bounds the reads of a connection.
func Keep(conn *websocket.Conn) { conn.SetReadDeadline(time.Now().Add(time.Minute)) }

// Drain reads it to the end.
func Drain(conn *websocket.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// Client reads by itself, and is reported here.
type Client struct{ conn *websocket.Conn }

func New(url string) (*Client, error) { // want New:"looks after"
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `read at line 57`
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Start begins to read.
func (c *Client) Start() { go c.loop() }

// Close ends it.
func (c *Client) Close() error { return c.conn.Close() }

func (c *Client) loop() {
	for i := 0; i < 10; i++ {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return
		}
	}
}

// Stream reads when its user says so.
type Stream struct{ conn *websocket.Conn }

func NewStream(url string) (*Stream, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &Stream{conn}, nil
}

// Next reads a message.
func (s *Stream) Next() ([]byte, error) {
	_, msg, err := s.conn.ReadMessage()
	return msg, err
}

// Close ends it.
func (s *Stream) Close() error { return s.conn.Close() }

// Next reads one message.
func Next(conn *websocket.Conn) ([]byte, error) {
	_, msg, err := conn.ReadMessage()
	return msg, err
}
