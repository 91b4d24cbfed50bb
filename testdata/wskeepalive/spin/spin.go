// Package spin has loops that a deadline would make spin, and some like them.
package spin

import (
	"encoding/json"
	"errors"
	"log"
	"net"

	"github.com/gorilla/websocket"
)

type order struct{ ID int }

// A timeout is no close error: the loop would read on.
func readsOn(url string, orders chan<- order) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `not noticed; leave the loop when a read fails`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		var o order
		if err := conn.ReadJSON(&o); err != nil {
			if websocket.IsUnexpectedCloseError(err) {
				return err
			}
			log.Print(err)
			continue
		}
		orders <- o
	}
}

// Nobody looks at the error.
func dropped(url string, orders chan<- []byte) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `not noticed; leave the loop when a read fails`
	if err != nil {
		return
	}
	for {
		_, msg, _ := conn.ReadMessage()
		orders <- msg
	}
}

// The function that reads keeps the error to itself.
type desk struct{ conn *websocket.Conn }

func (d *desk) next() (msg []byte) {
	_, msg, err := d.conn.ReadMessage()
	if err != nil {
		log.Print(err)
	}
	return msg
}

func (d *desk) run(url string, orders chan<- []byte) (err error) {
	if d.conn, _, err = websocket.DefaultDialer.Dial(url, nil); err != nil { // want `not noticed; leave the loop when a read fails`
		return err
	}
	defer d.conn.Close()
	for {
		orders <- d.next()
	}
}

// Only what cannot be decoded is skipped.
func skips(url string, orders chan<- order) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `peer that vanishes is not noticed \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		var o order
		if err := conn.ReadJSON(&o); err != nil {
			var wrong *json.UnmarshalTypeError
			if errors.As(err, &wrong) {
				continue
			}
			return err
		}
		orders <- o
	}
}

// So is it by the error's type.
func switches(url string, orders chan<- order) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `peer that vanishes is not noticed \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		var o order
		if err := conn.ReadJSON(&o); err != nil {
			switch err.(type) {
			case *json.SyntaxError, *json.UnmarshalTypeError:
				continue
			}
			return err
		}
		orders <- o
	}
}

// A function of its own tells errors of the network apart.
func told(url string, orders chan<- []byte) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `peer that vanishes is not noticed \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			gone := ends(err)
			if gone {
				return err
			}
			continue
		}
		orders <- msg
	}
}

func ends(err error) bool {
	var network net.Error
	return websocket.IsUnexpectedCloseError(err) || errors.As(err, &network)
}
