// Package xnet closes connections of x/net/websocket, whose Close sends the frame.
package xnet

import "golang.org/x/net/websocket"

func ask(url string) (answer string, err error) {
	conn, err := websocket.Dial(url, "", "http://localhost/")
	if err != nil {
		return "", err
	}
	defer conn.Close()
	err = websocket.Message.Receive(conn, &answer)
	return answer, err
}
