// Package gobwas leaves when a read fails, and nobody learns why.
package gobwas

import (
	"context"
	"log"
	"net"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

const newsWait = time.Minute

// Run hands over what comes until the connection ends, or ctx, with which it says
// goodbye.
func Run(ctx context.Context, dialer ws.Dialer, url string, handle func([]byte)) {
	conn, _, _, err := dialer.Dial(ctx, url)
	if err != nil {
		log.Printf("dial: %v", err)
		return
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { leave(conn) })
	defer stop()
	for {
		_ = conn.SetReadDeadline(time.Now().Add(newsWait))
		msg, _, err := wsutil.ReadServerData(conn)
		if err != nil {
			return
		}
		handle(msg)
	}
}

func leave(conn net.Conn) {
	frame := ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, ""))
	if _, err := conn.Write(ws.MustCompileFrame(ws.MaskFrame(frame))); err != nil {
		log.Printf("goodbye: %v", err)
	}
	conn.Close()
}
