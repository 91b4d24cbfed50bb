// Package wsreadloop has clients listen to a server that goes.
package wsreadloop

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/coder/websocket"
	gorillaws "github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	"github.com/wsvet/wsvet/testdata/behaviour/wsreadloop/coder"
	"github.com/wsvet/wsvet/testdata/behaviour/wsreadloop/gorilla"
)

const url = "ws://peer/"

// enough failed reads show that a loop does not end.
const enough = 900

// A client listens over the network until it fails, or the context ends.
type client struct {
	name   string
	listen func(ctx context.Context, n *harness.Network, got, failed func(string)) error
}

var clients = []client{
	{"gorilla", func(_ context.Context, n *harness.Network, got, failed func(string)) error {
		return gorilla.Listen(&gorillaws.Dialer{NetDialContext: n.DialContext}, url, got, failed)
	}},
	{"coder", func(ctx context.Context, n *harness.Network, got, failed func(string)) error {
		options := &websocket.DialOptions{HTTPClient: &http.Client{Transport: &http.Transport{DialContext: n.DialContext}}}
		return coder.Listen(ctx, options, url, got, failed)
	}},
}

// failures returns how many reads fail when the server has sent a text and gone,
// up to the panic of the library or to more than enough, and the panic.
func (c client) failures(t *testing.T) (count int, panicked any) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := harness.NewNetwork()
		server := harness.Serve(network)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		var texts []string
		end := make(chan struct{})
		go func() {
			defer close(end)
			defer func() { panicked = recover() }()
			_ = c.listen(ctx, network, func(text string) { texts = append(texts, text) }, func(string) {
				if count++; count == 2*enough {
					cancel()
				}
			})
		}()
		synctest.Wait()
		server.Send(harness.Text, []byte("hello"))
		synctest.Wait()
		server.Cut()
		<-end
		if strings.Join(texts, " ") != "hello" {
			t.Errorf("it got %q", texts)
		}
		t.Logf("%d failed reads, panic: %v", count, panicked)
		server.Stop()
		network.Close()
	})
	return count, panicked
}

// As they are, the clients read on.
func TestBeforeGone(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			count, panicked := c.failures(t)
			if count < enough || (c.name == "gorilla") != (panicked != nil) {
				t.Errorf("%d failed reads, panic: %v", count, panicked)
			}
		})
	}
}

// Fixed, they leave at the first.
func TestAfterGone(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			if count, panicked := c.failures(t); count != 1 || panicked != nil {
				t.Errorf("%d failed reads, panic: %v", count, panicked)
			}
		})
	}
}
