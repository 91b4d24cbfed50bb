// Package app uses connections through package conn alone.
package app

import (
	"context"

	"github.com/wsvet/wsvet/testdata/connflow/facts/conn"
)

func dialed() {
	c, _ := conn.Dial("ws://a") // want `client: read in dialed$`
	c.ReadMessage()
}

func bounded() {
	c, _ := conn.DialBounded("ws://a") // want `client: bounded in bounded, pong handler set in bounded, read in bounded$`
	conn.Read(c)
}

func pinged() {
	c, _ := conn.Dial("ws://a") // want `client: close frame sent in pinged, pinged in pinged, read in pinged$`
	go conn.Pinger(c)
	conn.Read(c)
	conn.Close(c, 1000)
}

func methods(ctx context.Context) {
	c, _ := conn.NewClient(ctx, "ws://a") // want `client: closed in methods, pinged in methods, read in methods$`
	c.Next(ctx)
	c.Ping(ctx)
	c.Raw().CloseNow()
	c.Quit(1000)
}

func away(s conn.Sink) {
	c, _ := conn.Dial("ws://a") // want `client: handed away as \*websocket\.Conn$`
	conn.Elsewhere(s, c)
}

type reader interface {
	Next(context.Context) ([]byte, error)
}

func throughInterface(ctx context.Context) {
	c, _ := conn.NewClient(ctx, "ws://a") // want `client: read in read$`
	read(ctx, c)
}

func read(ctx context.Context, r reader) { r.Next(ctx) }

func handshake() {
	c, _ := conn.Dial("ws://a") // want `client: read in handshake$`
	conn.Handshake(c)
	c.ReadMessage()
}

func stream() error {
	s, err := conn.Open("ws://a") // want `client: closed in stream, read in stream$`
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		if _, err := s.Next(); err != nil {
			return err
		}
	}
}
