// Package handshake has dials whose want comments say what bounds their handshake,
// and by which parameters the callers of their function may.
package handshake

import (
	"context"
	"net/http"
	"time"

	coder "github.com/coder/websocket"
	"github.com/gorilla/websocket"
)

func literals() {
	without := &websocket.Dialer{}
	without.Dial("ws://a", nil) // want `nothing`

	with := &websocket.Dialer{HandshakeTimeout: time.Second}
	with.Dial("ws://a", nil) // want `bounded`

	var later websocket.Dialer
	later.HandshakeTimeout = time.Second
	later.Dial("ws://a", nil) // want `bounded`

	zero := &websocket.Dialer{HandshakeTimeout: 0}
	zero.Dial("ws://a", nil) // want `nothing`

	other := &websocket.Dialer{HandshakeTimeout: time.Second}
	_ = other
	websocket.DefaultDialer.Dial("ws://a", nil) // want `bounded`
}

// configured is filled by code that cannot be seen.
func configured(fill func(*websocket.Dialer)) {
	d := &websocket.Dialer{}
	fill(d)
	d.Dial("ws://a", nil) // want `perhaps`
}

func contexts(r *http.Request) {
	d := &websocket.Dialer{}
	d.DialContext(context.Background(), "ws://a", nil) // want `nothing`

	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	d.DialContext(ctx, "ws://a", nil) // want `bounded`

	derived, stop := context.WithCancel(context.Background())
	defer stop()
	d.DialContext(derived, "ws://a", nil) // want `nothing`
}

func nested() {
	ctx := context.Background()
	coder.Dial(ctx, "ws://a", &coder.DialOptions{HTTPClient: &http.Client{}})                     // want `nothing`
	coder.Dial(ctx, "ws://a", &coder.DialOptions{HTTPClient: &http.Client{Timeout: time.Second}}) // want `bounded`
	coder.Dial(ctx, "ws://a", nil)                                                                // want `nothing`
}

func withContext(ctx context.Context) {
	d := &websocket.Dialer{}
	d.DialContext(ctx, "ws://a", nil) // want `perhaps, left to the callers: context`
}

func keepsContext(ctx context.Context) {
	d := &websocket.Dialer{}
	d.DialContext(ctx, "ws://a", nil) // want `perhaps, left to the callers: context, which is kept`
	<-ctx.Done()
}

func withDialer(d *websocket.Dialer) {
	d.Dial("ws://a", nil) // want `perhaps, left to the callers: options by HandshakeTimeout`
}

// Options are those of the package's own.
type Options struct{ Timeout time.Duration }

func withOptions(o Options) {
	d := &websocket.Dialer{HandshakeTimeout: o.Timeout}
	d.Dial("ws://a", nil) // want `bounded, left to the callers: options by Timeout`
}
