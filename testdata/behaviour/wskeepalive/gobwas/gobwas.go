// Package gobwas reads with neither deadline nor ping.
package gobwas

import (
	"context"

	"github.com/gobwas/ws"
)

// Read hands over what comes until the connection ends.
func Read(dialer ws.Dialer, url string, handle func([]byte)) error {
	conn, _, _, err := dialer.Dial(context.Background(), url)
	if err != nil {
		return err
	}
	defer conn.Close()
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
