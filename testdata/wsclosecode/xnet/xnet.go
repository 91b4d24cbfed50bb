// Package xnet holds close codes sent with golang.org/x/net/websocket.
package xnet

import "golang.org/x/net/websocket"

func reserved(conn *websocket.Conn) {
	conn.WriteClose(1006) // want `close code 1006 is reserved and must not be sent: x/net/websocket puts it on the wire`
	conn.WriteClose(1005) // want `close code 1005 is reserved`
	conn.WriteClose(0)    // want `close code 0 is outside`
	conn.WriteClose(1000)
}
