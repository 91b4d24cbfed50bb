// Package codernojitter counts the attempts of which its wait is a power.
package codernojitter

import (
	"context"
	"log"
	"time"

	"github.com/coder/websocket"
)

// Run keeps a connection until ctx ends.
func Run(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) error {
	attempt := 0
	for {
		lasted, err := session(ctx, url, options, handle)
		log.Println("session:", err)
		if lasted > time.Minute {
			attempt = 0
		}
		timer := time.NewTimer(time.Second << min(attempt, 6))
		attempt++
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

func session(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) (lasted time.Duration, err error) {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return 0, err
	}
	defer conn.CloseNow()
	connected := time.Now()
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return time.Since(connected), err
		}
		go handle(msg)
	}
}
