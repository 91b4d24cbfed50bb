// Package gobwaspingonly pings, and looks for no answer.
package gobwaspingonly

import (
	"context"
	"net"
	"time"

	"github.com/gobwas/ws"
)

// Read hands over what comes until the connection ends.
func Read(dialer ws.Dialer, url string, handle func([]byte)) error {
	conn, _, _, err := dialer.Dial(context.Background(), url)
	if err != nil {
		return err
	}
	defer conn.Close()
	done := make(chan struct{})
	defer close(done)
	go ping(conn, done)
	for {
		frame, err := ws.ReadFrame(conn)
		if err != nil {
			return err
		}
		if !frame.Header.OpCode.IsControl() {
			handle(frame.Payload)
		}
	}
}

func ping(conn net.Conn, done chan struct{}) {
	ticker := time.NewTicker(20 * time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			frame := ws.MustCompileFrame(ws.MaskFrame(ws.NewPingFrame(nil)))
			if _, err := conn.Write(frame); err != nil {
				return
			}
		}
	}
}
