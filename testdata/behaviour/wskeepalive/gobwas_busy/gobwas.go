// Package gobwasbusy writes beside its read loop.
package gobwasbusy

import (
	"context"

	"github.com/gobwas/ws"
)

// Chat writes what comes out of the channel, and hands over what comes over the
// connection, until it ends.
func Chat(dialer ws.Dialer, url string, out <-chan []byte, handle func([]byte)) error {
	conn, _, _, err := dialer.Dial(context.Background(), url)
	if err != nil {
		return err
	}
	defer conn.Close()
	go func() {
		for msg := range out {
			if _, err := conn.Write(ws.MustCompileFrame(ws.MaskFrame(ws.NewBinaryFrame(msg)))); err != nil {
				return
			}
		}
	}()
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
