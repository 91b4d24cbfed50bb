// Package mid keeps what packages below it dial.
package mid

import (
	"context"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wskeepalive/across/watch"
	"github.com/wsvet/wsvet/testdata/wskeepalive/across/ws"
)

// A Session keeps a client.
type Session struct {
	mu sync.Mutex
	c  *ws.Client
}

func NewSession(ctx context.Context) (*Session, error) {
	c, err := ws.New(ctx, ws.Options{})
	if err != nil {
		return nil, err
	}
	return &Session{c: c}, nil
}

func (s *Session) Next() ([]byte, error)  { return s.c.Recv() }
func (s *Session) KeepUp(d time.Duration) { _ = s.c.SetTimeout(d) }
func (s *Session) Beat() error            { return s.c.Ping() }
func (s *Session) Close() error           { return s.c.Close() }

// Redial is connected later, and again.
type Redial struct {
	c *ws.Client
}

func (r *Redial) Connect(ctx context.Context) error {
	c, err := ws.New(ctx, ws.Options{})
	if err != nil {
		return err
	}
	r.c = c
	return nil
}
func (r *Redial) Next() ([]byte, error) { return r.c.Recv() }
func (r *Redial) Close() error          { return r.c.Close() }

// A Stream is an interface of this package; what is behind it is of another.
type Stream interface {
	Recv() ([]byte, error)
	Close() error
}

func Open() (Stream, error) { return ws.NewSession("") }

func OpenAgain() (ws.Stream, error) { return ws.NewStream("") }

// Over keeps an interface of another package.
type Over struct{ s ws.Stream }

func NewOver() (*Over, error) {
	s, err := ws.NewStream("")
	if err != nil {
		return nil, err
	}
	return &Over{s}, nil
}
func (o *Over) Next() ([]byte, error) { return o.s.Recv() }
func (o *Over) Close() error          { return o.s.Close() }

// Run reads a session to its end, Read a connection.
func Run(s *Session, handle func([]byte)) error {
	for {
		b, err := s.Next()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func Read(c *websocket.Conn, handle func([]byte)) error {
	for {
		_, b, err := c.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

// Watched hands on what watches itself.
func Watched() (*websocket.Conn, error) { return watch.Dial("") } // want Watched:"looks after"

// A Pool pings and bounds all that it hands out.
type Pool struct {
	mu    sync.Mutex
	conns map[string]*ws.Client
}

func (p *Pool) Get(ctx context.Context, key string) (*ws.Client, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.conns[key]; c != nil {
		return c, nil
	}
	c, err := ws.New(ctx, ws.Options{})
	if err != nil {
		return nil, err
	}
	p.conns[key] = c
	return c, nil
}

func (p *Pool) PingAll() {
	for range time.Tick(time.Second) {
		for _, c := range p.conns {
			_ = c.Ping()
			_ = c.SetTimeout(time.Minute)
		}
	}
}
