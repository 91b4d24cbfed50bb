// Package forks reads with forks of gorilla.
package forks

import (
	bt "github.com/btcsuite/websocket"
	dv "github.com/dvonthenen/websocket"
	fh "github.com/fasthttp/websocket"
	hz "github.com/hertz-contrib/websocket"

	private "github.com/wsvet/wsvet/testdata/privatefork"
)

func fasthttp(conn *fh.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// A library that calls it closes the connection when it returns, but nobody
// learns why it ended.
var _ fh.FastHTTPHandler = func(conn *fh.Conn) {
	for {
		typ, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		if err := conn.WriteMessage(typ, msg); err != nil {
			return
		}
	}
}

func dvonthenen(conn *dv.Conn) (v struct{ Name string }, err error) {
	conn.ReadJSON(&v) // want `ReadJSON's is not looked at`
	return v, nil
}

func hertz(conn *hz.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func btcsuite(conn *bt.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func fork(conn *private.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func handlers(a *fh.Conn, b *private.Conn) error {
	a.SetCloseHandler(func(int, string) error { return nil }) // want `close handler sends no close frame`
	b.SetCloseHandler(func(int, string) error { return nil }) // want `close handler sends no close frame`
	if _, _, err := a.ReadMessage(); err != nil {
		return err
	}
	_, _, err := b.ReadMessage()
	return err
}
