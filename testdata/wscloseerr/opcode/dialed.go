package opcode

import (
	"context"
	"io"
	"net"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// A client answers with a masked frame.
func follow(ctx context.Context, url string, handle func([]byte)) error {
	conn, _, _, err := ws.Dial(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		frame, err := ws.ReadFrame(conn)
		if err != nil {
			return err
		}
		if frame.Header.OpCode == ws.OpClose { // want `a close frame was received here and is not answered: the peer sees 1006 \(wscloseerr/handler\)`
			return io.EOF
		}
		handle(frame.Payload)
	}
}

// The connection is a field beside the reader over it.
type browser struct {
	conn   net.Conn
	reader wsutil.Reader
}

func open(ctx context.Context, url string) (*browser, error) {
	conn, br, _, err := ws.Dial(ctx, url)
	if err != nil {
		return nil, err
	}
	b := &browser{conn: conn}
	b.reader = wsutil.Reader{Source: conn, State: ws.StateClientSide}
	if br != nil {
		b.reader.Source = br
	}
	return b, nil
}

func (b *browser) close() error { return b.conn.Close() }

func (b *browser) read() (io.Reader, error) {
	for {
		h, err := b.reader.NextFrame()
		if err != nil {
			return nil, err
		}
		switch h.OpCode {
		case ws.OpClose: // want `a close frame was received here and is not answered: the peer sees 1006 \(wscloseerr/handler\)`
			return nil, io.EOF
		case ws.OpText:
			return &b.reader, nil
		}
		if err := b.reader.Discard(); err != nil {
			return nil, err
		}
	}
}
