// Package gobwasframes hands on frame by frame, close frames with the code that was
// in them, whatever it is.
package gobwasframes

import (
	"context"
	"net"
	"time"

	"github.com/gobwas/ws"
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
		frame, err := ws.ReadFrame(src)
		if err != nil {
			return goodbye(dst, ws.NewCloseFrameBody(ws.StatusInternalServerError, err.Error()))
		}
		if frame.Header.OpCode == ws.OpClose {
			code, reason := ws.ParseCloseFrameData(frame.Payload)
			return goodbye(dst, ws.NewCloseFrameBody(code, reason))
		}
		if err := ws.WriteFrame(dst, ws.MaskFrame(frame)); err != nil {
			return err
		}
	}
}

func goodbye(conn net.Conn, body []byte) error {
	return ws.WriteFrame(conn, ws.MaskFrame(ws.NewCloseFrame(body)))
}

func dial(dialer ws.Dialer, url string) (net.Conn, error) {
	conn, _, _, err := dialer.Dial(context.Background(), url)
	return conn, err
}
