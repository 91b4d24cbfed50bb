// Package generated has a generated file, and one that a person wrote.
package generated

import "github.com/gorilla/websocket"

func drain(conn *websocket.Conn) error {
	defer leave(conn)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// ReadToo is Read, by a person.
func ReadToo(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `\(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	return drain(conn)
}
