package first

import (
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

func feed(conn *websocket.Conn, msgs chan<- []byte) {
	defer close(msgs)
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return
		}
		msgs <- msg
	}
}

// The closing of the channel is the end of the connection.
func closing(handle func([]byte)) {
	backoff := time.Second
	for {
		conn, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil) // want `wsbackoff/first`
		if err != nil {
			time.Sleep(rand.N(backoff))
			backoff *= 2
			continue
		}
		msgs := make(chan []byte)
		go feed(conn, msgs)
		for {
			msg, ok := <-msgs
			if !ok {
				break
			}
			handle(msg)
		}
	}
}

// A message is not.
func further(handle func([]byte)) {
	for {
		conn, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil)
		if err != nil {
			return
		}
		msgs := make(chan []byte)
		go feed(conn, msgs)
		msg, ok := <-msgs
		if !ok {
			return
		}
		handle(msg) // and one more beside it
	}
}
