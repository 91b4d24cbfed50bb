// Package gorillaticks dials at the ticks of a ticker.
package gorillaticks

import (
	"context"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// Period is that of the ticker.
const Period = 4 * time.Second

// Connect returns a connection, or the error of ctx.
func Connect(ctx context.Context, dialer *websocket.Dialer, url string) (*websocket.Conn, error) {
	ticker := time.NewTicker(Period)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			conn, _, err := dialer.DialContext(ctx, url, nil)
			if err == nil {
				return conn, nil
			}
			log.Println("dial:", err)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
