// Package gorillawrapped leaves when a read fails, and nobody learns why, though its
// helper says more than the library does.
package gorillawrapped

import (
	"context"
	"fmt"
	"log"
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
	for {
		msg, err := read(conn)
		if err != nil {
			return
		}
		handle(msg)
	}
}

func read(conn *websocket.Conn) ([]byte, error) {
	if err := conn.SetReadDeadline(time.Now().Add(newsWait)); err != nil {
		return nil, err
	}
	_, msg, err := conn.ReadMessage()
	if err != nil {
		return nil, fmt.Errorf("next message: %w", err)
	}
	return msg, nil
}

func leave(conn *websocket.Conn) {
	message := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	if err := conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second)); err != nil {
		log.Printf("goodbye: %v", err)
	}
	conn.Close()
}
