// Package fewright dials five times, always after the same wait, and then gives
// up: for how long is known.
package fewright

import (
	"context"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

const (
	attempts   = 5
	retryDelay = 2 * time.Second
)

// Connect returns a connection.
func Connect(ctx context.Context, dialer *websocket.Dialer, url string) (*websocket.Conn, error) {
	var last error
	for range attempts {
		conn, _, err := dialer.DialContext(ctx, url, nil)
		if err == nil {
			return conn, nil
		}
		last = err
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(retryDelay):
		}
	}
	return nil, fmt.Errorf("after %d attempts: %w", attempts, last)
}
