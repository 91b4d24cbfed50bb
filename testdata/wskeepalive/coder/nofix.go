package coder

import (
	"context"

	"github.com/coder/websocket"
	nhooyr "nhooyr.io/websocket"
)

// Two loops.
func twice(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `it may be another one at each read \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		if len(msg) == 0 {
			break
		}
	}
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return err
		}
	}
}

// CloseRead reads until the end.
func writing(ctx context.Context, url string, in <-chan []byte) {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `it may be another one at each read \(wskeepalive/none\)`
	if err != nil {
		return
	}
	ctx = conn.CloseRead(ctx)
	for msg := range in {
		if conn.Write(ctx, websocket.MessageText, msg) != nil {
			return
		}
	}
}

// Some versions close the connection when a ping fails, also one that the reader was
// too busy to see the pong of.
func busy(ctx context.Context, url string, handle func([]byte)) error {
	conn, _, err := nhooyr.Dial(ctx, url, nil) // want `its reader may be busy \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		handle(msg)
	}
}
