package gorilla

import (
	"log"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// A pong handler without pings or a deadline is no keepalive; the renewal goes
// into it.
func pongHandler(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no read deadline and no ping`
	if err != nil {
		return err
	}
	var pongs int
	conn.SetPongHandler(func(string) error {
		pongs++
		return nil
	})
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			log.Printf("%d pongs", pongs)
			return err
		}
	}
}

type ponged struct {
	conn  *websocket.Conn
	pongs atomic.Int64
}

// The handler is set where the connection is dialed, and read elsewhere.
func (p *ponged) dial(url string) (err error) {
	p.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `no read deadline and no ping`
	if err != nil {
		return err
	}
	p.conn.SetPongHandler(func(string) error { p.pongs.Add(1); return nil })
	return nil
}

func (p *ponged) run(url string) error {
	if err := p.dial(url); err != nil {
		return err
	}
	for {
		if _, _, err := p.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// A deadline for the handshake alone, cleared again.
func handshake(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no read deadline and no ping`
	if err != nil {
		return err
	}
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, _, err := conn.ReadMessage(); err != nil {
		return err
	}
	conn.SetReadDeadline(time.Time{})
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}

type shaker struct{ conn *websocket.Conn }

// The same in a function of its own, and cleared by defer.
func (s *shaker) connect(url string) (err error) {
	s.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `no read deadline and no ping`
	if err != nil {
		return err
	}
	if err := s.hello(); err != nil {
		return err
	}
	go s.loop()
	return nil
}

func (s *shaker) hello() error {
	var none time.Time
	s.conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	defer s.conn.SetReadDeadline(none)
	_, _, err := s.conn.ReadMessage()
	return err
}

func (s *shaker) loop() {
	for {
		if _, _, err := s.conn.ReadMessage(); err != nil {
			return
		}
	}
}
