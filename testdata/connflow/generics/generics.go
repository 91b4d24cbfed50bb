// Package generics has connections that pass through type parameters.
package generics

import "github.com/gorilla/websocket"

type box[T any] struct{ value T }

func (b *box[T]) put(v T) { b.value = v }
func (b *box[T]) get() T  { return b.value }

func id[T any](v T) T { return v }

func boxed() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in boxed$`
	var b box[*websocket.Conn]
	b.put(conn)
	b.get().ReadMessage()
}

func identity() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: closed in identity$`
	id(conn).Close()
}

func explicit() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: closed in explicit$`
	id[*websocket.Conn](conn).Close()
}

type readable interface {
	ReadMessage() (int, []byte, error)
}

func readAll[C readable](c C) {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return
		}
	}
}

func constrained() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in readAll$`
	readAll(conn)
}
