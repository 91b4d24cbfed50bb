// Package gorillanone dials again at once, in one function.
package gorillanone

import (
	"context"
	"log"

	"github.com/gorilla/websocket"
)

// Run hands over what comes, over one connection after the other, until ctx ends.
func Run(ctx context.Context, dialer *websocket.Dialer, url string, handle func([]byte)) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		conn, _, err := dialer.DialContext(ctx, url, nil)
		if err != nil {
			log.Println("dial:", err)
			continue
		}
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		for {
			_, msg, err := conn.ReadMessage()
			if err != nil {
				log.Println("read:", err)
				break
			}
			handle(msg)
		}
		stop()
		conn.Close()
	}
}
