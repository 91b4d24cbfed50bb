// Package coderright tells the log why a connection ended.
package coderright

import (
	"context"
	"errors"
	"log/slog"
	"net"
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
			if !ordinary(err) {
				slog.Error("read", "err", err)
			}
			return
		}
		handle(msg)
	}
}

// ordinary reports whether a connection ended with err as connections do.
func ordinary(err error) bool {
	switch websocket.CloseStatus(err) {
	case websocket.StatusNormalClosure, websocket.StatusGoingAway, websocket.StatusNoStatusRcvd:
		return true
	}
	return errors.Is(err, net.ErrClosed)
}

func read(conn *websocket.Conn) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), newsWait)
	defer cancel()
	_, msg, err := conn.Read(ctx)
	return msg, err
}
