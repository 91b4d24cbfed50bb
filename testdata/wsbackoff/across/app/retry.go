package app

import (
	"context"
	"time"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsbackoff/across/backoff"
	"github.com/wsvet/wsvet/testdata/wsbackoff/across/lib"
)

// The retries of package backoff are judged by their bodies.
func retries(ctx context.Context, url string) (conn *websocket.Conn, err error) {
	dial := func() (err error) {
		conn, err = lib.Connect(url)
		return err
	}
	err = backoff.Until(ctx, dial)                   // want `wsbackoff/constant`
	backoff.Hard(dial)                               // want `wsbackoff/none`
	backoff.Every(time.Second, func() (int, error) { // want `wsbackoff/nojitter`
		return 0, dial()
	})
	backoff.Wild(dial)
	backoff.Times(3, time.Second, dial)
	backoff.Times(1000, time.Second, dial) // want `wsbackoff/constant`
	return conn, err
}

func each(urls []string) {
	backoff.Each(urls, func(url string) error {
		_, err := lib.Connect(url)
		return err
	})
}
