// Package fasthttp reads with neither deadline nor ping.
package fasthttp

import "github.com/fasthttp/websocket"

// Read hands over what comes until the connection ends.
func Read(dialer *websocket.Dialer, url string, handle func([]byte)) error {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}
