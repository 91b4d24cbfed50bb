// Package gobwasright bounds the wait for every frame, pongs to its pings among
// them.
package gobwasright

import (
	"context"
	"io"
	"net"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

const (
	frameWait  = 60 * time.Second
	pingPeriod = 45 * time.Second
)

// Read hands over what comes until the connection ends.
func Read(dialer ws.Dialer, url string, handle func([]byte)) error {
	conn, _, _, err := dialer.Dial(context.Background(), url)
	if err != nil {
		return err
	}
	defer conn.Close()
	done := make(chan struct{})
	defer close(done)
	go ping(conn, done)

	control := wsutil.ControlFrameHandler(conn, ws.StateClientSide)
	rd := wsutil.Reader{Source: conn, State: ws.StateClientSide, CheckUTF8: true, OnIntermediate: control}
	for {
		if err := conn.SetReadDeadline(time.Now().Add(frameWait)); err != nil {
			return err
		}
		header, err := rd.NextFrame()
		if err != nil {
			return err
		}
		if header.OpCode.IsControl() {
			if err := control(header, &rd); err != nil {
				return err
			}
			continue
		}
		msg, err := io.ReadAll(&rd)
		if err != nil {
			return err
		}
		handle(msg)
	}
}

func ping(conn net.Conn, done chan struct{}) {
	ticker := time.NewTicker(pingPeriod)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			frame := ws.MustCompileFrame(ws.MaskFrame(ws.NewPingFrame(nil)))
			if _, err := conn.Write(frame); err != nil {
				return
			}
		}
	}
}
