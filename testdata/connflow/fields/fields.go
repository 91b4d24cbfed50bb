// Package fields has connections that live in structs and package variables.
package fields

import (
	"net"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

type client struct {
	conn *websocket.Conn
	done chan struct{}
}

func newClient() (*client, error) {
	conn, _, err := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: closed in Close, pinged in ping, read in readLoop$`
	if err != nil {
		return nil, err
	}
	c := &client{conn: conn}
	go c.readLoop()
	go c.ping()
	return c, nil
}

func (c *client) readLoop() {
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return
		}
	}
}

func (c *client) ping() {
	for range time.Tick(time.Second) {
		c.conn.WriteMessage(websocket.PingMessage, nil)
	}
}

func (c *client) Close() { c.conn.Close() }

type embedded struct {
	*websocket.Conn
	name string
}

func embed() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: bounded in read, read in read$`
	e := embedded{conn, "x"}
	e.read()
}

func (e embedded) read() {
	e.SetReadDeadline(time.Now())
	e.ReadMessage()
}

type outer struct{ inner embedded2 }
type embedded2 struct{ client2 }
type client2 struct{ c *websocket.Conn }

func deep() {
	var o outer
	o.inner.c, _, _ = websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in get$`
	o.get()
}

func (o *outer) get() { o.inner.client2.c.ReadMessage() }

var global *websocket.Conn

func setGlobal() {
	var err error
	global, _, err = websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in useGlobal$`
	_ = err
}

func useGlobal() { global.ReadMessage() }

type guarded struct {
	conn atomic.Pointer[websocket.Conn]
}

func (g *guarded) dial() {
	c, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in run$`
	g.conn.Store(c)
}

func (g *guarded) run() { g.conn.Load().ReadMessage() }

// A getter hands out what is kept: it dials nothing.
type kept struct{ conn *websocket.Conn }

func (k *kept) get() *websocket.Conn { return k.conn }

func (k *kept) dial() {
	k.conn, _, _ = websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in run$`
}

func (k *kept) run() { k.get().ReadMessage() }

// A net.Conn above the library that bounds its own reads.
type adapter struct{ net.Conn }

func (a adapter) Read(p []byte) (int, error) {
	a.SetReadDeadline(time.Now().Add(time.Second))
	return a.Conn.Read(p)
}

func adapt() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: bounded in Read, read in Read$`
	a := adapter{conn.NetConn()}
	a.Read(nil)
}
