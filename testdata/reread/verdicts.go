package reread

import (
	"fmt"
	"log"

	"github.com/gorilla/websocket"
)

// The flag beside the error says that it is over.
func tells(conn *websocket.Conn) (done bool, err error) {
	_, msg, err := conn.ReadMessage() // want `once`
	if err != nil {
		return true, fmt.Errorf("read: %w", err)
	}
	return len(msg) == 0, nil
}

func listens(conn *websocket.Conn) {
	for {
		done, err := tells(conn) // want `once`
		if err != nil {
			log.Print(err)
		}
		if done {
			return
		}
	}
}

// This one says that it is not.
func denies(conn *websocket.Conn) (done bool, err error) {
	_, msg, err := conn.ReadMessage() // want `once`
	if err != nil {
		return false, fmt.Errorf("read: %w", err)
	}
	return len(msg) == 0, nil
}

func listensOn(conn *websocket.Conn) {
	for {
		done, err := denies(conn) // want `again in its loop`
		if err != nil {
			log.Print(err)
		}
		if done {
			return
		}
	}
}

// So may nil, and a function that is called where it stands.
func inPlace(conn *websocket.Conn) {
	for {
		msg, err := func() (*string, error) { // want `once`
			_, p, err := conn.ReadMessage() // want `once`
			if err != nil {
				return nil, err
			}
			text := string(p)
			return &text, nil
		}()
		if err != nil {
			log.Print(err)
		}
		if msg == nil {
			break
		}
	}
}
