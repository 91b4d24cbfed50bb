// Package backoff has the example of wsbackoff, before its fix.
package backoff

import (
	"context"
	"time"

	"github.com/gorilla/websocket"
)

func stay(ctx context.Context, url string, listen func(*websocket.Conn)) {
	for ctx.Err() == nil {
		conn, _, err := websocket.DefaultDialer.DialContext(ctx, url, nil)
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		listen(conn)
		conn.Close()
	}
}
