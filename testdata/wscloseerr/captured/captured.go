// Package captured reads into variables of the function around.
package captured

import (
	"fmt"
	"log"

	"github.com/gorilla/websocket"
)

// The function has looked at the variable before the goroutine reads into it.
func subscribe(conn *websocket.Conn, topic string, each func([]byte)) error {
	err := conn.WriteMessage(websocket.TextMessage, []byte(topic))
	if err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	go func() {
		for {
			var p []byte
			_, p, err = conn.ReadMessage() // want `the error that says why the connection ended is dropped: ReadMessage's is not used`
			if err != nil {
				return
			}
			each(p)
		}
	}()
	return nil
}

// A literal that was called before does not run again.
func calledBefore(conn *websocket.Conn, each func([]byte)) {
	var p []byte
	err := conn.WriteMessage(websocket.TextMessage, nil)
	func() {
		if err != nil {
			log.Print(err)
		}
	}()
	for {
		_, p, err = conn.ReadMessage() // want `the error that says why the connection ended is dropped`
		if err != nil {
			break
		}
		each(p)
	}
}

// What follows is silent.

func waits(conn *websocket.Conn, each func([]byte)) error {
	err := conn.WriteMessage(websocket.TextMessage, nil)
	if err != nil {
		return err
	}
	over := make(chan int)
	go func() {
		defer close(over)
		for {
			var p []byte
			if _, p, err = conn.ReadMessage(); err != nil {
				return
			}
			each(p)
		}
	}()
	<-over
	return err
}

func deferred(conn *websocket.Conn, each func([]byte)) {
	var p []byte
	var err error
	defer func() { log.Print(err) }()
	for {
		if _, p, err = conn.ReadMessage(); err != nil {
			return
		}
		each(p)
	}
}

func callback(conn *websocket.Conn, each func([]byte)) error {
	var p []byte
	var err error
	next := func() bool {
		_, p, err = conn.ReadMessage()
		return err == nil
	}
	for next() {
		each(p)
	}
	return err
}
