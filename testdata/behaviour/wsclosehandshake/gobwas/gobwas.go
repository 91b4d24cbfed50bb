// Package gobwas says what it has to say and goes.
package gobwas

import (
	"context"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// Say sends a text.
func Say(ctx context.Context, dialer ws.Dialer, url, text string) error {
	conn, _, _, err := dialer.Dial(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close()
	return wsutil.WriteClientText(conn, []byte(text))
}
