package parallel

import (
	"errors"
	"log"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A session is kept while it lasts. One that ends before its first read is closed: two
// never live side by side.
type session struct{ conn *websocket.Conn }

type sessions struct {
	mu    sync.Mutex
	open  map[string]*session
	ready error
}

func (ss *sessions) keep(url string) {
	wait := time.Second
	for {
		if !ss.run(url) { // want `a lost connection is redialed at once`
			time.Sleep(wait + rand.N(wait))
			wait = min(2*wait, time.Minute)
			continue
		}
		wait = time.Second
	}
}

func (ss *sessions) run(url string) bool {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return false
	}
	s := &session{conn}
	ss.mu.Lock()
	ss.open[url] = s
	ss.mu.Unlock()
	ss.read(s)
	return true
}

func (ss *sessions) read(s *session) {
	defer s.conn.Close()
	if ss.ready != nil {
		log.Print(ss.ready)
		return
	}
	for {
		_, msg, err := s.conn.ReadMessage()
		if err != nil {
			log.Print(err)
			return
		}
		log.Print(msg)
	}
}

var errBusy = errors.New("busy")

// What is kept without being closed lives on beside the next one.
func (ss *sessions) fill(urls chan string) {
	for url := range urls {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			time.Sleep(time.Second + rand.N(time.Second))
			continue
		}
		s := &session{conn}
		ss.open[url] = s
		if ss.ready == errBusy {
			continue
		}
		ss.read(s)
	}
}
