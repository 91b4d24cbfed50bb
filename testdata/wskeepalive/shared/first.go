// Package shared reads connections that two functions dial in one place.
package shared

import "github.com/gorilla/websocket"

func first(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `a peer that vanishes is not noticed \(wskeepalive/none\)`
	if err != nil {
		return
	}
	serve(conn)
}

func serve(conn *websocket.Conn) {
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}
