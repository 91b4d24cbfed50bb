// Package gorillanojitter doubles its wait, as all its like do.
package gorillanojitter

import (
	"context"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

const (
	minWait = time.Second
	maxWait = 30 * time.Second
)

// Run keeps a connection until ctx ends.
func Run(ctx context.Context, dialer *websocket.Dialer, url string, handle func([]byte)) error {
	wait := minWait
	for {
		start := time.Now()
		if err := session(ctx, dialer, url, handle); err != nil {
			log.Println("session:", err)
		}
		if time.Since(start) > time.Minute {
			wait = minWait
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		wait = min(2*wait, maxWait)
	}
}

func session(ctx context.Context, dialer *websocket.Dialer, url string, handle func([]byte)) error {
	conn, _, err := dialer.DialContext(ctx, url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}
