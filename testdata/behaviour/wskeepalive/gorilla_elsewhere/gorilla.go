// Package gorillaelsewhere dials in one function and reads in another.
package gorillaelsewhere

import (
	"errors"

	"github.com/gorilla/websocket"
)

type client struct {
	conn   *websocket.Conn
	handle func([]byte)
}

// Read hands over what comes over the connection until it ends.
func Read(dialer *websocket.Dialer, url string, handle func([]byte)) error {
	c := &client{handle: handle}
	if err := c.connect(dialer, url); err != nil {
		return err
	}
	defer c.conn.Close()
	return c.run()
}

func (c *client) connect(dialer *websocket.Dialer, url string) error {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

func (c *client) run() error {
	for {
		if c.conn == nil {
			return errors.New("not connected")
		}
		if err := c.next(); err != nil {
			return err
		}
	}
}

func (c *client) next() error {
	_, msg, err := c.conn.ReadMessage()
	if err != nil {
		return err
	}
	c.handle(msg)
	return nil
}
