// Package cleared sets fields to nil that have connections.
package cleared

import (
	"context"
	"log"
	"sync"

	coder "github.com/coder/websocket"
	"github.com/gorilla/websocket"
)

// A connection that is told to move is forgotten.
type session struct {
	mu   sync.Mutex
	conn *websocket.Conn
}

func (s *session) open(url string) (err error) {
	s.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `dropped by the assignment at line 32 without being closed`
	return err
}

func (s *session) listen() {
	for {
		_, msg, err := s.conn.ReadMessage()
		if err != nil {
			log.Print(err)
			if websocket.IsCloseError(err, 4014) {
				s.mu.Lock()
				// There will be another one.
				s.conn = nil
				s.mu.Unlock()
			}
			return
		}
		log.Print(msg)
	}
}

func (s *session) Close() {
	if s.conn != nil {
		s.conn.Close()
		s.conn = nil
	}
}

// Here nothing has failed: the peer is told.
type login struct{ conn *websocket.Conn }

func (l *login) open(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the assignment at line 62 without being closed`
	if err != nil {
		return err
	}
	l.conn = conn
	return nil
}

func (l *login) login() bool {
	if _, msg, err := l.conn.ReadMessage(); err != nil || string(msg) != "ok" {
		l.conn = nil
		return false
	}
	return true
}

func (l *login) Close() error { return l.conn.Close() }

// It is closed before, after, or by what it is known as elsewhere.
type right struct{ conn *websocket.Conn }

func (r *right) open(url string) (err error) {
	r.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	return err
}

func (r *right) listen() {
	if _, _, err := r.conn.ReadMessage(); err != nil {
		r.drop()
		r.conn = nil
	}
}

func (r *right) drop() { r.conn.Close() }

type copied struct{ conn *websocket.Conn }

func (c *copied) open(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	return err
}

func (c *copied) listen() {
	conn := c.conn
	if _, _, err := conn.ReadMessage(); err != nil {
		c.conn = nil
		conn.Close()
	}
}

type byCaller struct{ conn *websocket.Conn }

func (b *byCaller) run(url string) (err error) {
	if b.conn, _, err = websocket.DefaultDialer.Dial(url, nil); err != nil {
		return err
	}
	defer b.conn.Close()
	return b.listen()
}

func (b *byCaller) listen() error {
	_, _, err := b.conn.ReadMessage()
	b.conn = nil
	return err
}

// Who sets the field to nil has not used the connection: who has may close it.
type unknown struct{ conn *websocket.Conn }

func (u *unknown) open(url string) (err error) {
	u.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	return err
}

func (u *unknown) listen() {
	for {
		if _, _, err := u.conn.ReadMessage(); err != nil {
			u.conn.Close()
			u.reset()
			return
		}
	}
}

func (u *unknown) reset() { u.conn = nil }

// Its library closes a connection whose read failed.
type closedByRead struct{ conn *coder.Conn }

func (c *closedByRead) open(ctx context.Context, url string) (err error) {
	c.conn, _, err = coder.Dial(ctx, url, nil)
	return err
}

func (c *closedByRead) listen(ctx context.Context) {
	if _, _, err := c.conn.Read(ctx); err != nil {
		c.conn = nil
	}
}

func (c *closedByRead) Close() { c.conn.CloseNow() }

// It is closed where there is one.
type guarded struct{ conn *websocket.Conn }

func (g *guarded) open(url string) (err error) {
	g.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	return err
}

func (g *guarded) listen() {
	if _, _, err := g.conn.ReadMessage(); err != nil {
		if g.conn != nil {
			g.conn.Close()
		}
		g.conn = nil
	}
}

// A reader dials again.
type reader struct {
	url  string
	conn *websocket.Conn
}

func (r *reader) open() (err error) {
	r.conn, _, err = websocket.DefaultDialer.Dial(r.url, nil) // want `dropped by the assignment at line \d+ without being closed`
	return err
}

func (r *reader) listen() error {
	for {
		_, msg, err := r.conn.ReadMessage()
		if err != nil {
			conn, _, err := websocket.DefaultDialer.Dial(r.url, nil)
			if err != nil {
				return err
			}
			r.conn = conn
			continue
		}
		log.Print(msg)
	}
}

func (r *reader) Close() error { return r.conn.Close() }

// A loop reads until that fails, and calls what dials.
type looper struct {
	url  string
	conn *websocket.Conn
}

func (l *looper) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(l.url, nil) // want `dropped by the next dial at line \d+ without being closed`
	if err != nil {
		return err
	}
	l.conn = conn
	return nil
}

func (l *looper) listen() {
	for {
		if _, _, err := l.conn.ReadMessage(); err != nil {
			return
		}
	}
}

func (l *looper) run() error {
	for {
		if err := l.connect(); err != nil {
			return err
		}
		l.listen()
	}
}

func (l *looper) Close() error { return l.conn.Close() }

// Its reader closes it.
type closer struct {
	url  string
	conn *websocket.Conn
}

func (c *closer) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

func (c *closer) listen() {
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			c.conn.Close()
			return
		}
	}
}

func (c *closer) run() error {
	for {
		if err := c.connect(); err != nil {
			return err
		}
		c.listen()
	}
}

// What connects starts what closes it.
type watched struct {
	url  string
	conn *websocket.Conn
	dead chan struct{}
}

func (w *watched) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(w.url, nil)
	if err != nil {
		return err
	}
	w.conn = conn
	go func() {
		<-w.dead
		w.conn.Close()
	}()
	return nil
}

func (w *watched) run() error {
	for {
		if err := w.connect(); err != nil {
			return err
		}
		for {
			if _, _, err := w.conn.ReadMessage(); err != nil {
				break
			}
		}
		w.dead <- struct{}{}
	}
}

// What comes next is the same connection.
type same struct{ conn, spare *websocket.Conn }

func (s *same) open(url string) (err error) {
	s.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	s.spare = s.conn
	return err
}

func (s *same) listen() {
	if _, _, err := s.conn.ReadMessage(); err != nil {
		s.conn = s.spare
	}
}

func (s *same) Close() error { return s.conn.Close() }
