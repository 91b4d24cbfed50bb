// Package coderpingforever waits for the answer to a ping as long as it reads.
package coderpingforever

import (
	"context"
	"log"
	"time"

	"github.com/coder/websocket"
)

// Read hands over what comes until the connection ends.
func Read(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) error {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go ping(ctx, conn)
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		go handle(msg)
	}
}

func ping(ctx context.Context, conn *websocket.Conn) {
	ticker := time.NewTicker(20 * time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := conn.Ping(ctx); err != nil {
				log.Printf("ping: %v", err)
				return
			}
		}
	}
}
