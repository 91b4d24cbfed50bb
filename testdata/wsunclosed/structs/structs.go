// Package structs puts connections into structs of its own.
package structs

import (
	"errors"
	"net/http"

	"github.com/gorilla/websocket"
)

type client struct {
	url    string
	header http.Header
	conn   *websocket.Conn
}

// The struct was made here, and goes with the error.
func newClient(url string) (*client, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line 25`
	if err != nil {
		return nil, err
	}
	c := &client{url: url, conn: conn}
	if err := c.hello(); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *client) hello() error { return c.conn.WriteMessage(websocket.TextMessage, []byte("hello")) }

func (c *client) close() { c.conn.Close() }

// connect leaves the connection in the client, whatever becomes of the hello.
func (c *client) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, c.header)
	if err != nil {
		return err
	}
	c.conn = conn
	return c.hello()
}

// The client that connect has left it in is dropped.
func dial(url string) (*client, error) {
	c := &client{url: url}
	if err := c.connect(); err != nil { // want `dropped by the return at line 48`
		return nil, err
	}
	return c, nil
}

// Here it is closed.
func dialed(url string) (*client, error) {
	c := &client{url: url}
	if err := c.connect(); err != nil {
		if c.conn != nil {
			c.close()
		}
		return nil, err
	}
	return c, nil
}

// A client that somebody gave lives on.
func (c *client) reopen() error {
	if err := c.connect(); err != nil {
		return err
	}
	if c.url == "" {
		return errors.New("no address")
	}
	return nil
}

// What newClient made is dropped by its caller.
func probe(url string, ok func() bool) error {
	c, err := newClient(url) // want `dropped by the return at line 83`
	if err != nil {
		return err
	}
	if !ok() {
		return errors.New("not ok")
	}
	c.close()
	return nil
}

// A registry lives on.
type registry struct{ clients map[string]*client }

func (r *registry) add(url string) error {
	c := &client{url: url}
	r.clients[url] = c
	if err := c.connect(); err != nil {
		return err
	}
	return nil
}

// So does what came from one.
func (r *registry) again(url string) error {
	c, ok := r.clients[url]
	if !ok {
		return errors.New("unknown")
	}
	return c.connect()
}

// What the program closes clients with closes this one.
func checked(url string, check func(*client) bool) error {
	c, err := newClient(url) // want `dropped by the return at line \d+`
	if err != nil {
		return err
	}
	if !check(nil) {
		return errors.New("refused")
	}
	c.close()
	return nil
}
