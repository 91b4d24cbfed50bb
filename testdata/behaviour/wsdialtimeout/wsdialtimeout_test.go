// Package wsdialtimeout has clients dial a server that accepts TCP and never
// answers.
package wsdialtimeout

import (
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	"github.com/wsvet/wsvet/testdata/behaviour/wsdialtimeout/coder"
	"github.com/wsvet/wsvet/testdata/behaviour/wsdialtimeout/gobwas"
	"github.com/wsvet/wsvet/testdata/behaviour/wsdialtimeout/gorilla"
	"github.com/wsvet/wsvet/testdata/behaviour/wsdialtimeout/gorilla_context"
	"github.com/wsvet/wsvet/testdata/behaviour/wsdialtimeout/gorilla_right"
)

const url = "ws://peer/"

// A client dials over connections that dial makes.
type client struct {
	name  string
	right bool
	dial  func(dial func(network, addr string) (net.Conn, error), url string) error
}

var clients = []client{
	{"gorilla", false, gorilla.Dial},
	{"gorilla_context", false, gorilla_context.Dial},
	{"gorilla_right", true, gorilla_right.Dial},
	{"coder", false, coder.Dial},
	{"gobwas", false, gobwas.Dial},
}

// waits returns how long the client waits for a server that never answers, at
// most a day.
func (c client) waits(t *testing.T) (wait time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := harness.NewNetwork()
		start, end := time.Now(), make(chan error, 1)
		go func() { end <- c.dial(network.Dial, url) }()
		conn, err := network.Accept()
		if err != nil {
			t.Fatal(err)
		}
		select {
		case err = <-end:
			t.Logf("after %v: %v", time.Since(start), err)
		case <-time.After(24 * time.Hour):
		}
		wait = time.Since(start)
		conn.Close()
		network.Close()
	})
	return wait
}

// As they are, the clients wait forever.
func TestBeforeMute(t *testing.T) {
	for _, c := range clients {
		if c.right {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			if wait := c.waits(t); wait < 24*time.Hour {
				t.Errorf("it gives up after %v", wait)
			}
		})
	}
}

// Fixed, they give up within a minute.
func TestAfterMute(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			if wait := c.waits(t); wait > time.Minute {
				t.Errorf("it waits for %v", wait)
			}
		})
	}
}

// A server that answers is connected to.
func TestConnects(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := harness.NewNetwork()
				server := harness.Serve(network)
				defer server.Stop()
				if err := c.dial(network.Dial, url); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
