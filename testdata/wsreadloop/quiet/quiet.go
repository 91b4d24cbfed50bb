// Package quiet does not read what has ended.
package quiet

import (
	"context"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// It dials again.
func redials(url string, handle func([]byte)) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	for {
		if err != nil {
			time.Sleep(time.Second)
			conn, _, err = websocket.DefaultDialer.Dial(url, nil)
			continue
		}
		var data []byte
		_, data, err = conn.ReadMessage()
		if err != nil {
			log.Print(err)
			conn.Close()
			continue
		}
		handle(data)
	}
}

type client struct {
	conn   *websocket.Conn
	signal chan struct{}
	ready  chan struct{}
}

// Another goroutine does, and says when.
func (c *client) waits(handle func([]byte)) {
	for {
		_, data, err := c.conn.ReadMessage()
		if err != nil {
			c.signal <- struct{}{}
			<-c.ready
			continue
		}
		handle(data)
	}
}

// The context ends the loop.
func cancels(ctx context.Context, conn *websocket.Conn, handle func([]byte)) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for ctx.Err() == nil {
		_, data, err := conn.ReadMessage()
		if err != nil {
			cancel()
			continue
		}
		handle(data)
	}
}

// The condition does.
func flagged(conn *websocket.Conn, handle func([]byte)) {
	open := true
	for open {
		_, data, err := conn.ReadMessage()
		if err != nil {
			open = false
			continue
		}
		handle(data)
	}
}

// Each connection is read once.
func each(conns []*websocket.Conn, handle func([]byte)) {
	for _, conn := range conns {
		_, data, err := conn.ReadMessage()
		if err != nil {
			log.Print(err)
			continue
		}
		handle(data)
	}
}
