// Package loops dials again.
package loops

import (
	"errors"
	"time"

	"github.com/gorilla/websocket"
)

// The next dial takes the place of a connection that is open.
func supervise(url string, refused func([]byte) bool) error {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the next dial without being closed.*; close it before`
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		_, data, err := conn.ReadMessage()
		if err != nil || refused(data) {
			continue
		}
		return conn.Close()
	}
}

// Each round closes its own.
func supervised(url string) {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		for err == nil {
			_, _, err = conn.ReadMessage()
		}
		conn.Close()
	}
}

// The variable gets another value.
func replaced(url string, other *websocket.Conn) *websocket.Conn {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the assignment at line 49`
	if err != nil {
		return other
	}
	if conn.Subprotocol() == "" {
		conn = other
	}
	return conn
}

// Several connections are kept together, and closed together.
func all(urls []string) error {
	var conns []*websocket.Conn
	defer func() {
		for _, c := range conns {
			c.Close()
		}
	}()
	for _, url := range urls {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			return err
		}
		conns = append(conns, conn)
	}
	return errors.New("nothing to do")
}

// Or they are not.
func some(urls []string, ready func() error) ([]*websocket.Conn, error) {
	var conns []*websocket.Conn
	for _, url := range urls {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line 81`
		if err != nil {
			return nil, err
		}
		if err := ready(); err != nil {
			return nil, err
		}
		conns = append(conns, conn)
	}
	return conns, nil
}
