// Package gobwasright tells the log why a connection ended.
package gobwasright

import (
	"context"
	"errors"
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
			if !ordinary(err) {
				log.Printf("read: %v", err)
			}
			return
		}
		handle(msg)
	}
}

// ordinary reports whether a connection ended with err as connections do.
func ordinary(err error) bool {
	var closed wsutil.ClosedError
	if !errors.As(err, &closed) {
		return errors.Is(err, net.ErrClosed)
	}
	switch closed.Code {
	case ws.StatusNormalClosure, ws.StatusGoingAway, ws.StatusNoStatusRcvd:
		return true
	}
	return false
}

func leave(conn net.Conn) {
	frame := ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, ""))
	if _, err := conn.Write(ws.MustCompileFrame(ws.MaskFrame(frame))); err != nil {
		log.Printf("goodbye: %v", err)
	}
	conn.Close()
}
