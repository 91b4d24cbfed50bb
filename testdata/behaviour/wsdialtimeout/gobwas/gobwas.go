// Package gobwas dials with a dialer of its own.
package gobwas

import (
	"context"
	"net"

	"github.com/gobwas/ws"
)

// Dial connects over what dial makes.
func Dial(dial func(network, addr string) (net.Conn, error), url string) error {
	d := ws.Dialer{NetDial: func(_ context.Context, network, addr string) (net.Conn, error) { return dial(network, addr) }}
	conn, _, _, err := d.Dial(context.Background(), url)
	if err != nil {
		return err
	}
	return conn.Close()
}
