// Package gobwas holds dials with gobwas/ws whose handshake nothing bounds.
package gobwas

import (
	"context"
	"net"
	"net/url"
	"time"

	"github.com/gobwas/ws"
)

func plain(addr string) (net.Conn, error) {
	conn, _, _, err := ws.Dial(context.Background(), addr) // want `its context has no deadline`
	return conn, err
}

func literal(addr string) (net.Conn, error) {
	d := ws.Dialer{Protocols: []string{"v1"}}
	conn, _, _, err := d.Dial(context.Background(), addr) // want `its context has no deadline`
	return conn, err
}

func defaults(addr string) (net.Conn, error) {
	conn, _, _, err := ws.DefaultDialer.Dial(context.Background(), addr) // want `its context has no deadline`
	return conn, err
}

func timeout(addr string) (net.Conn, error) {
	d := ws.Dialer{Timeout: time.Minute}
	conn, _, _, err := d.Dial(context.Background(), addr)
	return conn, err
}

// The caller bounds the handshake on a connection of its own.
func onConn(u *url.URL, bounded bool) error {
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, _, err = ws.Dialer{}.Upgrade(conn, u) // want `the connection below it has no deadline; .*; set one before, and lift it behind`
	return err
}

func onBoundedConn(u *url.URL) error {
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return err
	}
	_, _, err = ws.Dialer{}.Upgrade(conn, u)
	return err
}
