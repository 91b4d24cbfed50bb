// Package ways goes round in other ways than a loop around the dial.
package ways

import (
	"log"
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

func serve(conn *websocket.Conn) {
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A timer that is set anew.
func timer(url string) {
	t := time.NewTimer(0)
	for range t.C { // want `wsbackoff/constant`
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			log.Println(err)
			t.Reset(5 * time.Second)
			continue
		}
		serve(conn)
		t.Reset(5 * time.Second)
	}
}

// A deferred call of itself.
type client struct{ url string }

func (c *client) deferred() {
	defer c.deferred()
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil) // want `wsbackoff/none`
	if err != nil {
		return
	}
	serve(conn)
}

// A goroutine that starts its own function again.
func (c *client) started() {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil) // want `wsbackoff/none`
	if err != nil {
		log.Println(err)
		go c.started()
		return
	}
	serve(conn)
}

// A channel that the connection's own reader feeds: no event from outside.
func (c *client) signalled() {
	backoff := time.Second
	lost := make(chan struct{})
	for {
		conn, _, err := websocket.DefaultDialer.Dial(c.url, nil) // want `wsbackoff/first`
		if err != nil {
			time.Sleep(backoff + rand.N(backoff))
			backoff *= 2
			continue
		}
		backoff = time.Second
		go func() {
			serve(conn)
			lost <- struct{}{}
		}()
		<-lost
	}
}

// A goto.
func jump(url string) *websocket.Conn {
again:
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wsbackoff/none`
	if err != nil {
		goto again
	}
	return conn
}

// A select with a default does not wait.
func polling(url string, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		default:
		}
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wsbackoff/none`
		if err != nil {
			continue
		}
		serve(conn)
	}
}

// A dial several calls away, through a function value.
func (c *client) distant() {
	connect := c.outer
	for {
		if connect() == nil { // want `wsbackoff/none`
			return
		}
	}
}

func (c *client) outer() error { return c.inner() }

func (c *client) inner() error {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
	if err != nil {
		return err
	}
	return conn.Close()
}
