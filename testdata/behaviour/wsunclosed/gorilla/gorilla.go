// Package gorilla logs in, and drops the connection where it is refused.
package gorilla

import (
	"errors"

	"github.com/gorilla/websocket"
)

// Login returns a connection that is logged in.
func Login(dialer *websocket.Dialer, url string) (*websocket.Conn, error) {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	if err := conn.WriteMessage(websocket.TextMessage, []byte("login")); err != nil {
		return nil, err
	}
	_, answer, err := conn.ReadMessage()
	if err != nil {
		return nil, err
	}
	if string(answer) != "ok" {
		return nil, errors.New("refused")
	}
	return conn, nil
}
