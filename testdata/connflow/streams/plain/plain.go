// Package plain knows no WebSocket: it does things to connections of any kind.
package plain

import (
	"bufio"
	"errors"
	"io"
	"net"
	"time"
)

// Probe changes how the kernel looks at an idle socket.
func Probe(c net.Conn) error {
	if t, ok := c.(*net.TCPConn); ok {
		return t.SetKeepAlivePeriod(5 * time.Second)
	}
	return nil
}

func Small(c *net.TCPConn) error { return c.SetReadBuffer(4096) }

func Bound(c net.Conn, d time.Duration) error { return c.SetReadDeadline(time.Now().Add(d)) }

func Quit(c io.Closer) { _ = c.Close() }

// Join copies both ways.
func Join(a, b io.ReadWriter) {
	go io.Copy(a, b)
	_, _ = io.Copy(b, a)
}

func Lines(r io.Reader) *bufio.Scanner { return bufio.NewScanner(r) }

// Greeting bounds its own read alone. Who gets its error gives up.
func Greeting(c net.Conn) error {
	_ = c.SetDeadline(time.Now().Add(time.Second))
	var b [5]byte
	if _, err := io.ReadFull(c, b[:]); err != nil {
		return err
	}
	if string(b[:]) != "hello" {
		return errors.New("no greeting")
	}
	return c.SetDeadline(time.Time{})
}

// A Stream is a net.Conn, as far as Patient needs it.
type Stream interface {
	Read([]byte) (int, error)
	SetReadDeadline(time.Time) error
}

func Patient(s Stream, b []byte) (int, error) {
	if err := s.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		return 0, err
	}
	return s.Read(b)
}

func Drain[R io.Reader](r R) error {
	b := make([]byte, 512)
	for {
		if _, err := r.Read(b); err != nil {
			return err
		}
	}
}

// A Sink is somebody else's.
type Sink interface{ Take(net.Conn) }

func Forward(c net.Conn, s Sink) { s.Take(c) }

// A Printer can only write.
type Printer interface{ Print(io.Writer) }

func Print(c net.Conn, p Printer) { p.Print(c) }

// Framed keeps a connection for its users.
type Framed struct{ c net.Conn }

func New(c net.Conn) *Framed { return &Framed{c} }

func (f *Framed) Next() ([]byte, error) {
	b := make([]byte, 512)
	n, err := f.c.Read(b)
	return b[:n], err
}

func (f *Framed) Run(each func([]byte)) error {
	for {
		b, err := f.Next()
		if err != nil {
			return err
		}
		each(b)
	}
}

func (f *Framed) Start(each func([]byte)) { go f.Run(each) }

// A Hub is given its connection later.
type Hub struct{ conn net.Conn }

func (h *Hub) Register(c net.Conn) { h.conn = c }

func (h *Hub) Serve() {
	defer h.conn.Close()
	for {
		if _, err := h.conn.Read(make([]byte, 1)); err != nil {
			return
		}
	}
}
