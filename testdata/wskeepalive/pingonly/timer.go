package pingonly

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// A timer that starts itself again is a period.
type timed struct{ conn *websocket.Conn }

func (t *timed) Open(url string) error { // want Open:"looks after"
	var err error
	t.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `pinged at line 34 .*wskeepalive/pingonly`
	if err != nil {
		return err
	}
	time.AfterFunc(time.Minute, t.tick)
	go t.read()
	return nil
}

func (t *timed) read() {
	for {
		if _, _, err := t.conn.ReadMessage(); err != nil {
			log.Print(err)
			return
		}
	}
}

func (t *timed) tick() {
	if err := t.conn.WriteMessage(websocket.TextMessage, []byte(`{"op":"ping"}`)); err != nil {
		return
	}
	time.AfterFunc(time.Minute, t.tick)
}
