package branches

import (
	"errors"
	"log"

	"github.com/gorilla/websocket"
)

// No path leads from the read to the branch.
func unreached(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if msg != nil {
			handle(msg)
			continue
		}
		return
		if err != nil {
			return
		}
	}
}

// The log line stands behind the return, and never runs.
func logsTooLate(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
			log.Println("connection lost")
		}
		handle(msg)
	}
}

// So does the second return.
func returnsTwice(conn *websocket.Conn, handle func([]byte)) error {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			{
				return errors.New("connection lost")
			}
			return errors.New("never")
		}
		handle(msg)
	}
}
