package silent

import (
	"errors"
	"log"
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

// The other protocol is tried at once, but only once.
func otherProtocol(limit int) *websocket.Conn {
	path := "/v2"
	for retry := 0; retry <= limit; retry++ {
		conn, _, err := websocket.DefaultDialer.Dial("ws://localhost"+path, nil)
		if err == nil {
			return conn
		}
		if path == "/v2" && errors.Is(err, websocket.ErrBadHandshake) {
			path = "/v1"
			continue
		}
		log.Println(err)
		time.Sleep(rand.N(time.Minute))
	}
	return nil
}
