// Package local has connections that stay in local variables.
package local

import (
	"io"
	"time"

	"github.com/gorilla/websocket"
)

func straight() {
	conn, _, err := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: bounded in straight, closed in straight, read in straight$`
	if err != nil {
		return
	}
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(time.Minute))
	conn.ReadMessage()
}

func renamed() {
	a, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in renamed$`
	b := a
	var c *websocket.Conn = b
	c.ReadMessage()
}

// The second dial does not excuse the first: they are two variables.
func two() {
	a, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in two$`
	b, _, _ := websocket.DefaultDialer.Dial("ws://b", nil) // want `client: bounded in two$`
	b.SetReadDeadline(time.Now())
	a.ReadMessage()
}

func dereferenced() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: pinged in dereferenced$`
	p := &conn
	(*p).WriteControl(websocket.PingMessage, nil, time.Time{})
}

func throughPointer() {
	var conn *websocket.Conn
	fill(&conn)
	conn.ReadMessage()
}

func fill(into **websocket.Conn) {
	c, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in throughPointer$`
	*into = c
}

func typeSwitch(dial func() (*websocket.Conn, error)) {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: pinged in typeSwitch, read in typeSwitch$`
	var x any = conn
	switch c := x.(type) {
	case *websocket.Conn:
		c.ReadMessage()
	}
	if c, ok := x.(*websocket.Conn); ok {
		op := websocket.PingMessage
		c.WriteMessage(op, nil)
	}
}

func views() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: bounded in views, closed in views, read in views$`
	conn.NetConn().SetDeadline(time.Now())
	_, r, _ := conn.NextReader()
	io.ReadAll(r)
	under := conn.UnderlyingConn()
	under.Close()
}

func server(up *websocket.Upgrader) {
	conn, _ := up.Upgrade(nil, nil, nil) // want `server: written in server$`
	conn.WriteJSON(1)
}
