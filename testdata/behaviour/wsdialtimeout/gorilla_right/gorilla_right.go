// Package gorilla_right bounds its handshake.
package gorilla_right

import (
	"net"
	"time"

	"github.com/gorilla/websocket"
)

// Dial connects over what dial makes.
func Dial(dial func(network, addr string) (net.Conn, error), url string) error {
	d := websocket.Dialer{NetDial: dial, HandshakeTimeout: 10 * time.Second}
	conn, _, err := d.Dial(url, nil)
	if err != nil {
		return err
	}
	return conn.Close()
}
