// Package gobwas reads on.
package gobwas

import (
	"errors"
	"log"
	"net"
	"os"
	"time"

	"github.com/gobwas/ws/wsutil"
)

func logs(conn net.Conn, handle func([]byte)) {
	for {
		data, err := wsutil.ReadServerText(conn) // want `the loop at line 15 reads the connection again after this read failed: after a close frame the next read blocks until TCP ends`
		if err != nil {
			log.Print(err)
			continue
		}
		handle(data)
	}
}

// Timeouts between frames pass.
func polls(conn net.Conn, handle func([]byte)) error {
	for {
		_ = conn.SetReadDeadline(time.Now().Add(time.Second))
		data, err := wsutil.ReadServerText(conn)
		if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, wsutil.ErrInvalidUTF8) {
			continue
		}
		if err != nil {
			return err
		}
		handle(data)
	}
}

func pollsByMethod(conn net.Conn, handle func([]byte)) error {
	for {
		data, err := wsutil.ReadServerText(conn)
		if err != nil {
			var netErr net.Error
			if errors.As(err, &netErr) && netErr.Timeout() {
				continue
			}
			return err
		}
		handle(data)
	}
}
