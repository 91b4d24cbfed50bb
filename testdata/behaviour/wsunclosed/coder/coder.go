// Package coder logs in, and drops the connection where it is refused.
package coder

import (
	"context"
	"errors"

	"github.com/coder/websocket"
)

// Login returns a connection that is logged in.
func Login(ctx context.Context, options *websocket.DialOptions, url string) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return nil, err
	}
	if err := conn.Write(ctx, websocket.MessageText, []byte("login")); err != nil {
		return nil, err
	}
	_, answer, err := conn.Read(ctx)
	if err != nil {
		return nil, err
	}
	if string(answer) != "ok" {
		return nil, errors.New("refused")
	}
	return conn, nil
}
