// Package gorillaright tells why a connection ended, the log and its callers, and
// answers the peer's close frame.
package gorillaright

import (
	"context"
	"errors"
	"log"
	"net"
	"time"

	"github.com/gorilla/websocket"
)

const newsWait = time.Minute

// Run hands over what comes until the connection ends, or ctx, with which it says
// goodbye.
func Run(ctx context.Context, dialer *websocket.Dialer, url string, handle func([]byte)) {
	conn, _, err := dialer.DialContext(ctx, url, nil)
	if err != nil {
		log.Printf("dial: %v", err)
		return
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { leave(conn) })
	defer stop()
	if err := read(conn, handle); !ordinary(err) {
		log.Printf("read: %v", err)
	}
}

// Read hands over what comes until the connection ends. It closes done when the
// peer said goodbye.
func Read(dialer *websocket.Dialer, url string, handle func([]byte), done chan<- struct{}) error {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	echo := conn.CloseHandler()
	conn.SetCloseHandler(func(code int, text string) error {
		close(done)
		return echo(code, text)
	})
	return read(conn, handle)
}

func read(conn *websocket.Conn, handle func([]byte)) error {
	for {
		if err := conn.SetReadDeadline(time.Now().Add(newsWait)); err != nil {
			return err
		}
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}

// ordinary reports whether a connection ended with err as connections do.
func ordinary(err error) bool {
	return errors.Is(err, net.ErrClosed) ||
		websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway, websocket.CloseNoStatusReceived)
}

func leave(conn *websocket.Conn) {
	message := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	if err := conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second)); err != nil {
		log.Printf("goodbye: %v", err)
	}
	conn.Close()
}
