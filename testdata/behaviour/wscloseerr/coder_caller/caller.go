// Package codercaller tells its caller that all went well, whatever a read says.
package codercaller

import (
	"context"
	"time"

	"github.com/coder/websocket"
)

const newsWait = time.Minute

// Read hands over what comes until the connection ends.
func Read(ctx context.Context, url string, options *websocket.DialOptions, handle func([]byte)) error {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	for {
		wait, cancel := context.WithTimeout(ctx, newsWait)
		_, msg, err := conn.Read(wait)
		cancel()
		if err != nil {
			return nil
		}
		handle(msg)
	}
}
