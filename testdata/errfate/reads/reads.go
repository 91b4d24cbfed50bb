// Package reads has reads, and functions that return their errors.
package reads

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

type client struct{ conn *websocket.Conn }

func (c *client) next() ([]byte, error) {
	_, p, err := c.conn.ReadMessage() // want `^of gorilla/websocket$`
	return p, err
}

func (c *client) wraps() error {
	if _, err := c.next(); err != nil { // want `^of next$`
		return fmt.Errorf("next: %w", err)
	}
	return nil
}

func (c *client) logs() error {
	if err := c.wraps(); err != nil { // want `^of wraps, wrapped$`
		log.Print(err)
		return errors.New("lost")
	}
	return nil
}

func (c *client) run() error { return c.logs() }

// What Close returns is not why the connection ended.
func (c *client) Close() error {
	c.conn.WriteControl(websocket.CloseMessage, nil, time.Now())
	_, _, err := c.conn.ReadMessage() // want `^of gorilla/websocket$`
	return err
}

func (c *client) end() error { return c.Close() }

// What connect returns says that there is no connection.
func connect(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	if _, _, err := conn.ReadMessage(); err != nil { // want `^of gorilla/websocket$`
		return nil, err
	}
	return conn, nil
}

func connects(url string) error {
	_, err := connect(url)
	return err
}

// A read through an interface is judged by what is in it.

type source interface{ receive() ([]byte, error) }

type socket struct{ conn *websocket.Conn }

func (s socket) receive() ([]byte, error) {
	_, p, err := s.conn.ReadMessage() // want `^of gorilla/websocket$`
	return p, err
}

type lines struct{ *bufio.Reader }

func (l lines) receive() ([]byte, error) { return l.ReadBytes('\n') }

// A counted is a socket, too.
type counted struct {
	socket
	n int
}

func serve(s source) error {
	for {
		if _, err := s.receive(); err != nil { // want `^of receive$`
			return err
		}
	}
}

func drain(s source) error { return serve(s) } // want `^of serve$`

func serves(conn *websocket.Conn, r io.Reader, any source) {
	log.Print(serve(socket{conn}))                  // want `^of serve$`
	log.Print(serve(counted{socket: socket{conn}})) // want `^of serve$`
	log.Print(serve(any))                           // want `^of serve$`
	log.Print(serve(lines{bufio.NewReader(r)}))
	log.Print(drain(socket{conn})) // want `^of drain$`
	log.Print(drain(lines{bufio.NewReader(r)}))
	var s source = lines{bufio.NewReader(r)}
	_, err := s.receive()
	log.Print(err, serve(s))
}

// A read through a function value is judged by the function that comes there.

func each(next func() ([]byte, error)) error {
	for {
		if _, err := next(); err != nil { // want `^of receive$`
			return err
		}
	}
}

func values(conn *websocket.Conn, r io.Reader) {
	log.Print(each(socket{conn}.receive)) // want `^of each$`
	log.Print(each(lines{bufio.NewReader(r)}.receive))
}

func generic[S source](s S) error {
	for {
		if _, err := s.receive(); err != nil { // want `^of receive$`
			return err
		}
	}
}

func generics(conn *websocket.Conn, r io.Reader) {
	log.Print(generic(socket{conn})) // want `^of generic$`
	log.Print(generic(lines{bufio.NewReader(r)}))
}
