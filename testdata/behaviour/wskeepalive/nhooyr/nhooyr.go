// Package nhooyr reads with neither deadline nor ping.
package nhooyr

import (
	"context"

	"nhooyr.io/websocket"
)

// Read hands over what comes until the connection ends.
func Read(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) error {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		go handle(msg)
	}
}
