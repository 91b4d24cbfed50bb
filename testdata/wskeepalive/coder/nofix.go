package coder

import (
	"context"
	"time"

	"github.com/coder/websocket"
	nhooyr "nhooyr.io/websocket"
)

// Two loops.
func twice(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `it may be another one at each read \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		if len(msg) == 0 {
			break
		}
	}
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return err
		}
	}
}

// CloseRead reads until the end.
func writing(ctx context.Context, url string, in <-chan []byte) {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `it may be another one at each read \(wskeepalive/none\)`
	if err != nil {
		return
	}
	ctx = conn.CloseRead(ctx)
	for msg := range in {
		if conn.Write(ctx, websocket.MessageText, msg) != nil {
			return
		}
	}
}

// Some versions close the connection when a ping fails, also one that the reader was
// too busy to see the pong of.
func busy(ctx context.Context, url string, handle func([]byte)) error {
	conn, _, err := nhooyr.Dial(ctx, url, nil) // want `its reader may be busy \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		handle(msg)
	}
}

// A ping that is only to close the connection: a busy reader sees its pong too late.
func pingedBusy(ctx context.Context, url string, handle func([]byte)) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `its reader may be busy \(wskeepalive/pingonly\)`
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(30 * time.Second) {
			ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
			err := conn.Ping(ctx)
			cancel()
			if err != nil {
				return
			}
		}
	}()
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		handle(msg)
	}
}

// What the ping's failure leads to is not seen.
func pingedUntested(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `the ping has no timeout, or is elsewhere \(wskeepalive/pingonly\)`
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(30 * time.Second) {
			_ = conn.Ping(ctx)
		}
	}()
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return err
		}
	}
}
