// Package reread has reads whose want comments say which loop reads the connection
// again after they have failed, and how many of the tests in it are for errors after
// which that is right.
package reread

import (
	"encoding/json"
	"errors"
	"io"
	"log"

	"github.com/gorilla/websocket"
)

func logs(conn *websocket.Conn) {
	for {
		_, _, err := conn.ReadMessage() // want `again in its loop`
		if err != nil {
			log.Print(err)
			continue
		}
	}
}

func leaves(conn *websocket.Conn) error {
	for {
		if _, _, err := conn.ReadMessage(); err != nil { // want `once`
			return err
		}
	}
}

func signals(conn *websocket.Conn, done chan error) {
	for {
		_, _, err := conn.ReadMessage() // want `once`
		if err != nil {
			done <- err
		}
	}
}

func redials(conn *websocket.Conn) {
	for {
		_, _, err := conn.ReadMessage() // want `once`
		if err != nil {
			conn, _, _ = websocket.DefaultDialer.Dial("ws://a", nil)
		}
	}
}

func next(conns []*websocket.Conn) {
	for _, conn := range conns {
		_, _, _ = conn.ReadMessage() // want `once`
	}
}

// decodes goes on where a message was no JSON: the connection lives on.
func decodes(conn *websocket.Conn) error {
	for {
		var v any
		err := conn.ReadJSON(&v) // want `once, survives 1 test`
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func one(conn *websocket.Conn) bool {
	_, _, err := conn.ReadMessage() // want `again in a loop of one's caller`
	if err != nil {
		log.Print(err)
	}
	return true
}

func callsOne(conn *websocket.Conn) {
	for one(conn) {
	}
}

func last(conn *websocket.Conn) bool {
	_, _, err := conn.ReadMessage() // want `once`
	return err == nil
}

func callsLast(conn *websocket.Conn) {
	for last(conn) {
	}
}

// A holder is read again only once it has another connection.
type holder struct{ conn *websocket.Conn }

func (h *holder) set(conn *websocket.Conn) { h.conn = conn }

func (h *holder) forgets() {
	for {
		if h.conn == nil {
			return
		}
		if _, _, err := h.conn.ReadMessage(); err != nil { // want `once`
			h.set(nil)
			continue
		}
	}
}

func (h *holder) keeps() {
	for {
		if h.conn == nil {
			return
		}
		if _, _, err := h.conn.ReadMessage(); err != nil { // want `again in its loop`
			log.Print(err)
			continue
		}
	}
}
