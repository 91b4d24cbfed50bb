package constant

import (
	"time"

	"github.com/gorilla/websocket"
)

const between = 5 * time.Second

// The number that the helper gets is no part of its wait.
func numbered() {
	for i := 0; ; i++ {
		if attempt(i) == nil {
			return
		}
	}
}

func attempt(int) error {
	time.Sleep(between) // want `wsbackoff/constant`
	_, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil)
	return err
}
