package nofix

import (
	"errors"
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

// The loop backs off, but the end of a connection may also come to the wait between
// two attempts, and cut that short.
type worker struct {
	url  string
	kill chan bool
	dead *time.Timer
}

func (w *worker) connect() (*websocket.Conn, error) {
	for {
		if w.url != "" {
			if conn, _, err := websocket.DefaultDialer.Dial(w.url, nil); err == nil {
				return conn, nil
			}
		}
		select {
		case <-time.After(time.Second + rand.N(time.Minute)):
		case stop := <-w.kill:
			if stop {
				return nil, errors.New("stopped")
			}
		}
	}
}

func (w *worker) manage() {
	for {
		conn, err := w.connect() // want `the loop backs off already: look for the way to the dial past that wait \(wsbackoff/first\)`
		if err != nil {
			return
		}
		go w.read(conn)
		w.handle(conn)
		time.Sleep(time.Second + rand.N(time.Minute))
	}
}

func (w *worker) read(conn *websocket.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			w.kill <- false
			return
		}
	}
}

func (w *worker) handle(conn *websocket.Conn) {
	defer conn.Close()
	for {
		select {
		case <-w.kill:
			return
		case <-w.dead.C:
			return
		}
	}
}
