// Package nbio redials with nbio, which says by a handler that a connection ended.
package nbio

import (
	"log"
	"math/rand/v2"
	"time"

	"github.com/lesismal/nbio/nbhttp/websocket"
)

// The end of the connection is no wait.
func stay(dialer *websocket.Dialer, options *websocket.Options, url string) {
	lost := make(chan error, 1)
	options.OnClose(func(_ *websocket.Conn, err error) { lost <- err })
	for {
		_, _, err := dialer.Dial(url, nil)
		if err != nil {
			log.Print(err)
			time.Sleep(time.Second) // want `wsbackoff/constant`
			continue
		}
		log.Print(<-lost)
	}
}

func patient(dialer *websocket.Dialer, options *websocket.Options, url string) {
	lost := make(chan error, 1)
	options.OnClose(func(_ *websocket.Conn, err error) { lost <- err })
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		if _, _, err := dialer.Dial(url, nil); err != nil {
			log.Print(err)
		} else {
			log.Print(<-lost)
			wait = time.Second
		}
		time.Sleep(time.Duration(rand.Int64N(int64(wait))))
	}
}
