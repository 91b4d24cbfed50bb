// Package existing logs and returns something where a read fails, and leaves the
// error out.
package existing

import (
	"errors"
	"fmt"
	"log"
	"log/slog"

	"github.com/gorilla/websocket"
	"github.com/rs/zerolog"
	"github.com/sirupsen/logrus"
)

var errLost = errors.New("connection lost")

func format(conn *websocket.Conn, name string, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			log.Printf("%s left\n", name)
			return
		}
		handle(msg)
	}
}

func line(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			conn.Close()
			fmt.Println("connection lost")
			return
		}
		handle(msg)
	}
}

func text(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			logrus.Warn("connection lost")
			return
		}
		handle(msg)
	}
}

func keys(conn *websocket.Conn, name string, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			slog.Info("connection lost", "name", name)
			return
		}
		handle(msg)
	}
}

func chain(conn *websocket.Conn, logger zerolog.Logger, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			logger.Info().Msg("connection lost")
			return
		}
		handle(msg)
	}
}

// A whole sentence takes nothing more.
func sentence(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			log.Print("The connection was lost.")
			return
		}
		handle(msg)
	}
}

// What is said for other reasons, too, stays as it is.
func alternative(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil || len(msg) == 0 {
			log.Print("no more messages")
			return
		}
		handle(msg)
	}
}

func made(conn *websocket.Conn) ([]byte, error) {
	_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
	if err != nil {
		return nil, errors.New("cannot read")
	}
	return msg, nil
}

func formatted(conn *websocket.Conn, name string) ([]byte, error) {
	_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
	if err != nil {
		return nil, fmt.Errorf("cannot read from %s", name)
	}
	return msg, nil
}

// Callers compare the error with this one.
func sentinel(conn *websocket.Conn) ([]byte, error) {
	_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
	if err != nil {
		return nil, errLost
	}
	return msg, nil
}
