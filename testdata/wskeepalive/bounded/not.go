package bounded

import (
	"time"

	"github.com/gorilla/websocket"
)

// A write deadline bounds no read.
func writeDeadline(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	conn.SetWriteDeadline(time.Now().Add(time.Minute))
	for range 3 {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// Clearing is no bound.
func clearing(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	conn.SetReadDeadline(time.Time{})
	for range 3 {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A deadline behind the loop comes too late for it.
func late(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	for range 3 {
		if _, _, err := conn.ReadMessage(); err != nil {
			break
		}
	}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	conn.ReadMessage()
}

type client2 struct {
	conn *websocket.Conn
}

// A helper bounds the handshake, and its caller lifts the bound.
func (c *client2) connect(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	c.bound()
	if _, _, err := c.conn.ReadMessage(); err != nil {
		return err
	}
	c.unbound()
	go c.loop()
	return nil
}

func (c *client2) bound()   { c.conn.SetReadDeadline(time.Now().Add(time.Second)) }
func (c *client2) unbound() { c.conn.SetReadDeadline(time.Time{}) }

func (c *client2) loop() {
	for range 1000 {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return
		}
	}
}

// Only the first of two connections is bounded.
func two(url string) {
	first, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	second, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	first.SetReadDeadline(time.Now().Add(time.Second))
	for range 10 {
		read(first)
		read(second)
	}
}

func read(conn *websocket.Conn) { conn.ReadMessage() }
