//go:build go1.21

// Package goversion is of a Go version that has no math/rand/v2.
package goversion

import (
	"time"

	"github.com/gorilla/websocket"
)

func connect(url string) *websocket.Conn {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		time.Sleep(time.Second) // want `wsbackoff/constant`
	}
}
