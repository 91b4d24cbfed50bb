// Package codernetconn copies until the connection ends, and nobody learns why.
package codernetconn

import (
	"context"
	"io"
	"log"
	"time"

	"github.com/coder/websocket"
)

const session = time.Hour

// Run writes what comes to out until the connection ends, or ctx, with which it
// says goodbye.
func Run(ctx context.Context, url string, options *websocket.DialOptions, out io.Writer) {
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		log.Printf("dial: %v", err)
		return
	}
	defer conn.CloseNow()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close(websocket.StatusNormalClosure, "") })
	defer stop()
	wait, cancel := context.WithTimeout(context.Background(), session)
	defer cancel()
	io.Copy(out, websocket.NetConn(wait, conn, websocket.MessageText))
}
