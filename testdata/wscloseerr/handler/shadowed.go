package handler

import (
	"time"

	"github.com/gorilla/websocket"
)

// The handler's parameters hide what its fix needs.
func shadows(conn *websocket.Conn, done chan struct{}) error {
	conn.SetCloseHandler(func(conn int, time string) error { // want `close handler sends no close frame`
		close(done)
		return nil
	})
	_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
	_, _, err := conn.ReadMessage()
	return err
}
