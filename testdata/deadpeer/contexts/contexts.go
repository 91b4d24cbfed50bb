// Package contexts has contexts that end by themselves, and others.
package contexts

import (
	"context"
	"time"

	"github.com/coder/websocket"
)

func bounds(context.Context) {}

func contexts(given context.Context) {
	bounds(given)                // want `^one read true, a loop false$`
	bounds(context.Background()) // want `^one read false, a loop false$`
	limited, cancel := context.WithTimeout(given, time.Minute)
	defer cancel()
	bounds(limited) // want `^one read true, a loop true$`
	cancelled, stop := context.WithCancel(context.Background())
	defer stop()
	bounds(cancelled) // want `^one read false, a loop false$`
}

func dial(ctx context.Context) {
	conn, _, err := websocket.Dial(ctx, "ws://host", nil) // want `^never read; held in conn$`
	if err == nil {
		conn.CloseNow()
	}
}
