package silent

import (
	"context"
	"time"

	"github.com/gorilla/websocket"
)

// A policy is how long to wait before an attempt, which callers may choose.
type policy func(attempt int) time.Duration

func always(d time.Duration) policy {
	return func(attempt int) time.Duration {
		if attempt <= 0 {
			return 0
		}
		return d
	}
}

// Config is what callers choose.
type Config struct {
	Wait policy
	URLs []string
}

// chosen waits as its caller wants, the default aside.
func chosen(ctx context.Context, config Config) *websocket.Conn {
	if config.Wait == nil {
		config.Wait = always(10 * time.Second)
	}
	for attempt := 0; ; attempt++ {
		select {
		case <-time.After(config.Wait(attempt)):
		case <-ctx.Done():
			return nil
		}
		for _, url := range config.URLs {
			if conn, _, err := websocket.DefaultDialer.DialContext(ctx, url, nil); err == nil {
				return conn
			}
		}
	}
}
