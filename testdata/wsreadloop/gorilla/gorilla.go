// Package gorilla reads on.
package gorilla

import (
	"errors"
	"log"
	"net"

	"github.com/gorilla/websocket"
)

func logs(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, data, err := conn.ReadMessage() // want `the loop at line 13 reads the connection again after this read failed: every further read fails at once, and gorilla/websocket panics at the 1000th`
		if err != nil {
			log.Print(err)
			continue
		}
		handle(data)
	}
}

// It falls through.
func ignores(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, data, err := conn.ReadMessage() // want `the loop at line 25 reads`
		if err != nil {
			log.Print(err)
		}
		handle(data)
	}
}

// Nor do timeouts pass.
func timeouts(conn *websocket.Conn, handle func([]byte)) error {
	for {
		_, data, err := conn.ReadMessage() // want `the loop at line 36 reads`
		if err != nil {
			var timeout net.Error
			if errors.As(err, &timeout) && timeout.Timeout() {
				continue
			}
			return err
		}
		handle(data)
	}
}

// A limit is none.
func bounded(conn *websocket.Conn, handle func([]byte)) error {
	failures := 0
	for {
		_, data, err := conn.ReadMessage() // want `the loop at line 52 reads`
		if err != nil {
			failures++
			if failures > 10 {
				return err
			}
			continue
		}
		handle(data)
	}
}

// Only some codes end the loop.
func codes(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, data, err := conn.ReadMessage() // want `the loop at line 67 reads`
		if err != nil {
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				switch closed.Code {
				case 4000, 4001:
					continue
				}
			}
			return
		}
		handle(data)
	}
}

// Resets are read on after.
func unexpected(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, data, err := conn.ReadMessage() // want `the loop at line 85 reads`
		if websocket.IsUnexpectedCloseError(err) {
			return
		}
		if err != nil {
			log.Print(err)
			continue
		}
		handle(data)
	}
}

// Both ways out leave the loop.
func leaves(conn *websocket.Conn, handle func([]byte)) error {
	for {
		_, data, err := conn.ReadMessage()
		if websocket.IsCloseError(err, websocket.CloseNormalClosure) {
			return nil
		}
		if err != nil {
			return err
		}
		handle(data)
	}
}

// What the other errors come to is behind the cases.
func switches(conn *websocket.Conn, handle func([]byte), stop func(error)) {
	for {
		_, data, err := conn.ReadMessage() // want `the loop at line \d+ reads`
		if err != nil {
			switch e := err.(type) {
			case *websocket.CloseError:
				switch e.Code {
				case 4002:
					continue
				case 4003:
					log.Print("refused")
					continue
				}
				stop(err)
				return
			default:
				stop(err)
				return
			}
		}
		handle(data)
	}
}

// A status leads on to the end, too.
func statuses(conn *websocket.Conn, handle func([]byte), stop func(error)) {
	for {
		_, data, err := conn.ReadMessage() // want `the loop at line \d+ reads`
		if err != nil {
			if !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
				log.Print(err)
				continue
			}
			stop(err)
			return
		}
		handle(data)
	}
}

// The exit gives the error to somebody.
func hands(conn *websocket.Conn, handle func([]byte), fatal func(error) bool, stop func(error)) {
	for {
		_, data, err := conn.ReadMessage() // want `the loop at line \d+ reads`
		if err != nil {
			if fatal(err) {
				stop(err)
				return
			}
			continue
		}
		handle(data)
	}
}
