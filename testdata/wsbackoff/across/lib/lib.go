// Package lib connects for others.
package lib

import (
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

// Connect dials once.
func Connect(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}

// Patient waits before it dials.
func Patient(url string) (*websocket.Conn, error) {
	time.Sleep(time.Second + rand.N(time.Second))
	return Connect(url)
}
