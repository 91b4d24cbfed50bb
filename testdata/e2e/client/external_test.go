package client_test

import (
	"testing"

	"github.com/gorilla/websocket"
)

// TestUnbound reads without a bound and sends a reserved code, which is
// nobody's trouble in a test.
func TestUnbound(t *testing.T) {
	conn, _, err := websocket.DefaultDialer.Dial("ws://127.0.0.1:1", nil)
	if err != nil {
		return
	}
	defer conn.Close()
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, ""))
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}
