// Package started starts reads in goroutines.
package started

import (
	"io"
	"log"
	"net"

	"github.com/gorilla/websocket"
)

type client struct{ conn *websocket.Conn }

func (c *client) read(handle func([]byte)) error {
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}

func (c *client) start(handle func([]byte)) {
	go c.read(handle) // want `read returns that of the read at line 16, which is lost in the statement that starts the call`
	log.Print("started")
}

// The client may be another one by the time that the goroutine runs.
func startAll(clients []*client, handle func([]byte)) {
	var c *client
	for i := 0; i < len(clients); i++ {
		c = clients[i]
		go c.read(handle) // want `which is lost in the statement that starts the call; call it in a function that logs it`
		c = nil
	}
}

// A literal would be copied while other fixes change it.
func (c *client) startWith(n *int) {
	go c.read(func(p []byte) { *n += len(p) }) // want `call it in a function that logs it`
}

// A deferred call runs when its function has returned.
func (c *client) last() {
	defer c.read(func([]byte) {}) // want `call it in a function that logs it`
	c.conn.WriteMessage(websocket.TextMessage, nil)
}

// Both results of a copy.
func pipe(dst net.Conn, conn *websocket.Conn) {
	raw := conn.NetConn()
	go io.Copy(dst, raw) // want `Copy's is lost in the statement that starts the call`
}
