// Package json reads on after messages that are no JSON.
package json

import (
	"encoding/json"
	"errors"
	"io"
	"log"

	"github.com/gorilla/websocket"
)

type message struct{ Text string }

// The errors that end the connection end the loop.
func split(conn *websocket.Conn, handle func(message)) error {
	for {
		var m message
		err := conn.ReadJSON(&m)
		var syntax *json.SyntaxError
		switch {
		case err == nil:
			handle(m)
		case errors.As(err, &syntax):
			log.Print(err)
		default:
			return err
		}
	}
}

func byType(conn *websocket.Conn, handle func(message)) error {
	for {
		var m message
		if err := conn.ReadJSON(&m); err != nil {
			switch err.(type) {
			case *json.SyntaxError, *json.UnmarshalTypeError:
				continue
			}
			if errors.Is(err, io.ErrUnexpectedEOF) {
				continue
			}
			return err
		}
		handle(m)
	}
}

func isJSON(err error) bool {
	var syntax *json.SyntaxError
	return errors.As(err, &syntax)
}

func helped(conn *websocket.Conn, handle func(message)) error {
	for {
		var m message
		if err := conn.ReadJSON(&m); isJSON(err) {
			continue
		} else if err != nil {
			return err
		}
		handle(m)
	}
}

// All errors are taken for such.
func all(conn *websocket.Conn, handle func(message)) {
	for {
		var m message
		if err := conn.ReadJSON(&m); err != nil { // want `the loop at line 68 reads`
			log.Print("bad message: ", err)
			continue
		}
		handle(m)
	}
}

// One case is too many.
func some(conn *websocket.Conn, handle func(message)) {
	for {
		var m message
		if err := conn.ReadJSON(&m); err != nil { // want `the loop at line 80 reads`
			switch err.(type) {
			case *json.UnmarshalTypeError:
				continue
			case *websocket.CloseError:
				continue
			}
			return
		}
		handle(m)
	}
}

// A message that was read is decoded elsewhere.
func decoded(conn *websocket.Conn, handle func(message)) error {
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		var m message
		if err := json.Unmarshal(data, &m); err != nil {
			continue
		}
		handle(m)
	}
}
