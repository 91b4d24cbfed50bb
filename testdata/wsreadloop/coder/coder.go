// Package coder reads on.
package coder

import (
	"context"
	"errors"
	"log"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

func logs(ctx context.Context, conn *websocket.Conn, handle func([]byte)) error {
	for ctx.Err() == nil {
		_, data, err := conn.Read(ctx) // want `the loop at line 14 reads the connection again after this read failed: every further read fails at once, and the loop spins`
		if err != nil {
			log.Print(err)
			continue
		}
		handle(data)
	}
	return ctx.Err()
}

// What is no JSON closes the connection.
func decodes(ctx context.Context, conn *websocket.Conn, handle func(int)) {
	for {
		var n int
		if err := wsjson.Read(ctx, conn, &n); err != nil { // want `the loop at line 27 reads`
			if errors.Is(err, context.Canceled) {
				return
			}
			continue
		}
		handle(n)
	}
}
