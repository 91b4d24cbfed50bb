// Package coder holds dials with coder/websocket whose handshake nothing bounds.
package coder

import (
	"context"
	"net/http"
	"time"

	"github.com/coder/websocket"
)

func background(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(context.Background(), url, nil) // want `its context has no deadline`
	if err != nil {
		return nil, err
	}
	return conn, nil
}

func derived(url string) error {
	ctx, cancel := context.WithCancel(context.TODO())
	defer cancel()
	conn, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{Subprotocols: []string{"v1"}}) // want `its context has no deadline`
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	return conn.Ping(ctx)
}

func returned(url string) (*websocket.Conn, *http.Response, error) {
	return websocket.Dial(context.Background(), url, nil) // want `its context has no deadline`
}

func inHead(url string) error {
	if conn, _, err := websocket.Dial(context.Background(), url, nil); err != nil { // want `its context has no deadline`
		return err
	} else {
		return conn.Close(websocket.StatusNormalClosure, "")
	}
}

// The default client has no timeout, nor has its transport.
func defaultClient(url string) {
	opts := &websocket.DialOptions{HTTPClient: http.DefaultClient}
	conn, _, err := websocket.Dial(context.Background(), url, opts) // want `its context has no deadline`
	_, _ = conn, err
}

func bareClient(url string) {
	opts := &websocket.DialOptions{HTTPClient: &http.Client{Transport: &http.Transport{MaxIdleConns: 1}}}
	conn, _, err := websocket.Dial(context.Background(), url, opts) // want `its context has no deadline`
	_, _ = conn, err
}

func withTimeout(url string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	websocket.Dial(ctx, url, nil)
}

func clientTimeout(url string) {
	opts := &websocket.DialOptions{HTTPClient: &http.Client{Timeout: time.Minute}}
	websocket.Dial(context.Background(), url, opts)
}

func transportTimeout(url string) {
	opts := &websocket.DialOptions{
		HTTPClient: &http.Client{Transport: &http.Transport{ResponseHeaderTimeout: time.Minute}},
	}
	websocket.Dial(context.Background(), url, opts)
}

type roundTripper struct{ http.RoundTripper }

// What its transport does cannot be seen.
func otherTransport(url string, t http.RoundTripper) {
	opts := &websocket.DialOptions{HTTPClient: &http.Client{Transport: roundTripper{t}}}
	websocket.Dial(context.Background(), url, opts)
}
