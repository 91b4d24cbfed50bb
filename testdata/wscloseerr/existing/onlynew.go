package existing

import (
	"errors"

	"github.com/gorilla/websocket"
)

// The import of errors would have no other use.
func onlyNew(conn *websocket.Conn) ([]byte, error) {
	_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
	if err != nil {
		return nil, errors.New("cannot read")
	}
	return msg, nil
}
