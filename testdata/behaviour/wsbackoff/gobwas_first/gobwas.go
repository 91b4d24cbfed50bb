// Package gobwasfirst backs off from failed dials, and forgets it with the first
// dial that does not fail.
package gobwasfirst

import (
	"context"
	"log"
	"math/rand/v2"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// Run keeps a connection until ctx ends.
func Run(ctx context.Context, dialer ws.Dialer, url string, handle func([]byte)) error {
	failures := 0
	for {
		conn, _, _, err := dialer.Dial(ctx, url)
		if err != nil {
			log.Println("dial:", err)
			wait := min(500*time.Millisecond<<min(failures, 10), time.Minute)
			failures++
			select {
			case <-time.After(wait/2 + rand.N(wait/2)):
				continue
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		failures = 0
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		for {
			msg, err := wsutil.ReadServerText(conn)
			if err != nil {
				log.Println("read:", err)
				break
			}
			handle(msg)
		}
		stop()
		conn.Close()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}
