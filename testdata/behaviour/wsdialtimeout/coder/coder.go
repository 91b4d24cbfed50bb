// Package coder dials with an http.Client of its own.
package coder

import (
	"context"
	"net"
	"net/http"

	"github.com/coder/websocket"
)

// Dial connects over what dial makes.
func Dial(dial func(network, addr string) (net.Conn, error), url string) error {
	client := &http.Client{Transport: &http.Transport{Dial: dial, DisableKeepAlives: true}}
	conn, _, err := websocket.Dial(context.Background(), url, &websocket.DialOptions{HTTPClient: client})
	if err != nil {
		return err
	}
	return conn.CloseNow()
}
