package constant

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// The wait after a lost connection stands in another function than the loop, and
// failed dials wait in a loop of their own, where the wait grows: it gets jitter.
type session struct {
	url   string
	delay time.Duration
	conn  *websocket.Conn
	lost  chan error
}

func (s *session) run() {
	s.renew()
	for {
		log.Println(<-s.lost)
		s.renew()
	}
}

func (s *session) renew() {
	if s.conn != nil {
		s.conn.Close()
		time.Sleep(s.delay) // want `wsbackoff/constant`
	}
	s.conn = s.dial()
	go s.read(s.conn)
}

func (s *session) dial() *websocket.Conn {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(s.url, nil)
		if err == nil {
			return conn
		}
		log.Println(err)
		time.Sleep(s.delay) // want `wsbackoff/constant`
	}
}

func (s *session) read(conn *websocket.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			s.lost <- err
			return
		}
	}
}
