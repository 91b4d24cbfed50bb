// Package forks holds close codes sent with the forks of gorilla/websocket, the
// private ones that no table names among them.
package forks

import (
	btcsuite "github.com/btcsuite/websocket"
	dvonthenen "github.com/dvonthenen/websocket"
	"github.com/fasthttp/websocket"
	hertz "github.com/hertz-contrib/websocket"
	private "github.com/wsvet/wsvet/testdata/privatefork"
)

func fasthttp(dst *websocket.Conn, err error) {
	dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "")) // want `close code 1006 is reserved .*: fasthttp/websocket puts it on the wire`
	dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNoStatusReceived, ""))
	if e, ok := err.(*websocket.CloseError); ok {
		dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, "")) // want `sent on unchecked`
	}
}

func dvonthenens(dst *dvonthenen.Conn, err error) {
	dst.WriteMessage(dvonthenen.CloseMessage, dvonthenen.FormatCloseMessage(dvonthenen.CloseAbnormalClosure, "")) // want `close code 1006 is reserved .*: dvonthenen/websocket puts it on the wire`
	dst.WriteMessage(dvonthenen.CloseMessage, dvonthenen.FormatCloseMessage(dvonthenen.CloseNoStatusReceived, ""))
	if e, ok := err.(*dvonthenen.CloseError); ok {
		dst.WriteMessage(dvonthenen.CloseMessage, dvonthenen.FormatCloseMessage(e.Code, "")) // want `sent on unchecked`
	}
}

func hertzs(dst *hertz.Conn, err error) {
	dst.WriteMessage(hertz.CloseMessage, hertz.FormatCloseMessage(hertz.CloseAbnormalClosure, "")) // want `close code 1006 is reserved .*: hertz-contrib/websocket puts it on the wire`
	dst.WriteMessage(hertz.CloseMessage, hertz.FormatCloseMessage(hertz.CloseNoStatusReceived, ""))
	if e, ok := err.(*hertz.CloseError); ok {
		dst.WriteMessage(hertz.CloseMessage, hertz.FormatCloseMessage(e.Code, "")) // want `sent on unchecked`
	}
}

// It has no special case for 1005.
func btcsuites(dst *btcsuite.Conn) {
	dst.WriteMessage(btcsuite.CloseMessage, btcsuite.FormatCloseMessage(btcsuite.CloseAbnormalClosure, ""))  // want `close code 1006 is reserved .*: btcsuite/websocket puts it on the wire`
	dst.WriteMessage(btcsuite.CloseMessage, btcsuite.FormatCloseMessage(btcsuite.CloseNoStatusReceived, "")) // want `close code 1005 is reserved`
}

func privates(dst *private.Conn, err error) {
	dst.WriteMessage(private.CloseMessage, private.FormatCloseMessage(private.CloseAbnormalClosure, "")) // want `close code 1006 is reserved .*: this fork of gorilla/websocket puts it on the wire`
	dst.WriteMessage(private.CloseMessage, private.FormatCloseMessage(private.CloseNoStatusReceived, ""))
	if e, ok := err.(*private.CloseError); ok {
		dst.WriteMessage(private.CloseMessage, private.FormatCloseMessage(e.Code, "")) // want `sent on unchecked`
	}
}
