// Package gorilla_right closes the connection where it is refused.
package gorilla_right

import (
	"errors"
	"time"

	"github.com/gorilla/websocket"
)

// Login returns a connection that is logged in.
func Login(dialer *websocket.Dialer, url string) (_ *websocket.Conn, err error) {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
			conn.Close()
		}
	}()
	if err = conn.WriteMessage(websocket.TextMessage, []byte("login")); err != nil {
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
