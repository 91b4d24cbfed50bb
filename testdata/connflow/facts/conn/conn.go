// Package conn wraps connections for package app.
package conn

import (
	"context"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

// Dial returns a connection as it is.
func Dial(url string) (*gorilla.Conn, error) {
	c, _, err := gorilla.DefaultDialer.Dial(url, nil)
	return c, err
}

// DialBounded bounds it before.
func DialBounded(url string) (*gorilla.Conn, error) {
	c, err := Dial(url)
	if err != nil {
		return nil, err
	}
	c.SetPongHandler(func(string) error { return c.SetReadDeadline(time.Now().Add(time.Minute)) })
	return c, nil
}

// Read reads, Pinger pings, Close says goodbye.
func Read(c *gorilla.Conn) error {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return err
		}
	}
}

func Pinger(c *gorilla.Conn) {
	for range time.Tick(time.Minute) {
		if c.WriteControl(gorilla.PingMessage, nil, time.Now().Add(time.Second)) != nil {
			return
		}
	}
}

func Close(c *gorilla.Conn, code int) error {
	return c.WriteControl(gorilla.CloseMessage, gorilla.FormatCloseMessage(code, ""), time.Time{})
}

// A Client hands out the connection that it embeds.
type Client struct{ *websocket.Conn }

func NewClient(ctx context.Context, url string) (*Client, error) {
	c, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	return &Client{c}, nil
}

func (c *Client) Next(ctx context.Context) ([]byte, error) {
	_, data, err := c.Conn.Read(ctx)
	return data, err
}

func (c *Client) Raw() *websocket.Conn { return c.Conn }

func (c *Client) Quit(code websocket.StatusCode) { c.Conn.Close(code, "") }

// Elsewhere hands the connection on to where nobody sees.
type Sink interface{ Take(*gorilla.Conn) }

func Elsewhere(s Sink, c *gorilla.Conn) { s.Take(c) }

// Handshake bounds the reads of the handshake alone.
func Handshake(c *gorilla.Conn) error {
	c.SetReadDeadline(time.Now().Add(time.Second))
	_, _, err := c.ReadMessage()
	c.SetReadDeadline(time.Time{})
	return err
}

// A Stream keeps its connection to itself: its users read and close.
type Stream struct{ c *gorilla.Conn }

func Open(url string) (*Stream, error) {
	c, err := Dial(url)
	if err != nil {
		return nil, err
	}
	return &Stream{c}, nil
}

func (s *Stream) Next() ([]byte, error) {
	_, data, err := s.c.ReadMessage()
	return data, err
}

func (s *Stream) Close() error { return s.c.Close() }
