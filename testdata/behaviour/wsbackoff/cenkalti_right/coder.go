// Package cenkaltiright has a library make its waits, with the jitter that it has by
// itself.
package cenkaltiright

import (
	"context"
	"log"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/coder/websocket"
)

const (
	pingPeriod = 30 * time.Second
	pongWait   = 10 * time.Second
)

// Run keeps a connection until ctx ends.
func Run(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) error {
	waits := backoff.NewExponentialBackOff(
		backoff.WithInitialInterval(2*time.Second/3),
		backoff.WithMultiplier(2),
		backoff.WithMaxInterval(40*time.Second), // with jitter, a minute
		backoff.WithMaxElapsedTime(0),
	)
	for {
		lasted, err := session(ctx, url, options, handle)
		log.Println("session:", err)
		if lasted > time.Minute {
			waits.Reset()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(waits.NextBackOff()):
		}
	}
}

func session(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) (lasted time.Duration, err error) {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return 0, err
	}
	defer conn.CloseNow()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go keepAlive(ctx, conn)
	connected := time.Now()
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return time.Since(connected), err
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
