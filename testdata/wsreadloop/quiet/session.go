package quiet

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// What is called again dials before it reads: the next read is another connection's.
func sessions(url string) {
	for {
		if err := session(url); err != nil {
			log.Print(err)
		}
		time.Sleep(time.Second)
	}
}

func session(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}
