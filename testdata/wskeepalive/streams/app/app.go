// Package app gives its connections to packages that know no WebSocket, and to one
// that does.
package app

import (
	"bytes"
	"context"
	"io"
	"log"
	"net"
	"time"

	coder "github.com/coder/websocket"
	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"
	xnet "golang.org/x/net/websocket"

	"github.com/wsvet/wsvet/testdata/wskeepalive/streams/frames"
	"github.com/wsvet/wsvet/testdata/wskeepalive/streams/relay"
	"github.com/wsvet/wsvet/testdata/wskeepalive/streams/tune"
)

func read(conn *websocket.Conn) error {
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
	return nil
}

func probed(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	defer tune.Quit(conn)
	if err := tune.Probe(conn.NetConn()); err != nil {
		return err
	}
	if t, ok := conn.NetConn().(*net.TCPConn); ok {
		_ = tune.NoDelay(t)
	}
	return read(conn)
}

func bounded(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	tune.Bound(conn.NetConn())
	return read(conn)
}

func freed(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	_, _, err = conn.ReadMessage()
	tune.Free(conn.NetConn())
	if err != nil {
		return err
	}
	return read(conn)
}

func joined(url string, local io.ReadWriter) error {
	conn, err := xnet.Dial(url, "", "http://localhost/") // want `none`
	if err != nil {
		return err
	}
	defer conn.Close()
	return relay.Join(conn, local)
}

func joinedBounded(url string, local io.ReadWriter) error {
	conn, err := xnet.Dial(url, "", "http://localhost/")
	if err != nil {
		return err
	}
	defer conn.Close()
	return relay.Join(tune.Conn{Conn: conn, Wait: time.Minute}, local)
}

func joinedCounted(url string, local io.ReadWriter) error {
	conn, err := xnet.Dial(url, "", "http://localhost/") // want `none`
	if err != nil {
		return err
	}
	defer conn.Close()
	return relay.Join(tune.Count(conn), local)
}

func piped(ctx context.Context, url string, local net.Conn) error {
	conn, _, err := coder.Dial(ctx, url, nil) // want `none`
	if err != nil {
		return err
	}
	relay.Pipe(coder.NetConn(context.Background(), conn, coder.MessageBinary), local)
	return nil
}

func lines(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `none`
	if err != nil {
		return err
	}
	return relay.Lines(conn, func(line string) { log.Println(line) })
}

func session(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `none`
	if err != nil {
		return err
	}
	s := relay.NewSession(conn, func(b byte) { log.Println(b) })
	defer s.Close()
	return s.Serve()
}

func sessionBounded(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url)
	if err != nil {
		return err
	}
	return relay.NewSession(tune.Conn{Conn: conn, Wait: time.Minute}, func(b byte) { log.Println(b) }).Serve()
}

func text(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url) // want `none`
	if err != nil {
		return err
	}
	for i := 0; i < 1000; i++ {
		if _, err := frames.Text(conn); err != nil {
			return err
		}
	}
	return nil
}

func message(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	var b bytes.Buffer
	for err == nil {
		err = frames.Message(&b, conn)
	}
	return err
}

func soon(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	var b bytes.Buffer
	for err == nil {
		err = frames.Soon(&b, conn)
	}
	return err
}

// Its own wrapper bounds the reads, or does not.
type patient struct{ *websocket.Conn }

func (p patient) Read(b []byte) (int, error) {
	p.SetReadDeadline(time.Now().Add(time.Minute))
	_, r, err := p.NextReader()
	if err != nil {
		return 0, err
	}
	return r.Read(b)
}

func (p patient) Write(b []byte) (int, error) {
	return len(b), p.WriteMessage(websocket.BinaryMessage, b)
}

type stream struct{ *websocket.Conn }

func (s stream) Read(b []byte) (int, error) {
	_, r, err := s.NextReader()
	if err != nil {
		return 0, err
	}
	return r.Read(b)
}

func (s stream) Write(b []byte) (int, error) {
	return len(b), s.WriteMessage(websocket.BinaryMessage, b)
}

func wrapped(url string, local io.ReadWriter) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	return relay.Join(patient{conn}, local)
}

func unwrapped(url string, local io.ReadWriter) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	return relay.Join(stream{conn}, local)
}

func guarded(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url)
	if err != nil {
		return err
	}
	return relay.Lines(tune.Guard(conn), func(line string) { log.Println(line) })
}
