// Package xnetrealtime waits for the answer to a question.
package xnetrealtime

import "golang.org/x/net/websocket"

// Ask returns the answer.
func Ask(url string, question []byte) (answer []byte, err error) {
	conn, err := websocket.Dial(url, "", "http://localhost/")
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := websocket.Message.Send(conn, question); err != nil {
		return nil, err
	}
	err = websocket.Message.Receive(conn, &answer)
	return answer, err
}
