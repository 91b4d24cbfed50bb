// Package tune knows no WebSocket.
package tune

import (
	"io"
	"net"
	"sync/atomic"
	"time"
)

// Probe lets the kernel look at an idle socket. It bounds no read.
func Probe(c net.Conn) error {
	if t, ok := c.(*net.TCPConn); ok {
		return t.SetKeepAlivePeriod(time.Second)
	}
	return nil
}

func NoDelay(c *net.TCPConn) error { return c.SetNoDelay(true) }

func Bound(c net.Conn) { _ = c.SetReadDeadline(time.Now().Add(time.Minute)) }

func Free(c net.Conn) { _ = c.SetReadDeadline(time.Time{}) }

// A Conn bounds every read of the one in it.
type Conn struct {
	net.Conn
	Wait time.Duration
}

func (c Conn) Read(p []byte) (int, error) {
	if err := c.Conn.SetReadDeadline(time.Now().Add(c.Wait)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

// Counted counts what is read.
type Counted struct {
	net.Conn
	N int
}

func (c *Counted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.N += n
	return n, err
}

func Count(c net.Conn) *Counted { return &Counted{Conn: c} }

func Quit(c io.Closer) { _ = c.Close() }

// Guarded is closed when nothing was read from it for a minute.
type Guarded struct {
	net.Conn
	last atomic.Int64
}

func (g *Guarded) Read(p []byte) (int, error) {
	n, err := g.Conn.Read(p)
	if err == nil {
		g.last.Store(time.Now().Unix())
	}
	return n, err
}

func Guard(c net.Conn) *Guarded { // want Guard:"looks after"
	g := &Guarded{Conn: c}
	g.last.Store(time.Now().Unix())
	go func() {
		for range time.Tick(time.Second) {
			if time.Now().Unix()-g.last.Load() > 60 {
				g.Conn.Close()
				return
			}
		}
	}()
	return g
}
