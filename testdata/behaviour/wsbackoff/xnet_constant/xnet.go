// Package xnetconstant waits two seconds for a time channel, whatever happened.
package xnetconstant

import (
	"context"
	"log"
	"net"
	"time"

	"golang.org/x/net/websocket"
)

// Run keeps a connection until ctx ends.
func Run(ctx context.Context, config *websocket.Config, dial func(network, addr string) (net.Conn, error), handle func([]byte)) error {
	for {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err := session(ctx, config, dial, handle)
		log.Println("session:", err)
		<-time.After(2 * time.Second)
	}
}

func session(ctx context.Context, config *websocket.Config, dial func(network, addr string) (net.Conn, error), handle func([]byte)) error {
	raw, err := dial("tcp", config.Location.Host)
	if err != nil {
		return err
	}
	defer raw.Close()
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	defer stop()
	conn, err := websocket.NewClient(config, raw)
	if err != nil {
		return err
	}
	for {
		var msg []byte
		if err := websocket.Message.Receive(conn, &msg); err != nil {
			return err
		}
		handle(msg)
	}
}
