// Package quiet owes nobody a close frame.
package quiet

import (
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// It only sees whether the server is there.
func probe(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	return conn.Close()
}

// Who gets the connection may send the frame.
func each(url string, handle func(*websocket.Conn)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	handle(conn)
	return conn.WriteMessage(websocket.TextMessage, nil)
}

// A server's is no client's.
func serve(w http.ResponseWriter, r *http.Request) {
	var upgrader websocket.Upgrader
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	_ = conn.WriteMessage(websocket.TextMessage, nil)
}

// A frame of another goroutine may have been sent.
func elsewhere(url string, stop chan struct{}) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		<-stop
		_ = conn.WriteMessage(websocket.CloseMessage, nil)
	}()
	_, _, err = conn.ReadMessage()
	conn.Close()
	return err
}

// Behind the deferred close, the function ends only where a read has failed; that
// a failed dial ends it, too, is no close.
func listen(url string, handle func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(message)
	}
}

// A deadline that cannot be set is one of a connection that is gone.
func bounded(url string, handle func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	extend := func() error { return conn.SetReadDeadline(time.Now().Add(time.Minute)) }
	if err := conn.SetWriteDeadline(time.Time{}); err != nil {
		return err
	}
	for {
		if err := extend(); err != nil {
			return err
		}
		_, message, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(message)
	}
}
