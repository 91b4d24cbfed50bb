package silent

import (
	"context"
	"log"

	"github.com/coder/websocket"
)

// A moving connection takes the place of another one when the server orders it.
type moving struct {
	url    string
	conn   *websocket.Conn
	moving bool
	moved  chan struct{}
}

func (m *moving) run(ctx context.Context) (err error) {
	if m.conn, err = m.dial(ctx); err != nil {
		return err
	}
	for {
		_, data, err := m.conn.Read(ctx)
		if err != nil {
			if m.moving { // the other connection is read from here on
				m.moving = false
				<-m.moved
				continue
			}
			return err
		}
		if err := m.handle(ctx, string(data)); err != nil {
			log.Println(err)
		}
	}
}

func (m *moving) handle(ctx context.Context, order string) error {
	if order != "move" {
		return nil
	}
	conn, err := m.dial(ctx)
	if err != nil {
		return err
	}
	go func() {
		if _, _, err := conn.Read(ctx); err != nil {
			log.Println(err)
		}
		m.moving = true
		m.conn.CloseNow()
		m.conn = conn
		m.moved <- struct{}{}
	}()
	return nil
}

func (m *moving) dial(ctx context.Context) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, m.url, nil)
	return conn, err
}
