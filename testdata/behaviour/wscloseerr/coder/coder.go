// Package coder leaves when a read fails, and nobody learns why.
package coder

import (
	"context"
	"log/slog"
	"time"

	"github.com/coder/websocket"
)

const newsWait = time.Minute

// Run hands over what comes until the connection ends, or ctx, with which it says
// goodbye.
func Run(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		slog.Error("dial", "err", err)
		return
	}
	defer conn.CloseNow()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close(websocket.StatusNormalClosure, "") })
	defer stop()
	for {
		msg, err := read(conn)
		if err != nil {
			return
		}
		handle(msg)
	}
}

func read(conn *websocket.Conn) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), newsWait)
	defer cancel()
	_, msg, err := conn.Read(ctx)
	return msg, err
}
