// Package nofix holds dials whose bound is not for a fix to write.
package nofix

import (
	"context"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

// The dialer is made in another file.
func elsewhere(url string) {
	shared.Dial(url, nil) // want `its dialer \(dialer.go:8\) sets no HandshakeTimeout; .*; set it \(wsdialtimeout\)`
}

// In the head of an if that a loop runs, there is no place to cancel it.
func loop(urls []string) *websocket.Conn {
	for _, url := range urls {
		if conn, _, err := websocket.Dial(context.Background(), url, nil); err == nil { // want `its context has no deadline; .*; give it a context with a timeout`
			return conn
		}
	}
	return nil
}

// A goroutine outlives the statement that starts it.
func started(url string) {
	go websocket.Dial(context.Background(), url, nil) // want `its context has no deadline; .*; give it a context with a timeout`
}

// Aligning the fields would change code that other fixes may change.
func code(url string) {
	d := gorilla.Dialer{
		NetDialContext: nil,
		Jar:            jar(func() {}),
	}
	d.Dial(url, nil) // want `its dialer \(line 33\) sets no HandshakeTimeout; .*; set it`
}
