package branches

import (
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
