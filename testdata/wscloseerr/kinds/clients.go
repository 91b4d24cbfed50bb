package kinds

import (
	"encoding/json"
	"fmt"
	"log"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A chat session that kills itself through a channel: the helper hands on the
// read's error, and all that is left of it is a false.
type session struct {
	conn   *websocket.Conn
	kill   chan bool
	gone   chan struct{}
	events chan any
}

func (s *session) receiveEvent(into chan<- json.RawMessage) error {
	var event json.RawMessage
	err := s.conn.ReadJSON(&event)
	if websocket.IsUnexpectedCloseError(err) {
		return err
	}
	if err != nil {
		s.events <- fmt.Errorf("incoming: %w", err)
		return err
	}
	select {
	case into <- event:
	case <-s.gone:
	}
	return nil
}

func (s *session) receiveEvents(into chan<- json.RawMessage) {
	for {
		if err := s.receiveEvent(into); err != nil { // want `receiveEvent returns that of the read at line 24, which is not used`
			select {
			case s.kill <- false:
			case <-s.gone:
			}
			return
		}
	}
}

// A feed of an exchange that reconnects in its read loop, and reports only that
// it does.
type feed struct {
	url string
	mu  sync.Mutex
	ws  *websocket.Conn
}

func (f *feed) connect() error {
	ws, _, err := websocket.DefaultDialer.Dial(f.url, nil)
	if err != nil {
		return err
	}
	f.mu.Lock()
	f.ws = ws
	f.mu.Unlock()
	return nil
}

func (f *feed) run(out chan<- []byte) {
	for {
		_, data, err := f.ws.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			log.Println("connection lost, reconnecting in 5s")
			time.Sleep(5 * time.Second)
			for f.connect() != nil {
				time.Sleep(5 * time.Second)
			}
			continue
		}
		out <- data
	}
}

// A subscription whose reader is told to stop by a flag, and that takes every
// error for the stop.
type subscription struct {
	conn    *websocket.Conn
	running bool
	out     chan []byte
}

func (s *subscription) loop() {
	defer close(s.out)
	for s.running {
		_, data, err := s.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			if !s.running {
				return
			}
			s.running = false
			return
		}
		s.out <- data
	}
}

// A gateway client whose close handler is quiet because a reader answers.
type gateway struct {
	sync.Mutex
	conn *websocket.Conn
}

func (g *gateway) open(url string) (err error) {
	if g.conn, _, err = websocket.DefaultDialer.Dial(url, nil); err != nil {
		return err
	}
	g.conn.SetCloseHandler(func(code int, text string) error { return nil })
	if _, _, err = g.conn.ReadMessage(); err != nil { // the greeting
		return err
	}
	go g.listen(g.conn)
	return nil
}

func (g *gateway) listen(conn *websocket.Conn) {
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			g.Lock()
			same := g.conn == conn
			g.Unlock()
			if same {
				log.Printf("gateway: %v", err)
				g.closeWith(websocket.CloseServiceRestart)
			}
			return
		}
		log.Printf("gateway: %d bytes", len(data))
	}
}

func (g *gateway) closeWith(code int) {
	g.conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	g.conn.Close()
}
