// Package bounded holds connections whose reads are bounded: silence.
package bounded

import (
	"time"

	"github.com/gorilla/websocket"
)

func use([]byte) {}

// Before every read.
func everyRead(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	for {
		conn.SetReadDeadline(time.Now().Add(time.Minute))
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return
		}
		use(msg)
	}
}

// Once, before the loop: it ends, if on time at all, but it ends.
func once(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	conn.SetReadDeadline(time.Now().Add(time.Minute))
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// In the pong handler.
func pongs(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	conn.SetPongHandler(func(string) error { return conn.SetReadDeadline(time.Now().Add(time.Minute)) })
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// On the net.Conn below.
func below(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	conn.NetConn().SetDeadline(time.Now().Add(time.Minute))
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

type client struct {
	conn    *websocket.Conn
	timeout time.Duration
}

// Behind an option, in a helper, through a field, in another goroutine.
func (c *client) connect(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err == nil {
		go c.loop()
	}
	return err
}

func (c *client) loop() {
	for {
		c.bound()
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return
		}
	}
}

func (c *client) bound() {
	if c.timeout > 0 {
		c.conn.SetReadDeadline(time.Now().Add(c.timeout))
	}
}

// Cleared for the handshake, and set again for the rest.
func again(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	if _, _, err := conn.ReadMessage(); err != nil {
		return
	}
	conn.SetReadDeadline(time.Time{})
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		conn.SetReadDeadline(time.Now().Add(time.Minute))
	}
}

// Cleared on one path only.
func sometimes(url string, patient bool) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	conn.SetReadDeadline(time.Now().Add(time.Minute))
	if patient {
		conn.SetReadDeadline(time.Time{})
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// Whoever calls this may bound the reads.
type Conn struct{ ws *websocket.Conn }

func (c *Conn) SetDeadline(t time.Time) error { return c.ws.SetReadDeadline(t) }

func dialConn(url string) (*Conn, error) {
	ws, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	c := &Conn{ws}
	go func() {
		for {
			if _, _, err := c.ws.ReadMessage(); err != nil {
				return
			}
		}
	}()
	return c, nil
}

// A single read.
func single(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	conn.SetReadDeadline(time.Now().Add(time.Minute))
	conn.ReadMessage()
}
