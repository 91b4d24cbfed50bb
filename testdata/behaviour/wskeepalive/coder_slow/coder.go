// Package coderslow handles each message before it reads the next.
package coderslow

import (
	"context"

	"github.com/coder/websocket"
)

// Read hands over what comes over the connection until it ends.
func Read(ctx context.Context, url string, opts *websocket.DialOptions, handle func([]byte)) error {
	conn, _, err := websocket.Dial(ctx, url, opts)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		handle(msg)
	}
}
