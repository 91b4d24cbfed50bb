// Package coderright closes a connection over which no pong comes in time.
package coderright

import (
	"context"
	"time"

	"github.com/coder/websocket"
)

const (
	pingPeriod = 30 * time.Second
	pongWait   = 10 * time.Second
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
	go keepAlive(ctx, conn)
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		go handle(msg)
	}
}

func keepAlive(ctx context.Context, conn *websocket.Conn) {
	ticker := time.NewTicker(pingPeriod)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			wait, cancel := context.WithTimeout(ctx, pongWait)
			err := conn.Ping(wait)
			cancel()
			if err != nil {
				conn.CloseNow()
				return
			}
		}
	}
}
