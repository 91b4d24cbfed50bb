// Package gobwas closes connections of gobwas/ws.
package gobwas

import (
	"context"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

func ask(ctx context.Context, url string) ([]byte, error) {
	conn, _, _, err := ws.Dial(ctx, url)
	if err != nil {
		return nil, err
	}
	defer conn.Close() // want `connection dialed at line 12 is closed here without a close frame`
	return wsutil.ReadServerText(conn)
}

func bye(ctx context.Context, url string) ([]byte, error) {
	conn, _, _, err := ws.Dial(ctx, url)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	data, err := wsutil.ReadServerText(conn)
	if err != nil {
		return nil, err
	}
	return data, wsutil.WriteClientMessage(conn, ws.OpClose, nil)
}
