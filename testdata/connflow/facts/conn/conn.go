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

// A Feed is all that its users see of a Stream.
type Feed interface {
	Next() ([]byte, error)
	Close() error
}

func OpenFeed(url string) (Feed, error) { return Open(url) }

// Lazy is made by its users, and connected later.
type Lazy struct{ Conn *gorilla.Conn }

func (l *Lazy) Connect(url string) error {
	c, err := Dial(url)
	l.Conn = c
	return err
}

func (l *Lazy) Read() ([]byte, error) {
	_, data, err := l.Conn.ReadMessage()
	return data, err
}

func (l *Lazy) Write(kind int, data []byte) error { return l.Conn.WriteMessage(kind, data) }

func (l *Lazy) Close() error { return l.Conn.Close() }

// With shows the connection to f alone.
func With(url string, f func(*gorilla.Conn) error) error {
	c, err := Dial(url)
	if err != nil {
		return err
	}
	defer c.Close()
	return f(c)
}

// Watch ends a connection that answers no ping: how, its users do not see.
func Watch(c *gorilla.Conn) {
	last := time.Now()
	c.SetPongHandler(func(string) error { last = time.Now(); return nil })
	go func() {
		for range time.Tick(time.Second) {
			if time.Since(last) > time.Minute {
				c.Close()
			}
		}
	}()
}

// A Pool pings what it hands out.
type Pool struct{ conns map[string]*gorilla.Conn }

func (p *Pool) Get(url string) (*gorilla.Conn, error) {
	c, err := Dial(url)
	p.conns[url] = c
	return c, err
}

func (p *Pool) Run() {
	for _, c := range p.conns {
		Pinger(c)
	}
}
