// Package xnetright reads over a net.Conn that bounds each read, for the library
// swallows pongs: below it they count.
package xnetright

import (
	"net"
	"time"

	"golang.org/x/net/websocket"
)

const (
	pongWait   = 60 * time.Second
	pingPeriod = 45 * time.Second
	writeWait  = 10 * time.Second
)

type idleConn struct{ net.Conn }

func (c idleConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(pongWait)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

var pings = websocket.Codec{Marshal: func(any) ([]byte, byte, error) { return nil, websocket.PingFrame, nil }}

// Read hands over what comes until the connection ends.
func Read(config *websocket.Config, dial func(network, addr string) (net.Conn, error), handle func([]byte)) error {
	raw, err := dial("tcp", config.Location.Host)
	if err != nil {
		return err
	}
	defer raw.Close()
	conn, err := websocket.NewClient(config, idleConn{raw})
	if err != nil {
		return err
	}
	done := make(chan struct{})
	defer close(done)
	go ping(conn, done)
	for {
		var msg []byte
		if err := websocket.Message.Receive(conn, &msg); err != nil {
			return err
		}
		handle(msg)
	}
}

func ping(conn *websocket.Conn, done chan struct{}) {
	ticker := time.NewTicker(pingPeriod)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			_ = conn.SetWriteDeadline(time.Now().Add(writeWait))
			if err := pings.Send(conn, nil); err != nil {
				return
			}
		}
	}
}
