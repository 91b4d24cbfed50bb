// Package gorilla listens, and listens on.
package gorilla

import "github.com/gorilla/websocket"

// Listen hands on what comes.
func Listen(dialer *websocket.Dialer, url string, got, failed func(string)) error {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			failed(err.Error())
			continue
		}
		got(string(data))
	}
}
