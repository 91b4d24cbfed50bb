// Package gorilla dials with a dialer of its own.
package gorilla

import (
	"net"

	"github.com/gorilla/websocket"
)

// Dial connects over what dial makes.
func Dial(dial func(network, addr string) (net.Conn, error), url string) error {
	d := websocket.Dialer{NetDial: dial}
	conn, _, err := d.Dial(url, nil)
	if err != nil {
		return err
	}
	return conn.Close()
}
