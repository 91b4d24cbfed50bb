// Package paths closes connections on normal paths and on others.
package paths

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/gorilla/websocket"
)

// The defer runs where all went well, too.
func deferred(url string) (string, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return "", err
	}
	defer conn.Close() // want `connection dialed at line 14 is closed here without a close frame`
	_, data, err := conn.ReadMessage()
	return string(data), err
}

// What was read is no good: the connection is.
func decode(url string, into any) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			conn.Close()
			return err
		}
		if err := json.Unmarshal(data, into); err != nil {
			conn.Close() // want `connection dialed at line 25 is closed here without a close frame`
			return err
		}
	}
}

// Only what has failed is closed.
func failed(url string, handle func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			return errors.Join(err, conn.Close())
		}
		handle(data)
	}
}

// Nor is one that is taken for dead.
func watched(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	last := time.Now()
	conn.SetPongHandler(func(string) error { last = time.Now(); return nil })
	go func() {
		for range time.Tick(time.Second) {
			if time.Since(last) > time.Minute {
				conn.Close()
				return
			}
		}
	}()
	for err == nil {
		_, _, err = conn.ReadMessage()
	}
	return err
}

// A timer has run out.
func timed(url string, done chan struct{}) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		select {
		case <-time.After(time.Minute):
			conn.Close()
		case <-done:
		}
	}()
	_, _, err = conn.ReadMessage()
	return err
}

// The frame goes first.
func framed(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.WriteMessage(websocket.TextMessage, nil); err != nil {
		return err
	}
	return conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""))
}

// Here it comes too late.
func late(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	if err := conn.WriteMessage(websocket.TextMessage, nil); err != nil {
		return err
	}
	conn.Close() // want `connection dialed at line 111 is closed here before its close frame is written, which is never sent.*; send one before`
	return conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""))
}

// A deadline could be set: the connection is well.
func bounded(url string, stop func() bool) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close() // want `connection dialed at line 124 is closed here without a close frame`
	for !stop() {
		if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			return err
		}
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
	return nil
}

// An empty list is none of the connections that are put into it.
func listed(url string) error {
	conns := []*websocket.Conn{}
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	conns = append(conns, conn)
	if err := conn.WriteMessage(websocket.TextMessage, []byte("all")); err != nil {
		return err
	}
	return conns[0].Close() // want `connection dialed at line \d+ is closed here without a close frame`
}
