// Package xnet reads on.
package xnet

import (
	"encoding/json"
	"errors"
	"io"
	"log"

	"golang.org/x/net/websocket"
)

func logs(conn *websocket.Conn, handle func(string)) {
	for {
		var text string
		if err := websocket.Message.Receive(conn, &text); err != nil { // want `the loop at line 14 reads .* the loop spins`
			log.Print(err)
			continue
		}
		handle(text)
	}
}

func decodes(conn *websocket.Conn, handle func(int)) error {
	for {
		var n int
		err := websocket.JSON.Receive(conn, &n)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) || err == websocket.ErrFrameTooLarge {
			continue
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		handle(n)
	}
}
