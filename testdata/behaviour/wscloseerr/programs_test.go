// Package wscloseerr ends connections in all ways, and looks at who is told.
package wscloseerr

import (
	"context"
	"io"
	"net/http"
	neturl "net/url"

	coderws "github.com/coder/websocket"
	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"
	gwsws "github.com/lxzan/gws"
	xnetws "golang.org/x/net/websocket"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	"github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/coder"
	codercaller "github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/coder_caller"
	codernetconn "github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/coder_netconn"
	coderright "github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/coder_right"
	"github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/gobwas"
	gobwasright "github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/gobwas_right"
	"github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/gorilla"
	gorillacaller "github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/gorilla_caller"
	gorillahandler "github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/gorilla_handler"
	gorillaright "github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/gorilla_right"
	gorillawrapped "github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/gorilla_wrapped"
	gwsright "github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/gws_right"
	"github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/xnet"
	xnetright "github.com/wsvet/wsvet/testdata/behaviour/wscloseerr/xnet_right"
)

const url = "ws://peer/"

// A logging program reads until its connection ends, or ctx, and has nobody to tell
// why but its log.
type logging struct {
	name  string
	right bool
	run   func(ctx context.Context, n *harness.Network)
}

var loggings = []logging{
	{"gorilla", false, func(ctx context.Context, n *harness.Network) {
		gorilla.Run(ctx, gorillaDialer(n), url, ignore)
	}},
	{"gorilla_wrapped", false, func(ctx context.Context, n *harness.Network) {
		gorillawrapped.Run(ctx, gorillaDialer(n), url, ignore)
	}},
	{"gorilla_right", true, func(ctx context.Context, n *harness.Network) {
		gorillaright.Run(ctx, gorillaDialer(n), url, ignore)
	}},
	{"coder", false, func(ctx context.Context, n *harness.Network) {
		coder.Run(ctx, url, coderOptions(n), ignore)
	}},
	{"coder_netconn", false, func(ctx context.Context, n *harness.Network) {
		codernetconn.Run(ctx, url, coderOptions(n), io.Discard)
	}},
	{"coder_right", true, func(ctx context.Context, n *harness.Network) {
		coderright.Run(ctx, url, coderOptions(n), ignore)
	}},
	{"gobwas", false, func(ctx context.Context, n *harness.Network) {
		gobwas.Run(ctx, ws.Dialer{NetDial: n.DialContext}, url, ignore)
	}},
	{"gobwas_right", true, func(ctx context.Context, n *harness.Network) {
		gobwasright.Run(ctx, ws.Dialer{NetDial: n.DialContext}, url, ignore)
	}},
	{"gws_right", true, func(ctx context.Context, n *harness.Network) {
		gwsright.Run(ctx, gwsOption(n), ignore)
	}},
	{"xnet", false, func(ctx context.Context, n *harness.Network) {
		xnet.Run(ctx, xnetConfig(), n.Dial, ignore)
	}},
	{"xnet_right", true, func(ctx context.Context, n *harness.Network) {
		xnetright.Run(ctx, xnetConfig(), n.Dial, ignore)
	}},
}

// A returning program reads until its connection ends, and has a caller to tell why.
type returning struct {
	name string
	run  func(n *harness.Network) error
}

var returnings = []returning{
	{"gorilla_caller", func(n *harness.Network) error {
		return gorillacaller.Read(gorillaDialer(n), url, ignore)
	}},
	{"coder_caller", func(n *harness.Network) error {
		return codercaller.Read(context.Background(), url, coderOptions(n), ignore)
	}},
}

// A handling program has a close handler, which closes done.
type handling struct {
	name  string
	right bool
	run   func(n *harness.Network, done chan<- struct{}) error
}

var handlings = []handling{
	{"gorilla_handler", false, func(n *harness.Network, done chan<- struct{}) error {
		return gorillahandler.Read(gorillaDialer(n), url, ignore, done)
	}},
	{"gorilla_right", true, func(n *harness.Network, done chan<- struct{}) error {
		return gorillaright.Read(gorillaDialer(n), url, ignore, done)
	}},
}

func ignore([]byte) {}

func gorillaDialer(n *harness.Network) *websocket.Dialer {
	return &websocket.Dialer{NetDialContext: n.DialContext}
}

func coderOptions(n *harness.Network) *coderws.DialOptions {
	return &coderws.DialOptions{HTTPClient: &http.Client{Transport: &http.Transport{DialContext: n.DialContext}}}
}

func gwsOption(n *harness.Network) *gwsws.ClientOption {
	return &gwsws.ClientOption{Addr: url, NewDialer: func() (gwsws.Dialer, error) { return n, nil }}
}

func xnetConfig() *xnetws.Config {
	location := &neturl.URL{Scheme: "ws", Host: "peer", Path: "/"}
	return &xnetws.Config{Location: location, Origin: location, Version: xnetws.ProtocolVersionHybi13}
}
