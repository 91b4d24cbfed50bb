// Package watch ends connections that are dead, or seems to.
package watch

import (
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// KeepAlive ends a connection that answers no ping.
func KeepAlive(c *websocket.Conn, timeout time.Duration) { // want KeepAlive:"looks after"
	last := time.Now()
	c.SetPongHandler(func(string) error { last = time.Now(); return nil })
	go func() {
		for {
			if c.WriteMessage(websocket.PingMessage, []byte("keepalive")) != nil {
				return
			}
			time.Sleep(timeout / 2)
			if time.Since(last) > timeout {
				c.Close()
				return
			}
		}
	}()
}

// Dial returns one that is kept so.
func Dial(url string) (*websocket.Conn, error) { // want Dial:"looks after"
	c, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	KeepAlive(c, time.Minute)
	return c, nil
}

// A Client watches itself.
type Client struct {
	conn *websocket.Conn
	last atomic.Int64
}

func New(url string) (*Client, error) { // want New:"looks after"
	c, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	cl := &Client{conn: c}
	go cl.monitor()
	return cl, nil
}

func (c *Client) monitor() {
	for range time.Tick(time.Second) {
		if time.Now().Unix()-c.last.Load() > 60 {
			c.conn.Close()
			return
		}
	}
}

func (c *Client) Recv() ([]byte, error) {
	_, b, err := c.conn.ReadMessage()
	c.last.Store(time.Now().Unix())
	return b, err
}
func (c *Client) Close() error { return c.conn.Close() }

// Started watches itself when it is told to.
type Started struct {
	conn *websocket.Conn
	last time.Time
}

func NewStarted(url string) (*Started, error) {
	c, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &Started{conn: c}, nil
}
func (c *Started) Heartbeat() { // want Heartbeat:"looks after"
	go func() {
		for range time.Tick(time.Second) {
			if time.Since(c.last) > time.Minute {
				_ = c.conn.Close()
			}
		}
	}()
}
func (c *Started) Recv() ([]byte, error) {
	_, b, err := c.conn.ReadMessage()
	c.last = time.Now()
	return b, err
}
func (c *Started) Close() error { return c.conn.Close() }

// A Pump ends when a write fails, which finds no dead peer.
type Pump struct {
	conn *websocket.Conn
	send chan []byte
}

func NewPump(url string) (*Pump, error) {
	c, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	p := &Pump{conn: c, send: make(chan []byte)}
	go p.write()
	return p, nil
}
func (p *Pump) write() {
	t := time.NewTicker(time.Second)
	defer func() {
		t.Stop()
		p.conn.Close()
	}()
	for {
		select {
		case b, ok := <-p.send:
			if !ok {
				return
			}
			if p.conn.WriteMessage(websocket.TextMessage, b) != nil {
				return
			}
		case <-t.C:
			_ = p.conn.SetWriteDeadline(time.Now().Add(time.Second))
			if p.conn.WriteMessage(websocket.PingMessage, nil) != nil {
				return
			}
		}
	}
}
func (p *Pump) Recv() ([]byte, error) {
	_, b, err := p.conn.ReadMessage()
	return b, err
}
func (p *Pump) Close() error { return p.conn.Close() }

// Single bounds each read, and lifts the bound behind it.
type Single struct{ conn *websocket.Conn }

func NewSingle(url string) (*Single, error) {
	c, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &Single{c}, nil
}
func (s *Single) Recv() ([]byte, error) {
	_ = s.conn.SetReadDeadline(time.Now().Add(time.Minute))
	defer s.conn.SetReadDeadline(time.Time{})
	_, b, err := s.conn.ReadMessage()
	return b, err
}
func (s *Single) Close() error { return s.conn.Close() }

// Any is a connection by another name.
type Any struct{ conn *websocket.Conn }

func NewAny(url string) (*Any, error) {
	c, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &Any{c}, nil
}
func (s *Any) ReadMessage() (int, []byte, error)     { return s.conn.ReadMessage() }
func (s *Any) WriteMessage(kind int, b []byte) error { return s.conn.WriteMessage(kind, b) }
func (s *Any) SetReadDeadline(t time.Time) error     { return s.conn.SetReadDeadline(t) }
func (s *Any) Close() error                          { return s.conn.Close() }
