// Package gobwasnone dials again at once, with a timeout for each dial, and a done
// channel that its loop asks.
package gobwasnone

import (
	"context"
	"log"
	"net"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// Run keeps a connection until done is closed.
func Run(done chan struct{}, dialer ws.Dialer, url string, handle func([]byte)) {
	for {
		select {
		case <-done:
			return
		default:
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		conn, _, _, err := dialer.Dial(ctx, url)
		cancel()
		if err != nil {
			log.Println("dial:", err)
			continue
		}
		log.Println("read:", read(done, conn, handle))
	}
}

func read(done chan struct{}, conn net.Conn, handle func([]byte)) error {
	defer conn.Close()
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-done:
			conn.Close()
		case <-ended:
		}
	}()
	for {
		msg, err := wsutil.ReadServerText(conn)
		if err != nil {
			return err
		}
		handle(msg)
	}
}
