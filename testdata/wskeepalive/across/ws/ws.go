// Package ws dials for others, in the ways that clients have.
package ws

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Options say how to dial.
type Options struct {
	URL     string
	Header  http.Header
	Timeout time.Duration
	OnConn  func(*websocket.Conn)
}

// Dial returns the connection as it is.
func Dial(ctx context.Context, o Options) (*websocket.Conn, error) {
	d := websocket.Dialer{HandshakeTimeout: o.Timeout}
	c, _, err := d.DialContext(ctx, o.URL, o.Header)
	if err != nil {
		return nil, err
	}
	return c, nil
}

func dial(url string) (*websocket.Conn, error) { return Dial(context.Background(), Options{URL: url}) }

// A Client keeps the connection to itself; its users say what is done to it.
type Client struct {
	conn *websocket.Conn
	mu   sync.Mutex
}

func New(ctx context.Context, o Options) (*Client, error) {
	c, err := Dial(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Client{conn: c}, nil
}

func (c *Client) Recv() ([]byte, error) {
	_, b, err := c.conn.ReadMessage()
	return b, err
}

func (c *Client) Send(b []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn.WriteMessage(websocket.TextMessage, b)
}

func (c *Client) Ping() error {
	return c.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
}

func (c *Client) SetTimeout(d time.Duration) error {
	return c.conn.SetReadDeadline(time.Now().Add(d))
}

func (c *Client) Close() error { return c.conn.Close() }

// Loop reads a client to its end.
func Loop(c *Client, handle func([]byte)) error {
	for {
		b, err := c.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

// NewHooked shows the connection to a function out of sight.
func NewHooked(o Options) (*Client, error) {
	c, err := dial(o.URL)
	if err != nil {
		return nil, err
	}
	if o.OnConn != nil {
		o.OnConn(c)
	}
	return &Client{conn: c}, nil
}

// An Outer wraps the wrapper.
type Outer struct{ *Client }

func NewOuter(ctx context.Context, o Options) (*Outer, error) {
	c, err := New(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Outer{c}, nil
}

// Open has the connection in the open.
type Open struct {
	Conn *websocket.Conn
	URL  string
}

func NewOpen(url string) (*Open, error) {
	c, err := dial(url)
	if err != nil {
		return nil, err
	}
	return &Open{Conn: c, URL: url}, nil
}

// A Result is one, by value.
type Result struct {
	Conn *websocket.Conn
	Resp *http.Response
}

func DialResult(url string) (Result, error) {
	c, resp, err := websocket.DefaultDialer.Dial(url, nil)
	return Result{Conn: c, Resp: resp}, err
}

// Embedded has the connection's methods.
type Embedded struct {
	*websocket.Conn
	mu sync.Mutex
}

func NewEmbedded(url string) (*Embedded, error) {
	c, err := dial(url)
	if err != nil {
		return nil, err
	}
	return &Embedded{Conn: c}, nil
}

// A Getter hands it out.
type Getter struct{ conn *websocket.Conn }

func NewGetter(url string) (*Getter, error) {
	c, err := dial(url)
	if err != nil {
		return nil, err
	}
	return &Getter{c}, nil
}

func (g *Getter) Conn() *websocket.Conn { return g.conn }

// Bounded is bounded and pinged from the start.
type Bounded struct{ conn *websocket.Conn }

func NewBounded(url string) (*Bounded, error) {
	c, err := dial(url)
	if err != nil {
		return nil, err
	}
	b := &Bounded{conn: c}
	b.keep()
	return b, nil
}

func (b *Bounded) keep() {
	_ = b.conn.SetReadDeadline(time.Now().Add(time.Minute))
	b.conn.SetPongHandler(func(string) error { return b.conn.SetReadDeadline(time.Now().Add(time.Minute)) })
	go func() {
		for range time.Tick(time.Second) {
			if b.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)) != nil {
				return
			}
		}
	}()
}

func (b *Bounded) Recv() ([]byte, error) {
	_, m, err := b.conn.ReadMessage()
	return m, err
}

func (b *Bounded) Close() error { return b.conn.Close() }

// Lazy is made first, and connected later.
type Lazy struct {
	url  string
	conn *websocket.Conn
}

func NewLazy(url string) *Lazy { return &Lazy{url: url} }

func (l *Lazy) Connect() error {
	c, err := dial(l.url)
	if err != nil {
		return err
	}
	l.conn = c
	return nil
}

func (l *Lazy) Recv() ([]byte, error) {
	_, m, err := l.conn.ReadMessage()
	return m, err
}

func (l *Lazy) Close() error { return l.conn.Close() }

// With calls f with the connection.
func With(url string, f func(*websocket.Conn) error) error {
	c, err := dial(url)
	if err != nil {
		return err
	}
	defer c.Close()
	return f(c)
}

// Chan sends it.
func Chan(url string) <-chan *websocket.Conn {
	ch := make(chan *websocket.Conn)
	go func() {
		defer close(ch)
		if c, err := dial(url); err == nil {
			ch <- c
		}
	}()
	return ch
}

// Conn is another name of it.
type Conn = websocket.Conn

func DialAlias(url string) (*Conn, error) { return dial(url) }

// A session has no name elsewhere.
type session struct{ conn *websocket.Conn }

func NewSession(url string) (*session, error) {
	c, err := dial(url)
	if err != nil {
		return nil, err
	}
	return &session{c}, nil
}

func (s *session) Recv() ([]byte, error) { return s.recv() }

func (s *session) recv() ([]byte, error) {
	_, m, err := s.conn.ReadMessage()
	return m, err
}

func (s *session) Close() error { return s.conn.Close() }

// A Stream is all that is known of it.
type Stream interface {
	Recv() ([]byte, error)
	Close() error
}

func NewStream(url string) (Stream, error) {
	c, err := dial(url)
	if err != nil {
		return nil, err
	}
	return &session{c}, nil
}

// KeepAlive does what is right.
func KeepAlive(c *websocket.Conn, wait time.Duration) {
	_ = c.SetReadDeadline(time.Now().Add(wait))
	c.SetPongHandler(func(string) error { return c.SetReadDeadline(time.Now().Add(wait)) })
	Pings(c)
}

// Pings pings in a goroutine.
func Pings(c *websocket.Conn) {
	go func() {
		for range time.Tick(time.Second) {
			if c.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)) != nil {
				return
			}
		}
	}()
}

// Listen reads by itself, and is reported here.
func Listen(url string, handle func([]byte)) error { // want Listen:"looks after"
	c, err := dial(url) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		_, m, err := c.ReadMessage()
		if err != nil {
			return err
		}
		handle(m)
	}
}
