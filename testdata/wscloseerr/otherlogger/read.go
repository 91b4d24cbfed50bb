package otherlogger

import (
	"io"

	"github.com/gorilla/websocket"
)

func next(conn *websocket.Conn) (io.Reader, error) {
	_, r, err := conn.NextReader() // want `NextReader's is not used`
	if err != nil {
		return nil, io.EOF
	}
	return r, nil
}
