// Package xnet holds dials with golang.org/x/net/websocket.
package xnet

import (
	"context"
	"net"
	"time"

	"golang.org/x/net/websocket"
)

// The timeout of the net.Dialer does not bound the handshake.
func config(url string) (*websocket.Conn, error) {
	cfg, err := websocket.NewConfig(url, "http://localhost/")
	if err != nil {
		return nil, err
	}
	cfg.Dialer = &net.Dialer{Timeout: time.Second}
	conn, err := websocket.DialConfig(cfg) // want `x/net/websocket has no bound of its own here; a server`
	return conn, err
}

func dial(url string) (*websocket.Conn, error) {
	return websocket.Dial(url, "", "http://localhost/") // want `has no bound of its own here; .*; dial with a context that has a timeout`
}

func withContext(cfg *websocket.Config) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return cfg.DialContext(ctx)
}

func withoutDeadline(cfg *websocket.Config) (*websocket.Conn, error) {
	conn, err := cfg.DialContext(context.Background()) // want `its context has no deadline`
	return conn, err
}

func onConn(cfg *websocket.Config) (*websocket.Conn, error) {
	conn, err := net.Dial("tcp", cfg.Location.Host)
	if err != nil {
		return nil, err
	}
	return websocket.NewClient(cfg, conn) // want `the connection below it has no deadline`
}
