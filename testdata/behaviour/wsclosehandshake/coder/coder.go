// Package coder says what it has to say and goes.
package coder

import (
	"context"

	"github.com/coder/websocket"
)

// Say sends a text.
func Say(ctx context.Context, options *websocket.DialOptions, url, text string) error {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	return conn.Write(ctx, websocket.MessageText, []byte(text))
}
