// Package gobwasecho hands on the close code that it was told, whatever it is.
package gobwasecho

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

const newsWait = time.Minute

// Relay hands on what comes from one side until that ends, and how it ended.
func Relay(from, to ws.Dialer, url string) error {
	src, err := dial(from, url)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := dial(to, url)
	if err != nil {
		return err
	}
	defer dst.Close()
	for {
		if err := src.SetReadDeadline(time.Now().Add(newsWait)); err != nil {
			return err
		}
		msg, kind, err := wsutil.ReadServerData(src)
		if err != nil {
			body := ws.NewCloseFrameBody(ws.StatusInternalServerError, err.Error())
			var closed wsutil.ClosedError
			if errors.As(err, &closed) {
				body = ws.NewCloseFrameBody(closed.Code, closed.Reason)
			}
			return wsutil.WriteClientMessage(dst, ws.OpClose, body)
		}
		if err := wsutil.WriteClientMessage(dst, kind, msg); err != nil {
			return err
		}
	}
}

func dial(dialer ws.Dialer, url string) (net.Conn, error) {
	conn, _, _, err := dialer.Dial(context.Background(), url)
	return conn, err
}
