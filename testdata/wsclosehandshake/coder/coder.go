// Package coder closes connections of coder/websocket.
package coder

import (
	"context"

	"github.com/coder/websocket"
)

func now(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	defer conn.CloseNow() // want `connection dialed at line 11 is closed here without a close frame`
	return conn.Write(ctx, websocket.MessageText, nil)
}

// Close sends the frame; CloseNow behind it is for what failed.
func normally(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	if err := conn.Write(ctx, websocket.MessageText, nil); err != nil {
		return err
	}
	return conn.Close(websocket.StatusNormalClosure, "")
}

// So does the Close of a net.Conn that the library makes.
func stream(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	s := websocket.NetConn(ctx, conn, websocket.MessageText)
	defer s.Close()
	_, err = s.Write([]byte("x"))
	return err
}
