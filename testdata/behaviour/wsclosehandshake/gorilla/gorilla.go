// Package gorilla says what it has to say and goes.
package gorilla

import "github.com/gorilla/websocket"

// Say sends a text.
func Say(dialer *websocket.Dialer, url, text string) error {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.WriteMessage(websocket.TextMessage, []byte(text))
}
