// Package gorillasingle waits for the answer to a question.
package gorillasingle

import "github.com/gorilla/websocket"

// Ask returns the answer.
func Ask(dialer *websocket.Dialer, url string, question []byte) ([]byte, error) {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := conn.WriteMessage(websocket.TextMessage, question); err != nil {
		return nil, err
	}
	_, answer, err := conn.ReadMessage()
	return answer, err
}
