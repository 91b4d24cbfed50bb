package otherlogger

import "github.com/gorilla/websocket"

// A session logs by a method of its own.
type session struct {
	conn *websocket.Conn
	id   string
}

func (s *session) logf(format string, args ...any) {
	started(s.id)
}

func (s *session) open() { s.logf("open") }

func (s *session) run(handle func([]byte)) {
	for {
		_, msg, err := s.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// A config has the logger that a service logs with.
type config struct{ Log logger }

type logger interface {
	Errorf(format string, args ...any)
}

type service struct {
	conn   *websocket.Conn
	config *config
}

func (s *service) open() { s.config.Log.Errorf("cannot open") }

func (svc *service) run(handle func([]byte)) {
	for {
		_, msg, err := svc.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// A method that sends what it is given to the peer is no logger.
type peer struct{ conn *websocket.Conn }

func (p *peer) Errorf(format string, args ...any) {
	p.conn.WriteJSON(args)
}

func (p *peer) run(handle func([]byte)) {
	p.Errorf("ready")
	for {
		_, msg, err := p.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}
