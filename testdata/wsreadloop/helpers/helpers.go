// Package helpers reads, and decides, in functions of its own.
package helpers

import (
	"errors"
	"io"
	"log"
	"net"

	"github.com/gorilla/websocket"
)

type client struct {
	conn *websocket.Conn
	done chan struct{}
}

func (c *client) next() ([]byte, error) {
	_, data, err := c.conn.ReadMessage()
	return data, err
}

func (c *client) run(handle func([]byte)) {
	for {
		data, err := c.next() // want `the loop at line 24 reads`
		if err != nil {
			log.Print(err)
			continue
		}
		handle(data)
	}
}

// ends says whether the connection has ended; there are errors that it does not
// know.
func (c *client) ends(err error) bool {
	if errors.Is(err, net.ErrClosed) {
		<-c.done
		return true
	}
	var netErr net.Error
	if errors.As(err, &netErr) {
		return true
	}
	log.Print(err)
	return false
}

func (c *client) asks(handle func([]byte)) {
	for {
		data, err := c.next() // want `the loop at line 50 reads`
		if err != nil {
			if c.ends(err) {
				return
			}
			continue
		}
		handle(data)
	}
}

// always knows.
func always(err error) bool { return err != nil || errors.Is(err, io.EOF) }

func (c *client) knows(handle func([]byte)) {
	for {
		data, err := c.next()
		if always(err) {
			return
		}
		handle(data)
	}
}

// stop tells the loop.
func (c *client) stop(err error) {
	log.Print(err)
	close(c.done)
}

func (c *client) stops(handle func([]byte)) {
	for {
		select {
		case <-c.done:
			return
		default:
		}
		data, err := c.next()
		if err != nil {
			c.stop(err)
			continue
		}
		handle(data)
	}
}
