package watchdog

import (
	"log"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// A boot waits for a device, and says to everybody when it is up, or late.
type boot struct{ up chan struct{} }

func (b *boot) Begin() { time.AfterFunc(time.Minute, func() { close(b.up) }) }

func (b *boot) Up() <-chan struct{} { return b.up }

// A relay may be closed from outside; no boot has to do with it.
type relay struct{ conn *websocket.Conn }

func (r *relay) Close() { r.conn.Close() }

func (r *relay) Open(url string, header http.Header) error { // want Open:"looks after"
	conn, _, err := websocket.DefaultDialer.Dial(url, header) // want `connection dialed here is read at line \d+ with no read deadline and no ping`
	if err != nil {
		return err
	}
	r.conn = conn
	go r.read()
	return nil
}

func (r *relay) read() {
	for {
		_, msg, err := r.conn.ReadMessage()
		if err != nil {
			log.Print(err)
			return
		}
		log.Print(msg)
	}
}

// A late is told to everybody who has the client, and may close it.
type late struct {
	conn *websocket.Conn
	gone chan struct{}
}

func (l *late) Close() { l.conn.Close() }

func (l *late) Gone() <-chan struct{} { return l.gone }

func (l *late) Open(url string) error { // want Open:"looks after"
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	l.conn = conn
	timer := time.AfterFunc(time.Minute, func() { close(l.gone) })
	go func() {
		for {
			if _, _, err := l.conn.ReadMessage(); err != nil {
				log.Print(err)
				return
			}
			timer.Reset(time.Minute)
		}
	}()
	return nil
}
