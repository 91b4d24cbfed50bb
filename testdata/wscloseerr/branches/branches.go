// Package branches holds error branches of reads that drop the error.
package branches

import (
	"context"
	"sync"

	"github.com/gorilla/websocket"
)

func returns(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `the error that says why the connection ended is dropped: ReadMessage's is not used by the return at line 15 \(wscloseerr/read\)`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func breaks(conn *websocket.Conn, handle func([]byte)) {
	defer conn.Close()
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			break
		}
		handle(msg)
	}
}

// The error that could be returned is nil.
func returnsNil(conn *websocket.Conn, handle func([]byte)) error {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used by the return at line 37`
		if err != nil {
			return nil
		}
		handle(msg)
	}
}

func returnsZeros(conn *websocket.Conn) (int, []byte, error) {
	typ, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
	if err != nil {
		return 0, nil, nil
	}
	return typ, msg, nil
}

func reads(conn *websocket.Conn) (v struct{ Name string }, ok bool) {
	if err := conn.ReadJSON(&v); err != nil { // want `ReadJSON's is not used`
		return v, false
	}
	return v, true
}

// What is read again takes the error's place.
func continues(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used before the next read overwrites it at line 61`
		if err != nil {
			continue
		}
		handle(msg)
	}
}

func redials(url string, handle func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	for {
		var msg []byte
		_, msg, err = conn.ReadMessage() // want `ReadMessage's is not used before it is overwritten at line 79`
		if err != nil {
			conn.Close()
			if conn, _, err = websocket.DefaultDialer.Dial(url, nil); err != nil {
				return err
			}
			continue
		}
		handle(msg)
	}
}

// The write's error takes its place.
func echoes(conn *websocket.Conn) {
	for {
		typ, msg, err := conn.ReadMessage() // want `ReadMessage's is not used before it is overwritten at line 92`
		err = conn.WriteMessage(typ, msg)
		if err != nil {
			return
		}
	}
}

func otherwise(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err == nil {
			handle(msg)
		} else {
			return
		}
	}
}

func orEmpty(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil || len(msg) == 0 {
			return
		}
		handle(msg)
	}
}

func chosen(conn *websocket.Conn, handle func([]byte)) {
	for {
		typ, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		switch {
		case err != nil:
			return
		case typ == websocket.TextMessage:
			handle(msg)
		}
	}
}

// It goes on whatever it was.
func untilError(conn *websocket.Conn, handle func([]byte)) {
	var err error
	for err == nil {
		var msg []byte
		_, msg, err = conn.ReadMessage() // want `ReadMessage's is not used`
		handle(msg)
	}
}

// It says that, but not why.
func signals(conn *websocket.Conn, msgs chan<- []byte, done chan<- struct{}) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			done <- struct{}{}
			return
		}
		msgs <- msg
	}
}

// The branch for its own shutdown is silent, the rest is not: what is logged,
// is logged there.
func afterShutdown(ctx context.Context, conn *websocket.Conn, handle func([]byte), redial func()) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			if ctx.Err() != nil {
				return
			}
			redial()
			continue
		}
		handle(msg)
	}
}

type client struct {
	mu     sync.Mutex
	conn   *websocket.Conn
	done   chan struct{}
	closed bool
}

func (c *client) afterDone(handle func([]byte), redial func()) {
	for {
		_, msg, err := c.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			select {
			case <-c.done:
				return
			default:
			}
			if c.closed {
				return
			}
			redial()
			return
		}
		handle(msg)
	}
}

// Between the read and the test is something else.
func (c *client) locked(handle func([]byte)) {
	for {
		c.mu.Lock()
		_, msg, err := c.conn.ReadMessage() // want `ReadMessage's is not used`
		c.mu.Unlock()
		if err != nil {
			// The peer is gone.
			c.closed = true
			return
		}
		handle(msg)
	}
}
