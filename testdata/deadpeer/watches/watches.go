// Package watches looks after connections for other packages.
package watches

import (
	"context"
	"time"

	"github.com/coder/websocket"
)

// Watch ends a connection whose peer answers no ping.
func Watch(conn *websocket.Conn) { // want Watch:`^looks after connections$`
	for range time.Tick(time.Minute) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		err := conn.Ping(ctx)
		cancel()
		if err != nil {
			conn.CloseNow()
			return
		}
	}
}

// Dial dials a connection that is watched.
func Dial(ctx context.Context, url string) (*websocket.Conn, error) { // want Dial:`^looks after connections$`
	conn, _, err := websocket.Dial(ctx, url, nil) // want `^never read; held in conn; watched; handed to code out of sight; pinged in Watch$`
	if err != nil {
		return nil, err
	}
	go Watch(conn)
	return conn, nil
}

// Plain dials one that is not.
func Plain(ctx context.Context, url string) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `^never read; held in conn; handed to code out of sight$`
	return conn, err
}
