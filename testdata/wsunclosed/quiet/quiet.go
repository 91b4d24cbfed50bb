// Package quiet keeps, hands on or closes all that it dials.
package quiet

import (
	"errors"
	"io"
	"log"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

type session struct {
	conn  *websocket.Conn
	conns chan *websocket.Conn
}

var current *websocket.Conn

// Stored in what lives on.
func (s *session) open(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	s.conn = conn
	if err := conn.WriteJSON(1); err != nil {
		return err
	}
	return nil
}

func global(url string) (err error) {
	current, _, err = websocket.DefaultDialer.Dial(url, nil)
	return err
}

// Sent to who takes it.
func (s *session) send(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err == nil {
		s.conns <- conn
	}
}

// Handed to code that cannot be seen.
func each(url string, handle func(*websocket.Conn)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	handle(conn)
	return nil
}

func closer(url string, later func(io.Closer)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	later(conn)
	return nil
}

// A timer closes it, by a method value.
func timed(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	time.AfterFunc(time.Minute, func() { conn.Close() })
	return conn.WriteJSON(1)
}

// Tried in turn; the last error is told where none was connected.
func first(urls []string) (*websocket.Conn, error) {
	var conn *websocket.Conn
	var err error
	used := ""
	for _, url := range urls {
		conn, _, err = websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			continue
		}
		used = url
		break
	}
	if used == "" {
		return nil, err
	}
	log.Print("connected to ", used)
	return conn, nil
}

// The error is tested by another name, or by the connection.
func byConn(url string) error {
	conn, resp, dialErr := websocket.DefaultDialer.Dial(url, http.Header{})
	if conn == nil {
		if resp != nil {
			return errors.New(resp.Status)
		}
		return dialErr
	}
	defer conn.Close()
	return nil
}

// The program ends where its connection is of no more use.
func fatal(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		log.Fatal(err)
	}
	if err := conn.WriteJSON(1); err != nil {
		log.Fatal(err)
	}
	conn.Close()
}

// A handshake that succeeded has one status only.
func authorized(url string, login func() error) (*websocket.Conn, error) {
	conn, resp, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil && resp == nil {
		return nil, err
	}
	if conn != nil && resp.StatusCode != http.StatusUnauthorized {
		return conn, nil
	}
	if err := login(); err != nil {
		return nil, err
	}
	conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}

// Stored where others find it.
type shared struct {
	conn  atomic.Pointer[websocket.Conn]
	conns sync.Map
}

func (s *shared) open(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	s.conn.Store(conn)
	return nil
}

func (s *shared) add(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	s.conns.Store(url, conn)
	return nil
}
