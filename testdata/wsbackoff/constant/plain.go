package constant

import (
	"log"
	"time"

	gorilla "github.com/gorilla/websocket"
)

// A number without a unit counts nanoseconds.
func plain(url string) *gorilla.Conn {
	const second = 1e9
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		log.Println(err)
		time.Sleep(5 * second) // want `wsbackoff/constant`
	}
}
