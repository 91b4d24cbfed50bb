// Package codernone dials again at once whatever happened.
package codernone

import (
	"context"
	"log"

	"github.com/coder/websocket"
)

// Run keeps a connection until ctx ends.
func Run(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) error {
	for ctx.Err() == nil {
		err := session(ctx, url, options, handle)
		log.Println("session:", err)
	}
	return ctx.Err()
}

func session(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) error {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		go handle(msg)
	}
}
