package wskeepalive

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	"github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gorilla"
	gorillaPingonly "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gorilla_pingonly"
	gorillaRight "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gorilla_right"
)

// A program reads until its connection ends, and hands over what it reads.
type program struct {
	name string
	// read runs it over the network.
	read func(n *harness.Network, handle func([]byte)) error
	// bound is after how long at most it notices, with the fix or because it is
	// right, that nothing comes any more.
	bound time.Duration
	right bool
}

// What the fix announces: a read deadline, or a ping with so long to wait for its
// pong.
const (
	pongWait   = 60 * time.Second
	pingPeriod = pongWait * 9 / 10
)

const url = "ws://peer/"

var programs = []program{
	{"gorilla", func(n *harness.Network, handle func([]byte)) error {
		return gorilla.Read(&websocket.Dialer{NetDialContext: n.DialContext}, url, handle)
	}, pongWait, false},
	{"gorilla_pingonly", func(n *harness.Network, handle func([]byte)) error {
		return gorillaPingonly.Read(&websocket.Dialer{NetDialContext: n.DialContext}, url, handle)
	}, pongWait, false},
	{"gorilla_right", func(n *harness.Network, handle func([]byte)) error {
		return gorillaRight.Read(&websocket.Dialer{NetDialContext: n.DialContext}, url, handle)
	}, pongWait, true},
}

func TestBeforeHang(t *testing.T) {
	for _, p := range programs {
		if p.right {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := harness.NewNetwork()
				server := harness.Serve(network)
				end := make(chan error, 1)
				go func() { end <- p.read(network, func([]byte) {}) }()
				time.Sleep(time.Hour)
				server.Silence(true)
				time.Sleep(time.Hour)
				select {
				case err := <-end:
					t.Errorf("ended: %v", err)
				default:
					t.Logf("waits after an hour")
				}
				server.Stop()
				<-end
			})
		})
	}
}

func TestAfterHang(t *testing.T) {
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := harness.NewNetwork()
				server := harness.Serve(network)
				defer server.Stop()
				end := make(chan error, 1)
				go func() { end <- p.read(network, func([]byte) {}) }()
				time.Sleep(time.Hour)
				silent := time.Now()
				server.Silence(true)
				err := <-end
				t.Logf("ended after %v with %v; %v", time.Since(silent), err, server.Ends())
			})
		})
	}
}
