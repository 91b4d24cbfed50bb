// Package wskeepalive runs clients against peers and networks that live, and
// against some that do not.
package wskeepalive

import (
	"context"
	"net"
	"net/http"
	neturl "net/url"
	"time"

	coderws "github.com/coder/websocket"
	fasthttpws "github.com/fasthttp/websocket"
	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"
	gwsws "github.com/lxzan/gws"
	xnetws "golang.org/x/net/websocket"
	nhooyrws "nhooyr.io/websocket"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	"github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/coder"
	coderbusy "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/coder_busy"
	coderpingforever "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/coder_pingforever"
	coderpingonly "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/coder_pingonly"
	coderright "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/coder_right"
	codersingle "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/coder_single"
	coderslow "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/coder_slow"
	"github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/fasthttp"
	"github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gobwas"
	gobwasbusy "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gobwas_busy"
	gobwaspingonly "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gobwas_pingonly"
	gobwasright "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gobwas_right"
	"github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gorilla"
	gorillabusy "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gorilla_busy"
	gorillaelsewhere "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gorilla_elsewhere"
	gorillapingonly "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gorilla_pingonly"
	gorillaright "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gorilla_right"
	gorillasingle "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gorilla_single"
	"github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gws"
	gwspingonly "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gws_pingonly"
	gwsright "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gws_right"
	"github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/nhooyr"
	xnetright "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/xnet_right"
)

const url = "ws://peer/"

// A reader reads until its connection ends, and hands over what it reads.
type reader struct {
	name  string
	right bool
	// bound is after how long at most it leaves a dead connection, with the fix or
	// because it is right.
	bound time.Duration
	read  func(n *harness.Network, handle func([]byte)) error
}

const (
	// deadline is the fix's read deadline.
	deadline = 60 * time.Second
	// pong is how long the fix's pings are apart, with the wait for the pong to the
	// last of them.
	pong = 54*time.Second + 60*time.Second
	// ownPong is the same of the pings that coder_pingonly has already.
	ownPong = 20*time.Second + 10*time.Second
)

// outlives is how long what the fix starts may outlast the connection: a pinger
// behind the dial ends with its next ping.
var outlives = map[string]time.Duration{"gorilla_elsewhere": deadline * 9 / 10}

// What has a finding but no fix is not here: loops over reads that neither return
// for a pong nor let one renew their deadline (golang.org/x/net/websocket,
// wsutil.ReadServerData), embedded handlers of gws.
var readers = []reader{
	{"gorilla", false, deadline, func(n *harness.Network, handle func([]byte)) error {
		return gorilla.Read(gorillaDialer(n), url, handle)
	}},
	{"gorilla_pingonly", false, deadline, func(n *harness.Network, handle func([]byte)) error {
		return gorillapingonly.Read(gorillaDialer(n), url, handle)
	}},
	{"gorilla_right", true, deadline, func(n *harness.Network, handle func([]byte)) error {
		return gorillaright.Read(gorillaDialer(n), url, handle)
	}},
	{"fasthttp", false, deadline, func(n *harness.Network, handle func([]byte)) error {
		return fasthttp.Read(&fasthttpws.Dialer{NetDialContext: n.DialContext}, url, handle)
	}},
	{"gorilla_elsewhere", false, deadline, func(n *harness.Network, handle func([]byte)) error {
		return gorillaelsewhere.Read(gorillaDialer(n), url, handle)
	}},
	{"coder_slow", false, pong, func(n *harness.Network, handle func([]byte)) error {
		return coderslow.Read(context.Background(), url, coderOptions(n), handle)
	}},
	{"coder", false, pong, func(n *harness.Network, handle func([]byte)) error {
		return coder.Read(context.Background(), url, coderOptions(n), handle)
	}},
	{"coder_pingonly", false, ownPong, func(n *harness.Network, handle func([]byte)) error {
		return coderpingonly.Read(context.Background(), url, coderOptions(n), handle)
	}},
	{"coder_pingforever", false, 20*time.Second + 60*time.Second, func(n *harness.Network, handle func([]byte)) error {
		return coderpingforever.Read(context.Background(), url, coderOptions(n), handle)
	}},
	{"coder_right", true, 30*time.Second + 10*time.Second, func(n *harness.Network, handle func([]byte)) error {
		return coderright.Read(context.Background(), url, coderOptions(n), handle)
	}},
	{"nhooyr", false, pong, func(n *harness.Network, handle func([]byte)) error {
		return nhooyr.Read(context.Background(), url, &nhooyrws.DialOptions{HTTPClient: httpClient(n)}, handle)
	}},
	{"gobwas", false, deadline, func(n *harness.Network, handle func([]byte)) error {
		return gobwas.Read(ws.Dialer{NetDial: n.DialContext}, url, handle)
	}},
	{"gobwas_pingonly", false, deadline, func(n *harness.Network, handle func([]byte)) error {
		return gobwaspingonly.Read(ws.Dialer{NetDial: n.DialContext}, url, handle)
	}},
	{"gobwas_right", true, deadline, func(n *harness.Network, handle func([]byte)) error {
		return gobwasright.Read(ws.Dialer{NetDial: n.DialContext}, url, handle)
	}},
	{"gws", false, deadline, func(n *harness.Network, handle func([]byte)) error {
		return gws.Read(gwsOption(n), handle)
	}},
	{"gws_pingonly", false, deadline, func(n *harness.Network, handle func([]byte)) error {
		return gwspingonly.Read(gwsOption(n), handle)
	}},
	{"gws_right", true, deadline, func(n *harness.Network, handle func([]byte)) error {
		return gwsright.Read(gwsOption(n), handle)
	}},
	{"xnet_right", true, deadline, func(n *harness.Network, handle func([]byte)) error {
		location := &neturl.URL{Scheme: "ws", Host: "peer", Path: "/"}
		config := &xnetws.Config{Location: location, Origin: location, Version: xnetws.ProtocolVersionHybi13}
		return xnetright.Read(config, n.Dial, handle)
	}},
}

// A writer writes what comes out of a channel beside what a reader does.
type writer struct {
	name  string
	bound time.Duration
	chat  func(n *harness.Network, out <-chan []byte) error
}

var writers = []writer{
	{"gorilla_busy", deadline, func(n *harness.Network, out <-chan []byte) error {
		return gorillabusy.Chat(gorillaDialer(n), url, out, func([]byte) {})
	}},
	{"coder_busy", pong, func(n *harness.Network, out <-chan []byte) error {
		return coderbusy.Chat(context.Background(), url, coderOptions(n), out, func([]byte) {})
	}},
	{"gobwas_busy", deadline, func(n *harness.Network, out <-chan []byte) error {
		return gobwasbusy.Chat(ws.Dialer{NetDial: n.DialContext}, url, out, func([]byte) {})
	}},
}

// An asker asks a question over a new connection, and waits for the answer.
type asker struct {
	name string
	ask  func(n *harness.Network, question []byte) ([]byte, error)
}

var askers = []asker{
	{"gorilla_single", func(n *harness.Network, question []byte) ([]byte, error) {
		return gorillasingle.Ask(gorillaDialer(n), url, question)
	}},
	{"coder_single", func(n *harness.Network, question []byte) ([]byte, error) {
		return codersingle.Ask(url, coderOptions(n), question)
	}},
}

func gorillaDialer(n *harness.Network) *websocket.Dialer {
	return &websocket.Dialer{NetDialContext: n.DialContext}
}

func coderOptions(n *harness.Network) *coderws.DialOptions {
	return &coderws.DialOptions{HTTPClient: httpClient(n)}
}

func httpClient(n *harness.Network) *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: n.DialContext}}
}

func gwsOption(n *harness.Network) *gwsws.ClientOption {
	return &gwsws.ClientOption{Addr: url, NewDialer: func() (gwsws.Dialer, error) { return gwsDialer{n}, nil }}
}

type gwsDialer struct{ n *harness.Network }

func (d gwsDialer) Dial(network, addr string) (net.Conn, error) { return d.n.Dial(network, addr) }
