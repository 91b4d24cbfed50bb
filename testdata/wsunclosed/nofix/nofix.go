// Package nofix drops connections where no edit is right.
package nofix

import (
	"github.com/gorilla/websocket"
)

// What is returned needs the connection.
func subprotocol(url string) (string, error) {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line 15 .*; close it there`
		if err != nil {
			continue
		}
		return conn.Subprotocol(), nil
	}
}

// Another variable has its name there.
func shadowed(url string, names []string) int {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line 26 .*; close it there`
	if err != nil {
		return 0
	}
	for _, conn := range names {
		return len(conn)
	}
	conn.Close()
	return 0
}

type holder struct{ conn *websocket.Conn }

// No variable is the connection.
func held(url string, fail bool) *holder {
	var h holder
	var err error
	h.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line 43 .*; close it there`
	if err != nil {
		return nil
	}
	if fail {
		return nil
	}
	return &h
}

// The first return is come to whether the dial has failed or not.
func untested(url string, probe bool) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line \d+ without being closed: .*; close it there`
	if probe {
		return err
	}
	if err != nil {
		return err
	}
	return conn.WriteMessage(websocket.TextMessage, nil)
}

// What has the field is found by a function: to name it is to call it.
type found struct{ conn *websocket.Conn }

func (f *found) self() *found { return f }

func (f *found) open(url string) (err error) {
	f.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `dropped by the assignment at line \d+ without being closed.*; close it before`
	return err
}

func (f *found) listen() {
	if _, _, err := f.conn.ReadMessage(); err != nil {
		f.self().conn = nil
	}
}

func (f *found) Close() error { return f.conn.Close() }
