// Package interfaces reads from peers of which some are WebSockets.
package interfaces

import (
	"bufio"
	"io"
	"log"

	"github.com/gorilla/websocket"
)

type peer interface{ next() ([]byte, error) }

type socket struct{ conn *websocket.Conn }

func (s *socket) next() ([]byte, error) {
	_, p, err := s.conn.ReadMessage()
	return p, err
}

type file struct{ lines *bufio.Reader }

func (f *file) next() ([]byte, error) { return f.lines.ReadBytes('\n') }

func serve(p peer) error {
	for {
		msg, err := p.next()
		if err != nil {
			return err
		}
		log.Printf("%s", msg)
	}
}

type session struct{ peer peer }

func (s *session) serve() error { return serve(s.peer) }

func sockets(conn *websocket.Conn) {
	_ = serve(&socket{conn}) // want `the error that says why the connection ended is dropped: serve returns that of the read at`
	s := &session{&socket{conn}}
	s.serve() // want `the error that says why the connection ended is dropped: serve returns that of the read at`
}

func either(conn *websocket.Conn, r io.Reader) {
	var p peer = &file{bufio.NewReader(r)}
	if r == nil {
		p = &socket{conn}
	}
	for {
		if _, err := p.next(); err != nil { // want `the error that says why the connection ended is dropped: next returns that of the read at`
			return
		}
	}
}

// What follows is silent: no WebSocket is read.

func files(r io.Reader) {
	_ = serve(&file{bufio.NewReader(r)})
	f := &file{bufio.NewReader(r)}
	_ = serve(f)
	var p peer = f
	for {
		if _, err := p.next(); err != nil {
			return
		}
	}
}
