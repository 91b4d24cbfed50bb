// Package gobwas holds clients of gobwas/ws.
package gobwas

import (
	"context"
	"io"
	"net"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// A deadline before ReadServerData is not renewed by pongs: no fix.
func loop(ctx context.Context, url string, handle func([]byte)) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `read at line 22 with no read deadline and no ping`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		msg, _, err := wsutil.ReadServerData(conn)
		if err != nil {
			return err
		}
		handle(msg)
	}
}

type client struct {
	conn   net.Conn
	reader *wsutil.Reader
}

// A reader over the connection, in a field.
func (c *client) run(ctx context.Context, url string) (err error) {
	c.conn, _, _, err = ws.Dialer{}.Dial(ctx, url) // want `what is read here has no deadline \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	c.reader = wsutil.NewReader(c.conn, ws.StateClientSide)
	for {
		if err := c.next(); err != nil {
			return err
		}
	}
}

func (c *client) next() error {
	if _, err := c.reader.NextFrame(); err != nil {
		return err
	}
	_, err := io.ReadAll(c.reader)
	return err
}

// A ping frame that was built, masked and compiled.
func pinged(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `its reads show no pongs \(wskeepalive/pingonly\)`
	if err != nil {
		return err
	}
	ping := ws.MustCompileFrame(ws.MaskFrame(ws.NewPingFrame(nil)))
	go func() {
		for range time.Tick(time.Minute) {
			conn.Write(ping)
		}
	}()
	for {
		if _, err := ws.ReadFrame(conn); err != nil {
			return err
		}
	}
}

// A ping by the helper.
func pingMessage(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `its reads show no pongs \(wskeepalive/pingonly\)`
	if err != nil {
		return err
	}
	go wsutil.WriteClientMessage(conn, ws.OpPing, nil)
	for {
		if _, err := wsutil.ReadServerMessage(conn, nil); err != nil {
			return err
		}
	}
}

// A deadline for every read.
func bounded(ctx context.Context, url string) error {
	conn, br, _, err := ws.Dial(ctx, url)
	if err != nil {
		return err
	}
	var src io.Reader = conn
	if br != nil {
		src = br
	}
	for {
		conn.SetReadDeadline(time.Now().Add(time.Minute))
		if _, err := ws.ReadFrame(src); err != nil {
			return err
		}
	}
}

// Frame by frame, with nothing but whole writes, in a loop that knows pongs.
func frames(ctx context.Context, url string, handle func([]byte)) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `none`
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.Write(ws.MustCompileFrame(ws.MaskFrame(ws.NewTextFrame([]byte("hello"))))); err != nil {
		return err
	}
	for {
		frame, err := ws.ReadFrame(conn)
		if err != nil {
			return err
		}
		switch frame.Header.OpCode {
		case ws.OpText:
			handle(frame.Payload)
		case ws.OpPong:
		default:
			return io.ErrUnexpectedEOF
		}
	}
}

// The same, and pings already: the deadline is what is missing.
func pingedFrames(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `pingonly`
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(30 * time.Second) {
			conn.Write(ws.MustCompileFrame(ws.MaskFrame(ws.NewPingFrame(nil))))
		}
	}()
	for {
		msgs, err := wsutil.ReadServerMessage(conn, nil)
		if err != nil {
			return err
		}
		for _, msg := range msgs {
			if !msg.OpCode.IsControl() {
				println(string(msg.Payload))
			}
		}
	}
}

// A write deadline that is left over would fail a ping: no fix.
func writeDeadline(ctx context.Context, url string, handle func([]byte)) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `frames are written in parts, under no lock \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	conn.SetWriteDeadline(time.Now().Add(time.Second))
	if _, err := conn.Write(ws.MustCompileFrame(ws.MaskFrame(ws.NewTextFrame([]byte("hello"))))); err != nil {
		return err
	}
	for {
		frame, err := ws.ReadFrame(conn)
		if err != nil {
			return err
		}
		if !frame.Header.OpCode.IsControl() {
			handle(frame.Payload)
		}
	}
}

// A loop that would take a pong for an error.
func strict(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `its reads show no pongs \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	for {
		frame, err := ws.ReadFrame(conn)
		if err != nil {
			return err
		}
		if frame.Header.OpCode != ws.OpText {
			return io.ErrUnexpectedEOF
		}
	}
}

// A ping could get between the two writes of the helper.
func halves(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `frames are written in parts, under no lock \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	for {
		frame, err := ws.ReadFrame(conn)
		if err != nil {
			return err
		}
		if frame.Header.OpCode.IsControl() {
			continue
		}
		if err := wsutil.WriteClientText(conn, frame.Payload); err != nil {
			return err
		}
	}
}
