// Package closures has connections that function literals capture or get.
package closures

import (
	"time"

	"github.com/gorilla/websocket"
)

func captured() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in \(captured\)$`
	go func() {
		conn.ReadMessage()
	}()
}

func argument() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in \(argument\)$`
	go func(c *websocket.Conn) {
		c.ReadMessage()
	}(conn)
}

// A proxy's copy function: one literal, called for both directions.
func variable(up *websocket.Upgrader) {
	backend, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in \(variable\), written in \(variable\)$`
	public, _ := up.Upgrade(nil, nil, nil)                       // want `server: read in \(variable\), written in \(variable\)$`
	replicate := func(dst, src *websocket.Conn) {
		t, m, _ := src.ReadMessage()
		dst.WriteMessage(t, m)
	}
	go replicate(backend, public)
	go replicate(public, backend)
}

type hooks struct {
	onConn func(*websocket.Conn)
}

func field() {
	h := hooks{onConn: func(c *websocket.Conn) { c.ReadMessage() }}
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in \(field\)$`
	h.onConn(conn)
}

func methodValue() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: closed in methodValue, read in run$`
	r := runner{conn}
	f := r.run
	time.AfterFunc(time.Minute, func() { f() })
	defer time.AfterFunc(time.Second, r.close).Stop()
	onExit(conn.Close)
}

type runner struct{ conn *websocket.Conn }

func (r runner) run()   { r.conn.ReadMessage() }
func (r runner) close() {}

func onExit(func() error) {}

// The literal dials; its callers have the connection.
func dialing() {
	dial := func() *websocket.Conn {
		c, _, _ := websocket.DefaultDialer.Dial("ws://a", nil)
		return c
	}
	a := dial() // want `client: read in dialing$`
	b := dial() // want `client: closed in dialing$`
	a.ReadMessage()
	b.Close()
}

func callback(f func(*websocket.Conn)) {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: pinged in pingIt$`
	f(conn)
}

func useCallback() { callback(pingIt) }

func pingIt(c *websocket.Conn) { c.WriteControl(websocket.PingMessage, nil, time.Time{}) }

// The literal returns what the function around it dialed.
func captures() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: closed in captures, read in captures$`
	get := func() *websocket.Conn { return conn }
	get().ReadMessage()
	conn.Close()
}
