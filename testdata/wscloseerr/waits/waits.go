// Package waits reads only to learn that the connection has ended.
package waits

import (
	"context"
	"io"
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
	xws "golang.org/x/net/websocket"
)

// The loop of gorilla's documentation.
func discards(c *websocket.Conn) {
	for {
		if _, _, err := c.NextReader(); err != nil {
			c.Close()
			break
		}
	}
}

func closesDeferred(c *websocket.Conn) {
	defer c.Close()
	for {
		_, _, err := c.ReadMessage()
		if err != nil {
			return
		}
	}
}

func closesChannel(c *websocket.Conn, done chan struct{}) {
	go func() {
		defer close(done)
		for {
			if _, _, err := c.ReadMessage(); err != nil {
				return
			}
		}
	}()
}

func cancels(c *websocket.Conn, cancel context.CancelFunc) {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			cancel()
			return
		}
	}
}

func sends(c *websocket.Conn, done chan<- bool) {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			break
		}
	}
	done <- true
}

func waitGroup(c *websocket.Conn, wg *sync.WaitGroup) {
	defer wg.Done()
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return
		}
	}
}

type client struct {
	conn *websocket.Conn
	once sync.Once
	done chan struct{}
}

func (c *client) stop() { c.once.Do(func() { close(c.done) }) }

func (c *client) stops() {
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			c.stop()
			return
		}
	}
}

// A callback tells whoever wants to know.
func callsBack(c *websocket.Conn, gone func()) {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			gone()
			return
		}
	}
}

// The caller goes on, and closes.
func (c *client) discard() {
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return
		}
	}
}

func (c *client) serve() {
	c.discard()
	c.conn.Close()
}

// The reader of each message is drained.
func drains(c *websocket.Conn) {
	defer c.Close()
	for {
		_, r, err := c.NextReader()
		if err != nil {
			return
		}
		io.Copy(io.Discard, r)
	}
}

func buffer(c *xws.Conn, cancel func(), done chan struct{}) {
	buf := make([]byte, 16)
	for {
		if _, err := c.Read(buf); err != nil {
			close(done)
			return
		}
	}
}

func condition(c *websocket.Conn, cancel context.CancelFunc) {
	var v any
	for c.ReadJSON(&v) == nil {
	}
	cancel()
}

// When its handler returns, x/net closes the connection.
var _ = http.Handler(xws.Handler(func(c *xws.Conn) {
	var v any
	for {
		if err := xws.JSON.Receive(c, &v); err != nil {
			return
		}
	}
}))

// A single read that waits for the peer to leave.
func waits(c *websocket.Conn) {
	c.ReadMessage()
	c.Close()
}

func waitsForClose(c *websocket.Conn) {
	m := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	c.WriteMessage(websocket.CloseMessage, m)
	_, _, _ = c.ReadMessage()
}

func waitsInBuffer(c *xws.Conn) {
	c.Read(make([]byte, 1))
}

func copiesAway(c *xws.Conn) { io.Copy(io.Discard, c) }

// Nobody is told.
func nobody(c *websocket.Conn) {
	go func() {
		for {
			if _, _, err := c.NextReader(); err != nil { // want `NextReader's is not used`
				return
			}
		}
	}()
}

// It does not throw everything away.
func counts(c *websocket.Conn) int {
	defer c.Close()
	n := 0
	for {
		_, msg, err := c.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			break
		}
		n += len(msg)
	}
	return n
}

// More is to come than the end.
func greets(c *websocket.Conn) {
	c.ReadMessage() // want `ReadMessage's is not looked at`
	c.WriteMessage(websocket.TextMessage, []byte("hello"))
}
