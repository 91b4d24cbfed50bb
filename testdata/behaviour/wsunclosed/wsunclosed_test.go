// Package wsunclosed has clients log in at a server that refuses them, and follow one
// that sends them away.
package wsunclosed

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/coder/websocket"
	gorillaws "github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	"github.com/wsvet/wsvet/testdata/behaviour/wsunclosed/coder"
	"github.com/wsvet/wsvet/testdata/behaviour/wsunclosed/gorilla"
	"github.com/wsvet/wsvet/testdata/behaviour/wsunclosed/gorilla_right"
	"github.com/wsvet/wsvet/testdata/behaviour/wsunclosed/replaced"
)

const url = "ws://peer/"

// A client logs in over the network; it returns an error where it is refused.
type client struct {
	name  string
	right bool
	login func(*harness.Network) error
}

var clients = []client{
	{"gorilla", false, func(n *harness.Network) error {
		_, err := gorilla.Login(&gorillaws.Dialer{NetDialContext: n.DialContext}, url)
		return err
	}},
	{"gorilla_right", true, func(n *harness.Network) error {
		_, err := gorilla_right.Login(&gorillaws.Dialer{NetDialContext: n.DialContext}, url)
		return err
	}},
	{"coder", false, func(n *harness.Network) error {
		options := &websocket.DialOptions{HTTPClient: &http.Client{Transport: &http.Transport{DialContext: n.DialContext}}}
		_, err := coder.Login(context.Background(), options, url)
		return err
	}},
}

// answered has the client log in, gives it the answer, and returns how many
// connections the server holds then, and how others ended.
func (c client) answered(t *testing.T, answer string) (open int, ends []harness.End) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := harness.NewNetwork()
		server := harness.Serve(network)
		end := make(chan error, 1)
		go func() { end <- c.login(network) }()
		synctest.Wait() // until it waits for the answer
		server.Send(harness.Text, []byte(answer))
		if err := <-end; (err == nil) != (answer == "ok") {
			t.Errorf("answered %q, it returns %v", answer, err)
		}
		synctest.Wait()
		open, ends = server.Open(), server.Ends()
		t.Logf("%d connections are open, ends: %v", open, ends)
		server.Stop()
		network.Close()
	})
	return open, ends
}

// As they are, the clients leave the server with a connection.
func TestBeforeRefused(t *testing.T) {
	for _, c := range clients {
		if c.right {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			if open, ends := c.answered(t, "no"); open != 1 || len(ends) != 0 {
				t.Errorf("%d connections are open, ends: %v", open, ends)
			}
		})
	}
}

// Fixed, they say goodbye.
func TestAfterRefused(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			if open, ends := c.answered(t, "no"); open != 0 || len(ends) != 1 || ends[0].Code != 1000 {
				t.Errorf("%d connections are open, ends: %v", open, ends)
			}
		})
	}
}

// Who is let in keeps the connection.
func TestAccepted(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			if open, _ := c.answered(t, "ok"); open != 1 {
				t.Errorf("%d connections are open", open)
			}
		})
	}
}

// moved has a client come back once, and returns how many connections the server
// holds then.
func moved(t *testing.T) (open int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := harness.NewNetwork()
		server := harness.Serve(network)
		c := &replaced.Client{Dialer: &gorillaws.Dialer{NetDialContext: network.DialContext}, URL: url}
		end := make(chan error, 1)
		go func() { end <- c.Run() }()
		for _, message := range []string{"move", "stay"} {
			synctest.Wait() // until it waits for a message
			server.Send(harness.Text, []byte(message))
		}
		if err := <-end; err != nil {
			t.Error(err)
		}
		synctest.Wait()
		open = server.Open()
		server.Stop()
		network.Close()
	})
	return open
}

// As it is, the client leaves the server with the connection that it replaced.
func TestBeforeMoved(t *testing.T) {
	if open := moved(t); open != 2 {
		t.Errorf("%d connections are open", open)
	}
}

// Fixed, it closes it.
func TestAfterMoved(t *testing.T) {
	if open := moved(t); open != 1 {
		t.Errorf("%d connections are open", open)
	}
}
