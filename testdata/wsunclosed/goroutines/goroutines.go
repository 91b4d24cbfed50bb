// Package goroutines hands connections to goroutines.
package goroutines

import (
	"context"
	"log"

	"github.com/gorilla/websocket"
)

// The goroutine reads and goes.
func listen(url string, got chan<- []byte) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line 26 .*a goroutine still uses it: close it where that ends`
	if err != nil {
		return err
	}
	go func() {
		for {
			_, data, err := conn.ReadMessage()
			if err != nil {
				return
			}
			got <- data
		}
	}()
	return nil
}

// It closes what it read.
func listens(url string, got chan<- []byte) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go read(conn, got)
	return nil
}

func read(conn *websocket.Conn, got chan<- []byte) {
	defer conn.Close()
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			log.Print(err)
			return
		}
		got <- data
	}
}

// Another closes it in the end.
func until(ctx context.Context, url string, got chan<- []byte) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	_, data, err := conn.ReadMessage()
	if err != nil {
		return err
	}
	got <- data
	return nil
}

// So does a function that the context runs.
func after(ctx context.Context, url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { conn.Close() })
	return conn.WriteMessage(websocket.TextMessage, nil)
}

// The error is one that a goroutine sets, too.
func raced(url string, prepare func() error) (*websocket.Conn, error) {
	var err error
	ready := make(chan bool)
	go func() {
		err = prepare()
		close(ready)
	}()
	<-ready
	if err != nil {
		return nil, err
	}
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return conn, nil
}
