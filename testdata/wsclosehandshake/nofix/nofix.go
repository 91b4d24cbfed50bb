// Package nofix closes connections where no edit is right.
package nofix

import (
	"io"
	"time"

	"github.com/gorilla/websocket"
)

// By an interface.
func closer(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	shut(conn, conn.WriteMessage(websocket.TextMessage, nil))
	return nil
}

func shut(c io.Closer, err error) {
	if err == nil {
		c.Close() // want `connection dialed at line 13 is closed here without a close frame.*; send one before`
	}
}

// By a method value.
func timer(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	_ = conn.WriteMessage(websocket.TextMessage, nil)
	time.AfterFunc(time.Minute, func() {
		go conn.Close() // want `connection dialed at line 29 is closed here without a close frame.*; send one before`
	})
}

// Only where another test holds.
func tested(url string, last func() bool) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	_ = conn.WriteMessage(websocket.TextMessage, nil)
	if last() && conn.Close() == nil { // want `connection dialed at line 41 is closed here without a close frame`
		return
	}
}
