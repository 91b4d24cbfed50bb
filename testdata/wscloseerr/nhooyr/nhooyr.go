// Package nhooyr reads with nhooyr.io/websocket.
package nhooyr

import (
	"context"
	"log"

	"nhooyr.io/websocket"
	"nhooyr.io/websocket/wsjson"
)

func loop(ctx context.Context, c *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := c.Read(ctx) // want `Read's is not used by the return`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func object(ctx context.Context, c *websocket.Conn, v any) error {
	if err := wsjson.Read(ctx, c, v); err != nil { // want `Read's is not used`
		return nil
	}
	return nil
}

func logged(ctx context.Context, c *websocket.Conn, v any) {
	if err := wsjson.Read(ctx, c, v); err != nil {
		log.Print(err)
	}
}
