// Package coderbusy writes beside its read loop.
package coderbusy

import (
	"context"

	"github.com/coder/websocket"
)

// Chat writes what comes out of the channel, and hands over what comes over the
// connection, until it ends.
func Chat(ctx context.Context, url string, options *websocket.DialOptions, out <-chan []byte, handle func([]byte)) error {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	go func() {
		for msg := range out {
			if err := conn.Write(ctx, websocket.MessageBinary, msg); err != nil {
				return
			}
		}
	}()
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		go handle(msg)
	}
}
