// Package gorillafirst backs off from failed dials, and dials a connection that was
// lost again at once.
package gorillafirst

import (
	"context"
	"log"
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

// Run keeps a connection until ctx ends.
func Run(ctx context.Context, dialer *websocket.Dialer, url string, handle func([]byte)) error {
	for {
		conn, err := connect(ctx, dialer, url)
		if err != nil {
			return err
		}
		read(ctx, conn, handle)
	}
}

func connect(ctx context.Context, dialer *websocket.Dialer, url string) (*websocket.Conn, error) {
	wait := time.Second
	for {
		conn, _, err := dialer.DialContext(ctx, url, nil)
		if err == nil {
			return conn, nil
		}
		log.Println("dial:", err)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait/2 + rand.N(wait/2)):
		}
		wait = min(2*wait, time.Minute)
	}
}

func read(ctx context.Context, conn *websocket.Conn, handle func([]byte)) {
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			log.Println("read:", err)
			return
		}
		handle(msg)
	}
}
