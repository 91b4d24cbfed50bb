package constant

import (
	"context"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// A ticker that is there for the dial alone makes way for waits that grow.
func ticks(ctx context.Context, url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err == nil {
		return conn, nil
	}
	ticker := time.NewTicker(2 * time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C: // want `wsbackoff/constant`
			conn, _, err := websocket.DefaultDialer.Dial(url, nil)
			if err == nil {
				return conn, nil
			}
			log.Println(err)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// The loop ranges over the ticks, and serves what it has dialed.
func ticked(url string, period time.Duration) {
	ticker := time.NewTicker(period)
	for range ticker.C { // want `wsbackoff/constant`
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			log.Println(err)
			continue
		}
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				log.Println(err)
				break
			}
		}
	}
}

// The ticker has no name.
func ticking(url string) *websocket.Conn {
	for range time.Tick(time.Second) { // want `wsbackoff/constant`
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		log.Println(err)
	}
	return nil
}
