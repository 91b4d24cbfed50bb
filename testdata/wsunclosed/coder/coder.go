// Package coder drops connections of coder/websocket.
package coder

import (
	"context"
	"net"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

func fetch(ctx context.Context, url string, into any) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `dropped by the return at line 17`
	if err != nil {
		return err
	}
	return wsjson.Read(ctx, conn, into)
}

func stream(ctx context.Context, url string, hello []byte) (net.Conn, error) {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `dropped by the return at line 26`
	if err != nil {
		return nil, err
	}
	if err := conn.Write(ctx, websocket.MessageText, hello); err != nil {
		return nil, err
	}
	return websocket.NetConn(ctx, conn, websocket.MessageBinary), nil
}

// A view that closes it is closed.
func once(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	stream := websocket.NetConn(ctx, conn, websocket.MessageText)
	defer stream.Close()
	_, err = stream.Write([]byte("x"))
	return err
}

func now(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	return wsjson.Write(ctx, conn, 1)
}
