package policies

import (
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/gorilla/websocket"
)

// A policy that wraps itself is what it was before.
func wrapped() {
	var b backoff.BackOff = backoff.NewExponentialBackOff()
	b = backoff.WithMaxRetries(b, 5)
	for {
		if _, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil); err == nil {
			return
		}
		d := b.NextBackOff()
		if d == backoff.Stop {
			return
		}
		time.Sleep(d)
	}
}

func wrappedConstant() {
	var b backoff.BackOff = backoff.NewConstantBackOff(time.Second)
	b = backoff.WithMaxRetries(b, 5000)
	for {
		if _, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil); err == nil {
			return
		}
		time.Sleep(b.NextBackOff()) // want `wsbackoff/constant`
	}
}
