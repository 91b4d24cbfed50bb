package coder

import (
	"context"
	"io"
	"net/http"
	"os"

	"github.com/coder/websocket"
)

// Where the reader may be busy for longer than the bound, a ping that fails counts
// only if the reader waited all the time.

// The handler may take longer than the bound, and pongs are seen by the reader.
func slow(ctx context.Context, url string, handle func([]byte)) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `none`
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

// So may the one who takes the message.
func blocked(ctx context.Context, url string, out chan<- []byte) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `none`
	if err != nil {
		return err
	}
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		select {
		case out <- msg:
		case <-ctx.Done():
			return nil
		}
	}
}

// So may a file, or a write to the connection.
func written(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `none`
	if err != nil {
		return err
	}
	for {
		kind, r, err := conn.Reader(ctx)
		if err != nil {
			return err
		}
		if _, err := io.Copy(os.Stdout, r); err != nil {
			return err
		}
		if err := conn.Write(ctx, kind, nil); err != nil {
			return err
		}
	}
}

// A Mute is pinged by its user, too, who is told nothing.
type Mute struct{ conn *websocket.Conn }

func (m *Mute) Run(ctx context.Context, url string) (err error) { // want Run:"looks after"
	m.conn, _, err = websocket.Dial(ctx, url, nil) // want `pingonly`
	if err != nil {
		return err
	}
	for i := 0; i < 1000; i++ {
		if _, _, err := m.conn.Read(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mute) Ping(ctx context.Context) { _ = m.conn.Ping(ctx) }
func (m *Mute) Close() error             { return m.conn.Close(websocket.StatusNormalClosure, "") }

// The context is made anew for every read: the pings have another.
func renewed(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `none`
	if err != nil {
		return err
	}
	for {
		ctx, cancel := context.WithCancel(ctx)
		_, _, err := conn.Read(ctx)
		cancel()
		if err != nil {
			return err
		}
	}
}

// A context that is no variable is not there for the pings.
func proxied(w http.ResponseWriter, r *http.Request, url string) {
	conn, _, err := websocket.Dial(r.Context(), url, nil) // want `none`
	if err != nil {
		return
	}
	for {
		_, msg, err := conn.Read(r.Context())
		if err != nil {
			return
		}
		w.Write(msg)
	}
}
