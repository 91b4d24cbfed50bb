// Package helpers has functions that close what they are given, or do not.
package helpers

import (
	"errors"
	"io"
	"log"

	"github.com/gorilla/websocket"
)

// handshake closes the connection where it fails.
func handshake(conn *websocket.Conn) error {
	if err := conn.WriteMessage(websocket.TextMessage, nil); err != nil {
		conn.Close()
		return err
	}
	return nil
}

// greet does not.
func greet(conn *websocket.Conn) error {
	return conn.WriteMessage(websocket.TextMessage, []byte("hi"))
}

// accepted closes it and says no.
func accepted(conn *websocket.Conn) bool {
	if _, _, err := conn.ReadMessage(); err != nil {
		shut(conn, err)
		return false
	}
	return true
}

func shut(c io.Closer, why error) {
	log.Print(why)
	_ = c.Close()
}

func open(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	if err := handshake(conn); err != nil {
		return nil, err
	}
	if !accepted(conn) {
		return nil, errors.New("not accepted")
	}
	return conn, nil
}

func openBadly(url string) (*websocket.Conn, error) {
	conn, err := open(url) // want `dropped by the return at line 60`
	if err != nil {
		return nil, err
	}
	if err := greet(conn); err != nil {
		return nil, err
	}
	return conn, nil
}

// A deferred function closes it where the function fails.
func deferred(url string) (_ *websocket.Conn, err error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			conn.Close()
		}
	}()
	if err = greet(conn); err != nil {
		return nil, err
	}
	return conn, nil
}

// A cleanup function is on the way.
func cleaned(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	cleanup := func() { _ = conn.Close() }
	defer cleanup()
	return greet(conn)
}

// The caller gets it with what closes it.
func handed(url string) (*websocket.Conn, func(), error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, nil, err
	}
	return conn, func() { conn.Close() }, nil
}

// serve returns only when it has closed the connection.
func serve(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	for {
		if err := greet(conn); err != nil {
			return errors.Join(err, conn.Close())
		}
	}
}
