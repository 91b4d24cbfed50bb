// Package app dials through package lib.
package app

import (
	"context"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsdialtimeout/across/lib"
)

func unbounded(url string) {
	conn, err := lib.Connect(context.Background(), url) // want `its context has no deadline`
	_, _ = conn, err
	conn, err = lib.Twice(context.TODO(), url) // want `its context has no deadline`
	_, _ = conn, err
	lib.With(&websocket.Dialer{}, url) // want `its dialer sets no HandshakeTimeout`
}

func watch(url string) error {
	return lib.Watch(context.Background(), url) // want `its context has no deadline; .*; give it a context with a timeout`
}

func configured(url string) {
	lib.Configured(&lib.Options{URL: url}) // want `its options set no Client.Timeout`
	lib.Configured(&lib.Options{URL: url, Client: &http.Client{Timeout: time.Minute}})
	lib.Mixed(&lib.Options{URL: url})
}

func bounded(ctx context.Context, url string) {
	lib.Bounded(context.Background(), url)
	lib.Connect(ctx, url)
	lib.With(websocket.DefaultDialer, url)
	with, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	lib.Twice(with, url)
}
