// Package wsbackoff runs clients against servers that refuse, drop and restart.
package wsbackoff

import (
	"context"
	"net"
	"net/http"
	neturl "net/url"
	"time"

	coderws "github.com/coder/websocket"
	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"
	gwsws "github.com/lxzan/gws"
	xnetws "golang.org/x/net/websocket"

	cenkaltiright "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/cenkalti_right"
	coderconstant "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/coder_constant"
	codernojitter "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/coder_nojitter"
	codernone "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/coder_none"
	gobwasfirst "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gobwas_first"
	gobwasnone "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gobwas_none"
	gorillaalive "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_alive"
	gorillaconstant "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_constant"
	gorillaconstantfailed "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_constant_failed"
	gorillaconstantinner "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_constant_inner"
	gorillafirst "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_first"
	gorillafirstselect "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_first_select"
	gorillanojitter "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_nojitter"
	gorillanone "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_none"
	gorillanonemethods "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_none_methods"
	gorillareader "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_reader"
	gorillarestart "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_restart"
	gorillaright "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_right"
	gwsconstant "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gws_constant"
	gwsfirst "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gws_first"
	jpilloraright "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/jpillora_right"
	xnetconstant "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/xnet_constant"
	xnetnone "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/xnet_none"
)

const url = "ws://peer/"

// A client keeps a connection, or tries to, until ctx ends.
type client struct {
	name string
	// category is that of the finding, "" for a program that is right.
	category string
	// first is the longest that the first wait is after dials are refused, and max
	// the longest of all, with the fix or because it is right. A constant wait is
	// first before the fix.
	first, max time.Duration
	run        func(ctx context.Context, dial dial)
	// lostAtOnce: what it waits after failed dials, it does not after a connection
	// that was lost.
	lostAtOnce bool
}

// A dial is what the libraries are hooked with.
type dial func(ctx context.Context, network, addr string) (net.Conn, error)

var clients = []client{
	{"gorilla_none", "none", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		gorillanone.Run(ctx, gorilla(dial), url, ignore)
	}, false},
	{"gorilla_none_methods", "none", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		c := gorillanonemethods.New(gorilla(dial), url, ignore)
		context.AfterFunc(ctx, c.Close)
		c.Run()
	}, false},
	{"gorilla_constant", "constant", 5 * time.Second, time.Minute, func(ctx context.Context, dial dial) {
		gorillaconstant.Run(ctx.Done(), gorilla(dial), url, ignore)
	}, false},
	{"gorilla_constant_failed", "constant", 4 * time.Second, time.Minute, func(ctx context.Context, dial dial) {
		c := &gorillaconstantfailed.Client{Dialer: gorilla(dial), URL: url, Delay: 4 * time.Second, Handle: ignore}
		c.Run(ctx)
	}, false},
	{"gorilla_constant_inner", "constant", 5 * time.Second, time.Minute, func(ctx context.Context, dial dial) {
		c := &gorillaconstantinner.Client{Dialer: gorilla(dial), URL: url, Handle: ignore}
		c.Run(ctx)
	}, true},
	{"gorilla_alive", "none", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		gorillaalive.Run(ctx, gorilla(dial), url, ignore)
	}, false},
	{"gorilla_reader", "first", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		c := gorillareader.New(gorilla(dial), url, ignore)
		context.AfterFunc(ctx, c.Close)
		c.Run()
	}, false},
	{"gorilla_first", "first", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		gorillafirst.Run(ctx, gorilla(dial), url, ignore)
	}, false},
	{"gorilla_first_select", "first", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		gorillafirstselect.Run(ctx, gorilla(dial), url, ignore)
	}, false},
	{"gorilla_nojitter", "nojitter", time.Second, 30 * time.Second, func(ctx context.Context, dial dial) {
		gorillanojitter.Run(ctx, gorilla(dial), url, ignore)
	}, false},
	{"gorilla_right", "", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		gorillaright.Run(ctx, gorilla(dial), url, ignore)
	}, false},
	{"jpillora_right", "", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		jpilloraright.Run(ctx.Done(), gorilla(dial), url, ignore)
	}, false},
	{"coder_none", "none", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		codernone.Run(ctx, url, coder(dial), ignore)
	}, false},
	{"coder_constant", "constant", 3 * time.Second, time.Minute, func(ctx context.Context, dial dial) {
		coderconstant.Run(ctx, url, coder(dial), ignore)
	}, false},
	{"coder_nojitter", "nojitter", time.Second, 64 * time.Second, func(ctx context.Context, dial dial) {
		codernojitter.Run(ctx, url, coder(dial), ignore)
	}, false},
	{"cenkalti_right", "", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		cenkaltiright.Run(ctx, url, coder(dial), ignore)
	}, false},
	{"gobwas_none", "none", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		done := make(chan struct{})
		context.AfterFunc(ctx, func() { close(done) })
		gobwasnone.Run(done, ws.Dialer{NetDial: dial}, url, ignore)
	}, false},
	{"gobwas_first", "first", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		gobwasfirst.Run(ctx, ws.Dialer{NetDial: dial}, url, ignore)
	}, false},
	{"gws_constant", "constant", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		gwsconstant.Run(ctx, gws(dial), ignore)
	}, false},
	{"gws_first", "first", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		c := gwsfirst.New(gws(dial), ignore)
		context.AfterFunc(ctx, c.Stop)
		c.Run()
	}, false},
	{"xnet_none", "none", time.Second, time.Minute, func(ctx context.Context, dial dial) {
		xnetnone.Run(ctx.Done(), xnet(), dial.plain, ignore)
	}, false},
	{"xnet_constant", "constant", 2 * time.Second, time.Minute, func(ctx context.Context, dial dial) {
		xnetconstant.Run(ctx, xnet(), dial.plain, ignore)
	}, false},
}

// restarting waits before it dials anew, with the fix, for a time that does not grow.
var restarting = client{"gorilla_restart", "first", 5 * time.Second, time.Minute, func(ctx context.Context, dial dial) {
	c := gorillarestart.New(gorilla(dial), url, ignore)
	context.AfterFunc(ctx, c.Close)
	c.Run()
}, false}

func ignore([]byte) {}

func (d dial) plain(network, addr string) (net.Conn, error) {
	return d(context.Background(), network, addr)
}

func gorilla(dial dial) *websocket.Dialer { return &websocket.Dialer{NetDialContext: dial} }

func coder(dial dial) *coderws.DialOptions {
	return &coderws.DialOptions{HTTPClient: &http.Client{Transport: &http.Transport{DialContext: dial}}}
}

func gws(dial dial) *gwsws.ClientOption {
	return &gwsws.ClientOption{Addr: url, NewDialer: func() (gwsws.Dialer, error) { return gwsDialer{dial}, nil }}
}

type gwsDialer struct{ dial dial }

func (d gwsDialer) Dial(network, addr string) (net.Conn, error) { return d.dial.plain(network, addr) }

func xnet() *xnetws.Config {
	location := &neturl.URL{Scheme: "ws", Host: "peer", Path: "/"}
	return &xnetws.Config{Location: location, Origin: location, Version: xnetws.ProtocolVersionHybi13}
}
