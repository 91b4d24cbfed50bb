package client

import (
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// TestBound bounds the reads of a client, which bounds nothing outside of
// tests.
func TestBound(t *testing.T) {
	c, err := Dial("ws://127.0.0.1:1")
	if err != nil {
		return
	}
	c.conn.SetReadDeadline(time.Now().Add(time.Minute))
	c.Run(func([]byte) {
		c.conn.SetReadDeadline(time.Now().Add(time.Minute))
	})
	c.conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseTLSHandshake, ""))
}
