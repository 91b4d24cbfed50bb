package constant

import (
	"context"
	"time"

	gorilla "github.com/gorilla/websocket"
)

// The wait is given to a timer before it is waited for.
func timer(ctx context.Context, url string) {
	for {
		conn, _, err := gorilla.DefaultDialer.DialContext(ctx, url, nil)
		if err == nil {
			serve(conn)
		}
		timer := time.NewTimer(5 * time.Second)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C: // want `wsbackoff/constant`
		}
	}
}

// This one is made before the dial.
func early(ctx context.Context, url string) {
	for {
		timer := time.NewTimer(5 * time.Second)
		conn, _, err := gorilla.DefaultDialer.DialContext(ctx, url, nil)
		if err == nil {
			serve(conn)
		}
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C: // want `let the wait grow.*wsbackoff/constant`
		}
	}
}
