// Package interfaces has connections behind interfaces of the package.
package interfaces

import (
	"context"
	"net"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

type transport interface {
	Receive() error
	Shut()
}

type gorillaTransport struct{ conn *gorilla.Conn }

func (t *gorillaTransport) Receive() error { _, _, err := t.conn.ReadMessage(); return err }
func (t *gorillaTransport) Shut()          { t.conn.Close() }

type session struct{ t transport }

func newSession() *session {
	conn, _, _ := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: closed in Shut, read in Receive$`
	return &session{&gorillaTransport{conn}}
}

func (s *session) run() {
	defer s.t.Shut()
	for s.t.Receive() == nil {
	}
}

// The interface is the package's own, the method the library's.
type reader interface {
	ReadMessage() (int, []byte, error)
	SetReadDeadline(time.Time) error
}

func direct() {
	conn, _, _ := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: bounded in use, read in use$`
	use(conn)
}

func use(r reader) {
	r.SetReadDeadline(time.Now())
	r.ReadMessage()
}

// What is promoted from an embedded connection is a method of the struct.
type wrapped struct{ net.Conn }

func promoted() {
	conn, _, _ := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: bounded in bound$`
	bound(wrapped{conn.NetConn()})
}

type bounder interface{ SetReadDeadline(time.Time) error }

func bound(b bounder) { b.SetReadDeadline(time.Now()) }

// Arguments go to the methods of all types that have them.
type sink interface{ take(*websocket.Conn) }
type one struct{}
type other struct{}

func (one) take(c *websocket.Conn)   { c.Read(context.Background()) }
func (other) take(c *websocket.Conn) { c.Ping(context.Background()) }

func sinks(s sink) {
	c, _, _ := websocket.Dial(context.Background(), "ws://a", nil) // want `client: pinged in take, read in take$`
	s.take(c)
}
