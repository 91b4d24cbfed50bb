// Package helpers reads through functions of its own.
package helpers

import (
	"errors"
	"fmt"
	"log"

	"github.com/gorilla/websocket"
)

type client struct{ conn *websocket.Conn }

// next returns the read's error: its call is a read.
func (c *client) next() ([]byte, error) {
	_, msg, err := c.conn.ReadMessage()
	if err != nil {
		return nil, err
	}
	return msg, nil
}

func (c *client) run(handle func([]byte)) {
	for {
		msg, err := c.next() // want `the error that says why the connection ended is dropped: next returns that of the read at line 16, which is not used by the return at line 27 \(wscloseerr/read\)`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// readFrame wraps it.
func (c *client) readFrame() ([]byte, error) {
	_, msg, err := c.conn.ReadMessage()
	if err != nil {
		return nil, fmt.Errorf("frame: %w", err)
	}
	return msg, nil
}

func (c *client) frames(handle func([]byte)) {
	for {
		msg, err := c.readFrame() // want `readFrame returns that of the read`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// over hands on what another helper returns, by a named result.
func (c *client) over() (msg []byte, err error) {
	msg, err = c.next()
	return
}

func (c *client) third() []byte {
	msg, _ := c.over() // want `over returns that of the read at line 16`
	return msg
}

// looked at is not used up.
func (c *client) untilClosed(handle func([]byte)) error {
	for {
		_, msg, err := c.conn.ReadMessage()
		if websocket.IsCloseError(err, websocket.CloseNormalClosure) {
			return err
		}
		if err != nil {
			return err
		}
		handle(msg)
	}
}

func (c *client) start(handle func([]byte)) {
	go c.untilClosed(handle) // want `untilClosed returns that of the read at line \d+, which is lost in the statement that starts the call`
}

func (c *client) startAndWait(handle func([]byte), done chan struct{}) {
	defer close(done)
	c.untilClosed(handle) // want `untilClosed returns that of the read`
}

// logged has told the error already: what it returns may be dropped.
func (c *client) logged(handle func([]byte)) error {
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			log.Printf("read: %v", err)
			return err
		}
		handle(msg)
	}
}

func (c *client) startLogged(handle func([]byte)) {
	go c.logged(handle)
	c.logged(handle)
}

// other returns an error that is not the read's.
func (c *client) other() error {
	_, msg, err := c.conn.ReadMessage()
	if err != nil {
		log.Print(err)
		return errors.New("no message")
	}
	if len(msg) == 0 {
		return errors.New("empty message")
	}
	return nil
}

func (c *client) callsOther() {
	if c.other() != nil {
		return
	}
}

// Close waits for the peer's close frame: its error is that of closing.
func (c *client) Close() error {
	m := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	if err := c.conn.WriteMessage(websocket.CloseMessage, m); err != nil {
		return err
	}
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// part ends the connection in the same way.
func (c *client) part() error {
	m := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	if err := c.conn.WriteMessage(websocket.CloseMessage, m); err != nil {
		return err
	}
	_, _, err := c.conn.ReadMessage()
	return err
}

func (c *client) stop() {
	defer c.Close()
	c.part()
}

// A function literal is a helper, too.
func literal(conn *websocket.Conn, handle func([]byte)) {
	read := func() ([]byte, error) {
		_, msg, err := conn.ReadMessage()
		return msg, err
	}
	for {
		msg, err := read() // want `read returns that of the read`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// So is what is called through an interface of the package.
type source interface{ next() ([]byte, error) }

func drain(s source, handle func([]byte)) {
	for {
		msg, err := s.next() // want `next returns that of the read`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func drains(c *client, handle func([]byte)) { drain(c, handle) }

// connect reads a greeting: that it fails to says that there is no connection.
func (c *client) connect(url string, handle func([]byte)) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	_, hello, err := c.conn.ReadMessage()
	if err != nil {
		return err
	}
	handle(hello)
	go c.logged(handle)
	return nil
}

// greeted does so for its caller.
func greeted(url string, handle func([]byte)) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	_, hello, err := conn.ReadMessage()
	if err != nil {
		return nil, err
	}
	handle(hello)
	return conn, nil
}

// session reads until the end: its error is what the end was.
func session(url string, handle func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}

func (c *client) connecting(url string, handle func([]byte)) {
	if err := c.connect(url, handle); err != nil {
		return
	}
	if _, err := greeted(url, handle); err != nil {
		return
	}
	if err := session(url, handle); err != nil { // want `session returns that of the read`
		return
	}
}

// So is a read through an interface that the package made for its connections.
type transport interface {
	ReadMessage() (int, []byte, error)
	Close() error
}

type peer struct{ conn transport }

func open(url string) (*peer, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &peer{conn}, nil
}

func (p *peer) read(handle func([]byte)) {
	defer p.conn.Close()
	for {
		_, msg, err := p.conn.ReadMessage() // want `ReadMessage's is not used by the return`
		if err != nil {
			return
		}
		handle(msg)
	}
}
