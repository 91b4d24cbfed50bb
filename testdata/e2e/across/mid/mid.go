// Package mid keeps a connection of package ws, for package far.
package mid

import (
	"time"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/e2e/across/ws"
)

// A Session is an interface; what is behind it, only this package knows.
type Session interface {
	Next() ([]byte, error)
	Bound(time.Duration) error
	Close(code int) error
}

type session struct{ conn *websocket.Conn }

// Open dials.
func Open(url string) (Session, error) {
	conn, err := ws.Dial(url)
	if err != nil {
		return nil, err
	}
	return &session{conn}, nil
}

func (s *session) Next() ([]byte, error) {
	_, message, err := s.conn.ReadMessage()
	return message, err
}

func (s *session) Bound(d time.Duration) error { return s.conn.SetReadDeadline(time.Now().Add(d)) }

func (s *session) Close(code int) error { return ws.Close(s.conn, code) }
