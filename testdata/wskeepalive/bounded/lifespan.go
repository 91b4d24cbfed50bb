package bounded

import (
	"context"
	"errors"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// It lives for one answer, or a minute.
func ask(url string) ([]byte, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	answer := make(chan []byte, 1)
	go collect(conn, answer)
	select {
	case msg := <-answer:
		return msg, nil
	case <-time.After(time.Minute):
		return nil, errors.New("no answer")
	}
}

func collect(conn *websocket.Conn, answer chan<- []byte) {
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			log.Print(err)
			return
		}
		if len(msg) > 0 {
			answer <- msg
			return
		}
	}
}

// As long as its context, which has a timeout.
func askWithin(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	conn, _, err := websocket.DefaultDialer.DialContext(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	answer := make(chan []byte, 1)
	go collect(conn, answer)
	select {
	case msg := <-answer:
		return msg, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// The wait is for the first message alone.
func follow(url string, use func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `connection dialed here is read at line \d+ with no read deadline and no ping`
	if err != nil {
		return err
	}
	defer conn.Close()
	messages := make(chan []byte)
	go forward(conn, messages)
	select {
	case msg := <-messages:
		use(msg)
	case <-time.After(time.Minute):
		return errors.New("no answer")
	}
	for msg := range messages {
		use(msg)
	}
	return nil
}

func forward(conn *websocket.Conn, messages chan<- []byte) {
	defer close(messages)
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			log.Print(err)
			return
		}
		messages <- msg
	}
}
