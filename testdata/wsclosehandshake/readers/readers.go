// Package readers waits for the goroutine that reads.
package readers

import (
	"context"

	"github.com/gorilla/websocket"
)

// The reader has ended by a failed read.
func drain(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
		}
	}()
	<-done
	return conn.Close()
}

// The caller's end is a normal one.
func until(ctx context.Context, url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() {
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				failed <- err
				return
			}
		}
	}()
	select {
	case err := <-failed:
		conn.Close()
		return err
	case <-ctx.Done():
		conn.Close() // want `connection dialed at line 31 is closed here without a close frame`
		return nil
	}
}

// What ends the reader may be either.
func both(url string, stop chan struct{}) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	done := make(chan struct{})
	go func() {
		select {
		case <-stop:
		case <-done:
		}
		conn.Close() // want `connection dialed at line 56 is closed here without a close frame`
	}()
	defer close(done)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}
