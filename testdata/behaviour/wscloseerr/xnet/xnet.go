// Package xnet leaves when a read fails, and nobody learns why.
package xnet

import (
	"context"
	"log"
	"net"
	"time"

	"golang.org/x/net/websocket"
)

const newsWait = time.Minute

// Run hands over what comes until the connection ends, or ctx, with which it
// closes: the library says goodbye.
func Run(ctx context.Context, config *websocket.Config, dial func(network, addr string) (net.Conn, error), handle func([]byte)) {
	raw, err := dial("tcp", config.Location.Host)
	if err != nil {
		log.Printf("dial: %v", err)
		return
	}
	defer raw.Close()
	conn, err := websocket.NewClient(config, raw)
	if err != nil {
		log.Printf("shake hands: %v", err)
		return
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	for {
		_ = conn.SetReadDeadline(time.Now().Add(newsWait))
		var msg []byte
		if err := websocket.Message.Receive(conn, &msg); err != nil {
			return
		}
		handle(msg)
	}
}
