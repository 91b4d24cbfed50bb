// Package gobwas drops connections of gobwas/ws.
package gobwas

import (
	"context"
	"errors"
	"net"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

func dial(ctx context.Context, url string) (net.Conn, error) {
	conn, _, hs, err := ws.Dial(ctx, url) // want `dropped by the return at line 19`
	if err != nil {
		return nil, err
	}
	if hs.Protocol == "" {
		return nil, errors.New("no protocol")
	}
	return conn, nil
}

func ask(ctx context.Context, url string) ([]byte, error) {
	conn, br, _, err := ws.Dial(ctx, url)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if br != nil {
		ws.PutReader(br)
	}
	return wsutil.ReadServerText(conn)
}
