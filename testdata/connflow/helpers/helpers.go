// Package helpers has connections that pass through functions.
package helpers

import (
	"time"

	"github.com/gorilla/websocket"
)

// Two callers of one helper do not excuse one another.
func bounded() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: bounded in setup, read in pump$`
	setup(conn)
	pump(conn)
}

func unbounded() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in pump$`
	go pump(conn)
}

func setup(c *websocket.Conn) { c.SetReadDeadline(time.Now().Add(time.Minute)) }

func pump(c *websocket.Conn) {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return
		}
	}
}

// A helper that only returns its connection dials anew at each call.
func connect() (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial("ws://a", nil)
	return conn, err
}

func first() {
	c, _ := connect() // want `client: read in first$`
	c.ReadMessage()
}

func second() {
	c, _ := connect() // want `client: bounded in setup$`
	setup(c)
}

func connectAgain() (c *websocket.Conn, err error) {
	c, err = connect()
	return
}

func third() {
	c, _ := connectAgain() // want `client: closed in third$`
	c.Close()
}

// What goes into a helper and comes out again comes out at that call alone.
func same(c *websocket.Conn) *websocket.Conn { return c }

func fourth() {
	a, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: bounded in fourth$`
	b, _, _ := websocket.DefaultDialer.Dial("ws://b", nil) // want `client: read in fourth$`
	a = same(a)
	a.SetReadDeadline(time.Now())
	same(b).ReadMessage()
}

// Exported is called by code out of sight, too; nobody here calls it.
func Exported() (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: returned as \*websocket\.Conn$`
	return conn, err
}

func results() (int, *websocket.Conn) {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil)
	return 1, conn
}

func take(_ int, c *websocket.Conn) { c.ReadMessage() }

func passed() {
	take(results()) // want `client: read in take$`
}

func variadic(cs ...*websocket.Conn) {
	for _, c := range cs {
		c.ReadMessage()
	}
}

func spread() {
	a, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in variadic$`
	variadic(nil, a)
}

// One helper sends frames of several types.
func send(c *websocket.Conn, op int) { c.WriteMessage(op, nil) }

func several() {
	c, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: close frame sent in send, pinged in send$`
	send(c, websocket.PingMessage)
	send(c, websocket.TextMessage)
	send(c, websocket.CloseMessage)
}
