// Package forks holds dials with the forks of gorilla/websocket.
package forks

import (
	btcsuite "github.com/btcsuite/websocket"
	"github.com/fasthttp/websocket"
	private "github.com/wsvet/wsvet/testdata/privatefork"
)

func fasthttp(url string) {
	d := websocket.Dialer{}
	d.Dial(url, nil) // want `its dialer \(line 11\) sets no HandshakeTimeout`
	websocket.DefaultDialer.Dial(url, nil)
}

// The default dialer of btcsuite is nil, and has no bound.
func btcsuites(url string) {
	btcsuite.DefaultDialer.Dial(url, nil) // want `its dialer sets no HandshakeTimeout`
}

func privates(url string) {
	private.DefaultDialer.Dial(url, nil)
}
