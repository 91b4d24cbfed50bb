// Package behaviour holds clients that its tests run as they are here, and as
// the fix leaves them: against peers that live, and peers that do not.
package behaviour

import (
	"context"
	"sync/atomic"

	coder "github.com/coder/websocket"
	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

func readGorilla(dialer *websocket.Dialer, url string, handle func([]byte)) error {
	conn, _, err := dialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}

// The loop that dials again must not keep what belongs to the last connection.
func readAgain(dialer *websocket.Dialer, url string, handle func([]byte)) error {
	for {
		conn, _, err := dialer.Dial(url, nil) // want `none`
		if err != nil {
			return err
		}
		for {
			_, msg, err := conn.ReadMessage()
			if err != nil {
				break
			}
			handle(msg)
		}
		conn.Close()
	}
}

func readCoder(ctx context.Context, url string, options *coder.DialOptions, got *atomic.Int64) error {
	conn, _, err := coder.Dial(ctx, url, options) // want `none`
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		got.Add(int64(len(msg)))
	}
}

func readGobwas(dialer ws.Dialer, url string, handle func([]byte)) error {
	conn, _, _, err := dialer.Dial(context.Background(), url) // want `none`
	if err != nil {
		return err
	}
	defer conn.Close()
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

func readGws(option *gws.ClientOption, handle func([]byte)) error {
	h := &events{handle: handle}
	conn, _, err := gws.NewClient(h, option) // want `none`
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return h.err
}

type events struct {
	handle func([]byte)
	err    error
}

func (e *events) OnOpen(conn *gws.Conn) {}

func (e *events) OnClose(conn *gws.Conn, err error) { e.err = err }

func (e *events) OnPing(conn *gws.Conn, payload []byte) { _ = conn.WritePong(payload) }

func (e *events) OnPong(conn *gws.Conn, payload []byte) {}

func (e *events) OnMessage(conn *gws.Conn, m *gws.Message) {
	defer m.Close()
	e.handle(m.Bytes())
}
