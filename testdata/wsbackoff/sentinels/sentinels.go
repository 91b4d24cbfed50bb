// Package sentinels dials again at once where it was told to by an error of its own.
package sentinels

import (
	"errors"
	"fmt"

	"github.com/gorilla/websocket"
)

var (
	errMoved = errors.New("moved")
	errDial  = errors.New("cannot dial")
)

type moved struct{ to string }

func (*moved) Error() string { return "moved" }

// A dial that fails is none of these errors.
func is(url string) error {
	for {
		err := session(url)
		if errors.Is(err, errMoved) {
			continue
		}
		return err
	}
}

func equal(url string) error {
	for {
		if err := session(url); err != errMoved {
			return err
		}
	}
}

func as(url string) error {
	for {
		err := session(url)
		var m *moved
		if errors.As(err, &m) {
			url = m.to
			continue
		}
		return err
	}
}

func session(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return fmt.Errorf("dial: %w", err)
	}
	defer conn.Close()
	return serve(conn)
}

func serve(conn *websocket.Conn) error {
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		switch string(msg) {
		case "move":
			return errMoved
		case "elsewhere":
			return &moved{"ws://elsewhere.test/"}
		}
	}
}

// These are what a failed dial is.
func wrapped(url string) error {
	for {
		err := dial(url) // want `a failed dial is tried again at once`
		if errors.Is(err, errDial) {
			continue
		}
		return err
	}
}

func dial(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return wrap(err)
	}
	defer conn.Close()
	return serve(conn)
}

func wrap(err error) error { return fmt.Errorf("%w: %v", errDial, err) }

func deferred(url string) error {
	for {
		err := dialDeferred(url) // want `a failed dial is tried again at once`
		if errors.Is(err, errDial) {
			continue
		}
		return err
	}
}

func dialDeferred(url string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w: %v", errDial, err)
		}
	}()
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	return serve(conn)
}

// What is tested is the error of another connection.
func kept(url string) error {
	var last error
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `a failed dial is tried again at once`
		if err == nil {
			last = serve(conn)
			conn.Close()
		}
		if errors.Is(last, errMoved) {
			continue
		}
		return err
	}
}
