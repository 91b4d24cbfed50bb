package constant

import (
	"time"

	"github.com/gorilla/websocket"
)

// A transport hands on what its connection says, and that it has ended.
type transport struct {
	conn *websocket.Conn
	msgs chan []byte
	quit chan error
}

func (t *transport) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil)
	if err != nil {
		return err
	}
	t.conn = conn
	go t.read()
	return nil
}

func (t *transport) read() {
	for {
		_, msg, err := t.conn.ReadMessage()
		if err != nil {
			t.quit <- err
			return
		}
		t.msgs <- msg
	}
}

type many struct{ retry time.Duration }

func (m *many) connect() error {
	t := &transport{msgs: make(chan []byte), quit: make(chan error)}
	if err := t.connect(); err != nil {
		return err
	}
	go m.listen(t)
	return nil
}

func (m *many) listen(t *transport) {
	for {
		select {
		case <-t.quit:
			m.reconnect()
			return
		case msg := <-t.msgs:
			m.handle(msg)
		}
	}
}

// handle opens a further connection when the server says that this one is full.
func (m *many) handle(msg []byte) {
	if string(msg) == "full" {
		_ = m.connect()
	}
}

func (m *many) reconnect() {
	for {
		time.Sleep(m.retry) // want `wsbackoff/constant`
		if m.connect() == nil {
			return
		}
	}
}
