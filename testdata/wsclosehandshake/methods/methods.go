// Package methods closes the connections of its structs.
package methods

import (
	"context"

	"github.com/gorilla/websocket"
)

type client struct {
	conn *websocket.Conn
	done chan struct{}
}

func dial(url string) (*client, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, done: make(chan struct{})}, nil
}

// Send sends a text.
func (c *client) Send(text string) error {
	return c.conn.WriteMessage(websocket.TextMessage, []byte(text))
}

// Close closes the connection.
func (c *client) Close() error {
	return c.conn.Close() // want `connection dialed at line 16 is closed here without a close frame: the peer is told 1006`
}

// It is reported once.
func (c *client) stop() {
	if err := c.conn.Close(); err != nil {
		return
	}
	close(c.done)
}

// Another has its own way.
type session struct{ conn *websocket.Conn }

func (s *session) run(ctx context.Context, url string, handle func([]byte)) (err error) {
	s.conn, _, err = websocket.DefaultDialer.DialContext(ctx, url, nil)
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		s.conn.NetConn().Close() // want `connection dialed at line 45 is closed here without a close frame`
	}()
	for {
		_, data, err := s.conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(data)
	}
}
