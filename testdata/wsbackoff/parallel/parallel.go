// Package parallel has connections that live side by side, and such that replace
// each other though a path gives one up unread.
package parallel

import (
	"log"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

func drain(conn *websocket.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			log.Print(conn.Close(), err)
			return
		}
	}
}

// They are kept.
func pool(url string, n int) (conns []*websocket.Conn) {
	for len(conns) < n {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			log.Print(err)
			time.Sleep(time.Second)
			continue
		}
		conns = append(conns, conn)
	}
	return conns
}

type member struct{ conn *websocket.Conn }

func named(url string, next func(int) string, members map[string]*member) {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			log.Print(err)
			time.Sleep(time.Second)
			continue
		}
		members[next(len(members))] = &member{conn}
	}
}

// Goroutines serve them.
func load(url string) {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			log.Print(err)
			time.Sleep(time.Second)
			continue
		}
		go drain(conn)
	}
}

// A supervisor dials where it has no connection.
type supervisor struct {
	url  string
	mu   sync.Mutex
	conn *websocket.Conn
	up   bool
}

func (s *supervisor) field() {
	for range time.Tick(5 * time.Second) { // want `wsbackoff/constant`
		s.mu.Lock()
		missing := s.conn == nil
		s.mu.Unlock()
		if missing {
			s.connect()
		}
	}
}

func (s *supervisor) connect() {
	conn, _, err := websocket.DefaultDialer.Dial(s.url, nil)
	if err != nil {
		log.Print(err)
		return
	}
	s.mu.Lock()
	s.conn, s.up = conn, true
	s.mu.Unlock()
	go func() {
		drain(conn)
		s.mu.Lock()
		s.conn, s.up = nil, false
		s.mu.Unlock()
	}()
}

func (s *supervisor) flag() {
	for {
		if !s.isUp() {
			s.connect()
		}
		time.Sleep(5 * time.Second) // want `wsbackoff/constant`
	}
}

func (s *supervisor) isUp() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.up
}

// A greeting that cannot be written gives the connection up.
func (s *supervisor) greet() {
	wait := time.Second
	for {
		conn, _, err := websocket.DefaultDialer.Dial(s.url, nil)
		if err == nil {
			if conn.WriteMessage(websocket.TextMessage, []byte("hello")) == nil {
				drain(conn)
			}
		}
		time.Sleep(wait) // want `wsbackoff/nojitter`
		wait = min(2*wait, time.Minute)
	}
}
