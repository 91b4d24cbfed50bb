// Package gorillacaller tells its caller that all went well, whatever a read says.
package gorillacaller

import (
	"time"

	"github.com/gorilla/websocket"
)

const newsWait = time.Minute

// Read hands over what comes until the connection ends.
func Read(dialer *websocket.Dialer, url string, handle func([]byte)) error {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		if err := conn.SetReadDeadline(time.Now().Add(newsWait)); err != nil {
			return err
		}
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return nil
		}
		handle(msg)
	}
}
