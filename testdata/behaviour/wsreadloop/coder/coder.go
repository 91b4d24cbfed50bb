// Package coder listens, and listens on.
package coder

import (
	"context"

	"github.com/coder/websocket"
)

// Listen hands on what comes until the context ends.
func Listen(ctx context.Context, options *websocket.DialOptions, url string, got, failed func(string)) error {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	for ctx.Err() == nil {
		_, data, err := conn.Read(ctx)
		if err != nil {
			failed(err.Error())
			continue
		}
		got(string(data))
	}
	return ctx.Err()
}
