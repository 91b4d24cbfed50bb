// Package coderecho hands on the close code that it was told, whatever it is.
package coderecho

import (
	"context"
	"time"

	"github.com/coder/websocket"
)

const newsWait = time.Minute

// Relay hands on what comes from one side until that ends, and how it ended.
func Relay(ctx context.Context, from, to *websocket.DialOptions, url string) error {
	src, err := dial(ctx, url, from)
	if err != nil {
		return err
	}
	defer src.CloseNow()
	dst, err := dial(ctx, url, to)
	if err != nil {
		return err
	}
	defer dst.CloseNow()
	for {
		kind, msg, err := read(ctx, src)
		if err != nil {
			return dst.Close(websocket.CloseStatus(err), "")
		}
		if err := dst.Write(ctx, kind, msg); err != nil {
			return err
		}
	}
}

func read(ctx context.Context, conn *websocket.Conn) (websocket.MessageType, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, newsWait)
	defer cancel()
	return conn.Read(ctx)
}

func dial(ctx context.Context, url string, options *websocket.DialOptions) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, url, options)
	return conn, err
}
