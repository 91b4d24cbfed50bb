// Package xnet drops connections of x/net/websocket.
package xnet

import "golang.org/x/net/websocket"

func ask(url string) (answer string, err error) {
	conn, err := websocket.Dial(url, "", "http://localhost/") // want `dropped by the return at line 12`
	if err != nil {
		return "", err
	}
	if err = websocket.Message.Send(conn, "?"); err != nil {
		return
	}
	err = websocket.Message.Receive(conn, &answer)
	conn.Close()
	return answer, err
}
