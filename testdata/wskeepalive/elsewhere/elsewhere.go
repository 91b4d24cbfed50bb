// Package elsewhere has fixes behind the dial: the reads are in other functions, or
// in several loops.
package elsewhere

import (
	"errors"
	"log"

	"github.com/gorilla/websocket"
)

type client struct {
	conn *websocket.Conn
	each func([]byte)
}

// The loop may find no connection.
func (c *client) open(url string) error {
	var err error
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `read at line 41 with no read deadline and no ping`
	if err != nil {
		return err
	}
	go c.loop()
	return nil
}

func (c *client) loop() {
	for {
		if c.conn == nil {
			return
		}
		if err := c.next(); err != nil {
			log.Print(err)
			return
		}
	}
}

func (c *client) next() error {
	_, msg, err := c.conn.ReadMessage()
	if err != nil {
		return err
	}
	c.each(msg)
	return nil
}

func (c *client) Close() error { return c.conn.Close() }

// Two loops, one after the other: the greeting, then the rest.
func twice(url string, each func([]byte)) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wskeepalive/none`
	if err != nil {
		log.Fatal("dial: ", err)
	}
	defer conn.Close()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return
		}
		if string(msg) == "ready" {
			break
		}
	}
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return
		}
		each(msg)
	}
}

// The loop goes on with another connection.
type session struct {
	conn *websocket.Conn
	url  string
}

func (s *session) run() error {
	if err := s.connect(); err != nil {
		return err
	}
	for {
		_, msg, err := s.conn.ReadMessage()
		if err != nil {
			s.conn.Close()
			if err := s.connect(); err != nil {
				return err
			}
			continue
		}
		println(string(msg))
	}
}

func (s *session) connect() error {
	if conn, _, err := websocket.DefaultDialer.Dial(s.url, nil); err == nil { // want `wskeepalive/none`
		s.conn = conn
		return nil
	}
	return errors.New("no connection")
}

// The function goes on behind the loop.
func goesOn(url string, jobs <-chan func()) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wskeepalive/none`
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return
		}
		if string(msg) == "ready" {
			break
		}
	}
	for job := range jobs {
		job()
	}
}
