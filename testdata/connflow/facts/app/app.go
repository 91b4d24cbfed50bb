// Package app uses connections through package conn alone.
package app

import (
	"context"
	"time"

	gorilla "github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/connflow/facts/conn"
)

func dialed() {
	c, _ := conn.Dial("ws://a") // want `client: read in dialed$`
	c.ReadMessage()
}

func bounded() {
	c, _ := conn.DialBounded("ws://a") // want `client: bounded in bounded, pong handler set in bounded, read to the end in bounded$`
	conn.Read(c)
}

func pinged() {
	c, _ := conn.Dial("ws://a") // want `client: close frame sent in pinged, pinged in pinged, read to the end in pinged$`
	go conn.Pinger(c)
	conn.Read(c)
	conn.Close(c, 1000)
}

func methods(ctx context.Context) {
	c, _ := conn.NewClient(ctx, "ws://a") // want `client: closed in methods, pinged in methods, read in methods$`
	c.Next(ctx)
	c.Ping(ctx)
	c.Raw().CloseNow()
	c.Quit(1000)
}

func away(s conn.Sink) {
	c, _ := conn.Dial("ws://a") // want `client: handed away as \*websocket\.Conn$`
	conn.Elsewhere(s, c)
}

type reader interface {
	Next(context.Context) ([]byte, error)
}

func throughInterface(ctx context.Context) {
	c, _ := conn.NewClient(ctx, "ws://a") // want `client: read in read$`
	read(ctx, c)
}

func read(ctx context.Context, r reader) { r.Next(ctx) }

func handshake() {
	c, _ := conn.Dial("ws://a") // want `client: bound lifted in handshake, read in handshake$`
	conn.Handshake(c)
	c.ReadMessage()
}

func stream() error {
	s, err := conn.Open("ws://a") // want `client: closed in stream, read in stream$`
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		if _, err := s.Next(); err != nil {
			return err
		}
	}
}

func feed() {
	f, _ := conn.OpenFeed("ws://a") // want `client: closed in feed, read in feed$`
	defer f.Close()
	f.Next()
}

func lazy() {
	l := &conn.Lazy{}
	l.Connect("ws://a") // want `client: closed in lazy, pinged in lazy, read in lazy$`
	defer l.Close()
	l.Write(gorilla.PingMessage, nil)
	l.Read()
}

func open() {
	c, _, _ := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: read in open$`
	l := &conn.Lazy{Conn: c}
	l.Conn.ReadMessage()
}

func assigned(l *conn.Lazy) {
	l.Conn, _, _ = gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: bounded in assigned, read in assigned$`
	l.Conn.SetReadDeadline(time.Time{})
	l.Read()
}

func with() {
	conn.With("ws://a", func(c *gorilla.Conn) error { // want `client: read in \(with\)$`
		_, _, err := c.ReadMessage()
		return err
	})
}

func watched() {
	c, _ := conn.Dial("ws://a") // want `client: closed in watched, pong handler set in watched, read in watched$`
	conn.Watch(c)
	c.ReadMessage()
}

// What becomes of a connection in a pool, its users are not told.
func pooled(p *conn.Pool) {
	c, _ := p.Get("ws://a") // want `client: nothing$`
	c.ReadMessage()
}

// kept has its connection from package conn, too.
type kept struct{ lazy *conn.Lazy }

func (k *kept) start() error {
	k.lazy = &conn.Lazy{}
	return k.lazy.Connect("ws://a") // want `client: closed in stop, read in next$`
}

func (k *kept) next() ([]byte, error) { return k.lazy.Read() }

func (k *kept) stop() { k.lazy.Close() }
