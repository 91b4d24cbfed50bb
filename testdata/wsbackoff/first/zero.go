package first

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// What a connection resets to zero is no wait after it.
func product(delay time.Duration) {
	failures := 0
	for {
		time.Sleep(time.Duration(failures) * delay)
		failures++
		conn, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil) // want `wsbackoff/first`
		if err != nil {
			log.Println(err)
			continue
		}
		failures = 0
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				log.Println(err)
				break
			}
		}
	}
}
