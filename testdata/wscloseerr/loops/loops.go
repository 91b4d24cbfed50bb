// Package loops reads on, whatever the read returns.
package loops

import (
	"context"
	"log"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

func blank(conn *gorilla.Conn, handle func([]byte)) {
	log.Print("reading")
	for {
		_, msg, _ := conn.ReadMessage() // want `ReadMessage's is assigned to _`
		handle(msg)
	}
}

func statement(conn *gorilla.Conn, tick func()) {
	for {
		conn.ReadMessage() // want `ReadMessage's is not looked at`
		tick()
	}
}

func inGoroutine(ctx context.Context, conn *websocket.Conn, out chan<- []byte) {
	go func() {
		defer close(out)
		for ctx.Err() == nil {
			_, msg, _ := conn.Read(ctx) // want `Read's is assigned to _`
			out <- msg
		}
	}()
}
