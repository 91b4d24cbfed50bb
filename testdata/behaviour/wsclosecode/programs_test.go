// Package wsclosecode has clients say goodbye to a strict peer, in words that it
// must not hear and in others.
package wsclosecode

import (
	"context"
	"net"
	"net/http"
	neturl "net/url"

	coderws "github.com/coder/websocket"
	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"
	gwsws "github.com/lxzan/gws"
	xnetws "golang.org/x/net/websocket"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	"github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/coder"
	coderecho "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/coder_echo"
	coderright "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/coder_right"
	"github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gobwas"
	gobwasecho "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gobwas_echo"
	gobwasframes "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gobwas_frames"
	gobwasright "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gobwas_right"
	gobwasserver "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gobwas_server"
	"github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gorilla"
	gorillaecho "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gorilla_echo"
	gorillaright "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gorilla_right"
	"github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gws"
	gwsecho "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gws_echo"
	gwsright "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/gws_right"
	"github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/xnet"
	xnetright "github.com/wsvet/wsvet/testdata/behaviour/wsclosecode/xnet_right"
)

const url = "ws://peer/"

// What a peer sees where it sees no code.
const (
	noFrame = -1
	empty   = -2 // a close frame without a code
)

// A goodbye is one way in which a client ends its connection.
type goodbye struct {
	name string
	// before and after are what the peer sees without the fix and with it; before
	// is 0 where the program is right.
	before, after int
	say           func(n *harness.Network) error
}

// by is a client that says goodbye in one of its ways.
func by[C any](dial func(n *harness.Network) (C, error), say func(C) error) func(*harness.Network) error {
	return func(n *harness.Network) error {
		c, err := dial(n)
		if err != nil {
			return err
		}
		return say(c)
	}
}

var goodbyes = []goodbye{
	{"gorilla/Lost", 1006, 1011, by(dialGorilla, (*gorilla.Client).Lost)},
	{"gorilla/Untrusted", 1015, 1011, by(dialGorilla, (*gorilla.Client).Untrusted)},
	{"gorilla/Undefined", 1004, 1011, by(dialGorilla, (*gorilla.Client).Undefined)},
	{"gorilla/Packed", 1006, 1011, by(dialGorilla, (*gorilla.Client).Packed)},
	{"gorilla/Nothing", 1005, empty, by(dialGorilla, (*gorilla.Client).Nothing)},
	{"gorilla/Close", 1006, 1000, by(dialGorilla, (*gorilla.Client).Close)},
	{"gorilla_right/Failed", 0, 1011, by(dialGorillaRight, (*gorillaright.Client).Failed)},
	{"gorilla_right/Nothing", 0, empty, by(dialGorillaRight, (*gorillaright.Client).Nothing)},
	{"gorilla_right/Close", 0, 1000, by(dialGorillaRight, (*gorillaright.Client).Close)},

	{"coder/Lost", noFrame, 1011, by(dialCoder, (*coder.Client).Lost)},
	{"coder/Untrusted", noFrame, 1011, by(dialCoder, (*coder.Client).Untrusted)},
	{"coder/Undefined", noFrame, 1011, by(dialCoder, (*coder.Client).Undefined)},
	{"coder/Close", noFrame, 1000, by(dialCoder, (*coder.Client).Close)},
	{"coder_right/Failed", 0, 1011, by(dialCoderRight, (*coderright.Client).Failed)},
	{"coder_right/Nothing", 0, empty, by(dialCoderRight, (*coderright.Client).Nothing)},
	{"coder_right/Close", 0, 1000, by(dialCoderRight, (*coderright.Client).Close)},

	{"gobwas/Lost", 1006, 1011, by(dialGobwas, (*gobwas.Client).Lost)},
	{"gobwas/Untrusted", 1015, 1011, by(dialGobwas, (*gobwas.Client).Untrusted)},
	{"gobwas/Undefined", 1004, 1011, by(dialGobwas, (*gobwas.Client).Undefined)},
	{"gobwas/Nothing", 1005, empty, by(dialGobwas, (*gobwas.Client).Nothing)},
	{"gobwas/Close", 1006, 1000, by(dialGobwas, (*gobwas.Client).Close)},
	{"gobwas_right/Failed", 0, 1011, by(dialGobwasRight, (*gobwasright.Client).Failed)},
	{"gobwas_right/Nothing", 0, empty, by(dialGobwasRight, (*gobwasright.Client).Nothing)},
	{"gobwas_right/Close", 0, 1000, by(dialGobwasRight, (*gobwasright.Client).Close)},

	{"gws/Lost", 1006, 1011, by(dialGws, (*gws.Client).Lost)},
	{"gws/Untrusted", 1015, 1011, by(dialGws, (*gws.Client).Untrusted)},
	{"gws/Undefined", 1004, 1011, by(dialGws, (*gws.Client).Undefined)},
	{"gws/Nothing", 1005, empty, by(dialGws, (*gws.Client).Nothing)},
	{"gws/Close", 1006, 1000, by(dialGws, (*gws.Client).Close)},
	{"gws_right/Failed", 0, 1011, by(dialGwsRight, (*gwsright.Client).Failed)},
	{"gws_right/Nothing", 0, empty, by(dialGwsRight, (*gwsright.Client).Nothing)},
	{"gws_right/Close", 0, 1000, by(dialGwsRight, (*gwsright.Client).Close)},

	{"xnet/Lost", 1006, 1011, by(dialXnet, (*xnet.Client).Lost)},
	{"xnet/Untrusted", 1015, 1011, by(dialXnet, (*xnet.Client).Untrusted)},
	{"xnet/Stop", 1006, 1000, by(dialXnet, (*xnet.Client).Stop)},
	{"xnet_right/Failed", 0, 1011, by(dialXnetRight, (*xnetright.Client).Failed)},
	{"xnet_right/Close", 0, 1000, by(dialXnetRight, (*xnetright.Client).Close)},
}

// A farewell is a goodbye of a server, to a client that dialed it.
type farewell struct {
	name          string
	before, after int
	say           func(conn net.Conn) error
}

var farewells = []farewell{
	{"gobwas_server/Untrusted", 1015, 1011, gobwasserver.Untrusted},
	{"gobwas_server/Undefined", 1004, 1011, gobwasserver.Undefined},
	{"gobwas_server/Shutdown", 1015, 1000, gobwasserver.Shutdown},
}

// A relay hands on what comes from one side to the other.
type relay struct {
	name string
	// before are the endings of which the relay makes a bad one without the fix, none
	// if it is right.
	before []string
	run    func(from, to *harness.Network) error
}

var relays = []relay{
	{"gorilla_echo", []string{"cut"}, func(from, to *harness.Network) error {
		return gorillaecho.Relay(gorillaDialer(from), gorillaDialer(to), url)
	}},
	{"gorilla_right", nil, func(from, to *harness.Network) error {
		return gorillaright.Relay(gorillaDialer(from), gorillaDialer(to), url)
	}},
	{"coder_echo", []string{"cut", "reset", "hang", "1004", "1005", "1006", "1015"}, func(from, to *harness.Network) error {
		return coderecho.Relay(context.Background(), coderOptions(from), coderOptions(to), url)
	}},
	{"coder_right", nil, func(from, to *harness.Network) error {
		return coderright.Relay(context.Background(), coderOptions(from), coderOptions(to), url)
	}},
	{"gobwas_echo", []string{"empty"}, func(from, to *harness.Network) error {
		return gobwasecho.Relay(ws.Dialer{NetDial: from.DialContext}, ws.Dialer{NetDial: to.DialContext}, url)
	}},
	{"gobwas_frames", []string{"empty", "1004", "1005", "1006", "1015"}, func(from, to *harness.Network) error {
		return gobwasframes.Relay(ws.Dialer{NetDial: from.DialContext}, ws.Dialer{NetDial: to.DialContext}, url)
	}},
	{"gobwas_right", nil, func(from, to *harness.Network) error {
		return gobwasright.Relay(ws.Dialer{NetDial: from.DialContext}, ws.Dialer{NetDial: to.DialContext}, url)
	}},
	{"gws_echo", []string{"1004", "1005", "1006", "1015"}, func(from, to *harness.Network) error {
		return gwsecho.Relay(gwsOption(from), gwsOption(to))
	}},
	{"gws_right", nil, func(from, to *harness.Network) error {
		return gwsright.Relay(gwsOption(from), gwsOption(to))
	}},
}

func dialGorilla(n *harness.Network) (*gorilla.Client, error) {
	return gorilla.Dial(gorillaDialer(n), url)
}

func dialGorillaRight(n *harness.Network) (*gorillaright.Client, error) {
	return gorillaright.Dial(gorillaDialer(n), url)
}

func dialCoder(n *harness.Network) (*coder.Client, error) {
	return coder.Dial(context.Background(), url, coderOptions(n))
}

func dialCoderRight(n *harness.Network) (*coderright.Client, error) {
	return coderright.Dial(context.Background(), url, coderOptions(n))
}

func dialGobwas(n *harness.Network) (*gobwas.Client, error) {
	return gobwas.Dial(ws.Dialer{NetDial: n.DialContext}, url)
}

func dialGobwasRight(n *harness.Network) (*gobwasright.Client, error) {
	return gobwasright.Dial(ws.Dialer{NetDial: n.DialContext}, url)
}

func dialGws(n *harness.Network) (*gws.Client, error) { return gws.Dial(gwsOption(n)) }

func dialGwsRight(n *harness.Network) (*gwsright.Client, error) { return gwsright.Dial(gwsOption(n)) }

func dialXnet(n *harness.Network) (*xnet.Client, error) { return xnet.Dial(xnetConfig(), n.Dial) }

func dialXnetRight(n *harness.Network) (*xnetright.Client, error) {
	return xnetright.Dial(xnetConfig(), n.Dial)
}

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
