// Package wrapped holds connections in structs that are handed on as a net.Conn.
package wrapped

import (
	"crypto/tls"
	"net"
	"time"

	"github.com/gorilla/websocket"
)

// A stream is a connection as a net.Conn.
type stream struct{ *websocket.Conn }

func (s *stream) Read(p []byte) (int, error) {
	_, r, err := s.NextReader()
	if err != nil {
		return 0, err
	}
	return r.Read(p)
}

func (s *stream) Write(p []byte) (int, error) { return len(p), s.WriteMessage(2, p) }

func (s *stream) SetDeadline(t time.Time) error { return s.SetReadDeadline(t) }

func open(url string) (net.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &stream{conn}, nil
}

// A layer may return what it is given, or something over it.
type layer interface {
	over(net.Conn) (net.Conn, error)
}

type plain struct{}

func (plain) over(conn net.Conn) (net.Conn, error) { return conn, nil }

type secure struct{ config *tls.Config }

func (s secure) over(conn net.Conn) (net.Conn, error) { return tls.Client(conn, s.config), nil }

// The layer has it.
func layered(url string, l layer) (net.Conn, error) {
	conn, err := open(url)
	if err != nil {
		return nil, err
	}
	over, err := l.over(conn)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return over, nil
}

// The view of it takes its place.
func secured(url string, config *tls.Config) (conn net.Conn, err error) {
	conn, err = open(url)
	if err != nil {
		return
	}
	conn = tls.Client(conn, config)
	return
}

// What is no packet connection is a connection nevertheless.
func packets(url string) (net.PacketConn, error) {
	conn, err := open(url) // want `dropped by the return at line \d+ without being closed`
	if err != nil {
		return nil, err
	}
	packets, ok := conn.(net.PacketConn)
	if !ok {
		return nil, net.ErrClosed
	}
	return packets, nil
}
