// Package gorillafirstselect backs off from failed dials, and dials again at once when
// a connection is lost, unless it is to end.
package gorillafirstselect

import (
	"context"
	"log"
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

// Run stays connected until ctx ends.
func Run(ctx context.Context, dialer *websocket.Dialer, url string, handle func([]byte)) {
	for {
		conn, err := connect(ctx, dialer, url)
		if err != nil {
			return
		}
		serve(ctx, conn, handle)
		select {
		case <-ctx.Done():
			return
		default:
			// connect again
		}
	}
}

func connect(ctx context.Context, dialer *websocket.Dialer, url string) (*websocket.Conn, error) {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
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
	}
}

func serve(ctx context.Context, conn *websocket.Conn, handle func([]byte)) {
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	for {
		_ = conn.SetReadDeadline(time.Now().Add(time.Hour))
		_, msg, err := conn.ReadMessage()
		if err != nil {
			log.Println("read:", err)
			return
		}
		handle(msg)
	}
}
