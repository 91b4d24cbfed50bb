// Package wsclosehandshake has clients say something and go.
package wsclosehandshake

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"

	coderws "github.com/coder/websocket"
	gobwasws "github.com/gobwas/ws"
	gorillaws "github.com/gorilla/websocket"
	lxzangws "github.com/lxzan/gws"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	"github.com/wsvet/wsvet/testdata/behaviour/wsclosehandshake/coder"
	"github.com/wsvet/wsvet/testdata/behaviour/wsclosehandshake/gobwas"
	"github.com/wsvet/wsvet/testdata/behaviour/wsclosehandshake/gorilla"
	"github.com/wsvet/wsvet/testdata/behaviour/wsclosehandshake/gws"
)

const (
	url  = "ws://peer/"
	text = "hello"
)

// A client says the text over the network.
type client struct {
	name string
	say  func(*harness.Network) error
}

var clients = []client{
	{"gorilla", func(n *harness.Network) error {
		return gorilla.Say(&gorillaws.Dialer{NetDialContext: n.DialContext}, url, text)
	}},
	{"coder", func(n *harness.Network) error {
		options := &coderws.DialOptions{HTTPClient: &http.Client{Transport: &http.Transport{DialContext: n.DialContext}}}
		return coder.Say(context.Background(), options, url, text)
	}},
	{"gobwas", func(n *harness.Network) error {
		return gobwas.Say(context.Background(), gobwasws.Dialer{NetDial: n.DialContext}, url, text)
	}},
	{"gws", func(n *harness.Network) error {
		return gws.Say(&lxzangws.ClientOption{Addr: url, NewDialer: func() (lxzangws.Dialer, error) { return dialer{n}, nil }}, text)
	}},
}

// A dialer is the network as gws wants it.
type dialer struct{ network *harness.Network }

func (d dialer) Dial(network, addr string) (net.Conn, error) { return d.network.Dial(network, addr) }

// end returns how the server saw the client's connection end.
func (c client) end(t *testing.T) (end harness.End) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := harness.NewNetwork()
		server := harness.Serve(network)
		if err := c.say(network); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if said := server.Received(harness.Text); len(said) != 1 || string(said[0].Payload) != text {
			t.Errorf("it said %v", said)
		}
		if ends := server.Ends(); len(ends) == 1 {
			end = ends[0]
		} else {
			t.Errorf("ends: %v", ends)
		}
		t.Logf("%d", end.Code)
		server.Stop()
		network.Close()
	})
	return end
}

// As they are, the server takes the clients for lost.
func TestBeforeGone(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			if end := c.end(t); end.Code != harness.Abnormal {
				t.Errorf("code %d", end.Code)
			}
		})
	}
}

// Fixed, they say goodbye.
func TestAfterGone(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			if end := c.end(t); end.Code != 1000 || end.Err != nil {
				t.Errorf("code %d, %v", end.Code, end.Err)
			}
		})
	}
}
