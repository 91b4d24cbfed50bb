// Package quiet does not read what has ended.
package quiet

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"sync"
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

// What fails in a message is the message, or the next read fails.
func decodes(conn *websocket.Conn, handle func(map[string]any)) error {
	for {
		_, r, err := conn.NextReader()
		if err != nil {
			return err
		}
		m, err := decode(r)
		if err != nil {
			log.Print(err)
			continue
		}
		handle(m)
	}
}

func decode(r io.Reader) (m map[string]any, err error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return m, json.Unmarshal(data, &m)
}

// An ended says that a connection has.
type ended struct{ error }

func next(conn *websocket.Conn) ([]byte, error) {
	kind, data, err := conn.ReadMessage()
	if err != nil {
		return nil, &ended{err}
	}
	if kind != websocket.TextMessage {
		return nil, errors.New("no text")
	}
	return data, nil
}

func classified(conn *websocket.Conn, handle func([]byte)) error {
	for {
		data, err := next(conn)
		if err != nil {
			var end *ended
			if errors.As(err, &end) {
				return end.error
			}
			log.Print(err)
			continue
		}
		handle(data)
	}
}

// The context is cancelled once.
func once(ctx context.Context, conn *websocket.Conn, handle func([]byte)) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var first sync.Once
	for ctx.Err() == nil {
		_, data, err := conn.ReadMessage()
		if err != nil {
			first.Do(cancel)
			continue
		}
		handle(data)
	}
}
