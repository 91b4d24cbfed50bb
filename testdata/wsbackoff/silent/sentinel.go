package silent

import (
	"errors"
	"io"

	"github.com/gorilla/websocket"
)

var errClosed = errors.New("closed")

type onDemand struct{ conn *websocket.Conn }

func (l *onDemand) open() *websocket.Conn {
	if l.conn == nil {
		conn, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil)
		if err != nil {
			return nil
		}
		l.conn = conn
	}
	return l.conn
}

func (l *onDemand) write(p []byte) error {
	conn := l.open()
	if conn == nil {
		return errClosed
	}
	return conn.WriteMessage(websocket.BinaryMessage, p)
}

// An error of the package's own is one: the loop leaves.
func (l *onDemand) copy(r io.Reader) error {
	p := make([]byte, 1024)
	for {
		n, err := r.Read(p)
		if err != nil {
			return err
		}
		if err := l.write(p[:n]); err != nil {
			return err
		}
	}
}
