// Package gorilla_context dials under a context that only ends when it is told to.
package gorilla_context

import (
	"context"
	"net"

	"github.com/gorilla/websocket"
)

// Dial connects over what dial makes.
func Dial(dial func(network, addr string) (net.Conn, error), url string) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	d := &websocket.Dialer{NetDial: dial}
	conn, _, err := d.DialContext(ctx, url, nil)
	if err != nil {
		return err
	}
	return conn.Close()
}
