// Package lib dials for others: what they give it bounds the handshake.
package lib

import (
	"context"
	"net/http"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

// Connect leaves the bound to its callers.
func Connect(ctx context.Context, url string) (*websocket.Conn, error) { // want Connect:`dials with a bound that its callers give it`
	conn, _, err := websocket.Dial(ctx, url, nil)
	return conn, err
}

// With leaves it to its callers, too.
func With(d *gorilla.Dialer, url string) (*gorilla.Conn, error) { // want With:`dials`
	conn, _, err := d.Dial(url, nil)
	return conn, err
}

// Twice hands the question on.
func Twice(ctx context.Context, url string) (*websocket.Conn, error) { // want Twice:`dials`
	return Connect(ctx, url)
}

// Bounded has a bound of its own.
func Bounded(ctx context.Context, url string) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return Connect(ctx, url)
}

// Options are this package's own.
type Options struct {
	URL    string
	Client *http.Client
}

// Configured dials with the client of the options, if they have one.
func Configured(opts *Options) (*websocket.Conn, error) { // want Configured:`dials`
	var dial websocket.DialOptions
	if opts.Client != nil {
		dial.HTTPClient = opts.Client
	}
	conn, _, err := websocket.Dial(context.Background(), opts.URL, &dial)
	return conn, err
}

// Plain has no client.
func Plain(url string) (*websocket.Conn, error) {
	return Configured(&Options{URL: url}) // want `its options set no Client.Timeout; .*; set it`
}

// Mixed has a bound on one way.
func Mixed(opts *Options) (*websocket.Conn, error) {
	dial := websocket.DialOptions{HTTPClient: opts.Client}
	if dial.HTTPClient == nil {
		dial.HTTPClient = &http.Client{Timeout: time.Minute}
	}
	conn, _, err := websocket.Dial(context.Background(), opts.URL, &dial)
	return conn, err
}

// Watch uses the context for as long as the connection lives.
func Watch(ctx context.Context, url string) error { // want Watch:`dials`
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	_, _, err = conn.Read(ctx)
	return err
}

func here(url string) {
	conn, err := Connect(context.Background(), url) // want `its context has no deadline`
	_, _ = conn, err
}
