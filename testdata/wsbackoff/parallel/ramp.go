package parallel

import (
	"context"
	"time"

	"github.com/coder/websocket"
)

// Connections that goroutines serve are opened one after the other.
func ramp(ctx context.Context, url string, n int, delay time.Duration) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for i := range n {
		go func() {
			if consume(ctx, url) != nil {
				cancel()
			}
		}()
		if i < n-1 {
			select {
			case <-ctx.Done():
				return
			case <-time.After(delay):
			}
		}
	}
	<-ctx.Done()
}

func consume(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return err
		}
	}
}
