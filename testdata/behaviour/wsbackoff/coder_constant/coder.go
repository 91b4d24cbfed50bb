// Package coderconstant waits three seconds in a select, after every session.
package coderconstant

import (
	"context"
	"log"
	"time"

	"github.com/coder/websocket"
)

// Run keeps a connection until ctx ends.
func Run(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) error {
	for {
		conn, _, err := websocket.Dial(ctx, url, options)
		if err == nil {
			for {
				_, msg, err := conn.Read(ctx)
				if err != nil {
					log.Println("read:", err)
					break
				}
				go handle(msg)
			}
			conn.CloseNow()
		} else {
			log.Println("dial:", err)
		}
		select {
		case <-time.After(3 * time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
