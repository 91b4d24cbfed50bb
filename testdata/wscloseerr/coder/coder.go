// Package coder reads with github.com/coder/websocket.
package coder

import (
	"context"
	"io"
	"log/slog"
	"os"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
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

func object(ctx context.Context, c *websocket.Conn) (string, error) {
	var v struct{ Name string }
	if err := wsjson.Read(ctx, c, &v); err != nil { // want `Read's is not used`
		return "", nil
	}
	return v.Name, nil
}

func reader(ctx context.Context, c *websocket.Conn) {
	_, r, _ := c.Reader(ctx) // want `Reader's is assigned to _`
	if _, err := io.Copy(os.Stdout, r); err != nil {
		slog.Error("copy", "err", err)
	}
}

func netConn(ctx context.Context, c *websocket.Conn) {
	io.Copy(os.Stdout, websocket.NetConn(ctx, c, websocket.MessageBinary)) // want `Copy's is not looked at`
}

// CloseRead has no error to use, and the reader waits for the peer to leave.
func closeRead(ctx context.Context, c *websocket.Conn) {
	ctx = c.CloseRead(ctx)
	<-ctx.Done()
}

func asksStatus(ctx context.Context, c *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := c.Read(ctx)
		if websocket.CloseStatus(err) == websocket.StatusNormalClosure {
			return
		}
		if err != nil {
			return
		}
		handle(msg)
	}
}

// The decoder's error is that of one message, as a rule.
func drained(ctx context.Context, c *websocket.Conn) {
	for {
		_, r, err := c.Reader(ctx)
		if err != nil {
			slog.Error("read", "err", err)
			return
		}
		io.Copy(io.Discard, r)
	}
}
