package gws

import (
	"time"

	"github.com/lxzan/gws"
)

// Without an OnPong of its own, nothing renews a deadline.
type quiet struct {
	gws.BuiltinEventHandler
}

func (quiet) OnOpen(conn *gws.Conn)                      {}
func (quiet) OnMessage(conn *gws.Conn, msg *gws.Message) { msg.Close() }

func dialQuiet(addr string) {
	conn, _, err := gws.NewClient(quiet{}, &gws.ClientOption{Addr: addr}) // want `an event method is not in this file \(wskeepalive/none\)`
	if err != nil {
		return
	}
	go conn.ReadLoop()
}

// A method that has no name for the connection.
type nameless struct {
	gws.BuiltinEventHandler
}

func (nameless) OnOpen(conn *gws.Conn)                      {}
func (nameless) OnPong(*gws.Conn, []byte)                   {}
func (nameless) OnMessage(conn *gws.Conn, msg *gws.Message) { msg.Close() }

func dialNameless(addr string) {
	conn, _, err := gws.NewClient(nameless{}, &gws.ClientOption{Addr: addr}) // want `an event method is not in this file \(wskeepalive/none\)`
	if err != nil {
		return
	}
	go conn.ReadLoop()
}

// Pings alone.
type pinger struct {
	gws.BuiltinEventHandler
}

func (pinger) OnOpen(conn *gws.Conn) {
	go func() {
		for range time.Tick(10 * time.Second) {
			if conn.WritePing(nil) != nil {
				return
			}
		}
	}()
}

func dialPinger(addr string) {
	conn, _, err := gws.NewClient(pinger{}, &gws.ClientOption{Addr: addr}) // want `an event method is not in this file \(wskeepalive/pingonly\)`
	if err != nil {
		return
	}
	go conn.ReadLoop()
}

// A deadline in OnOpen is one, and is renewed by pongs.
type bounded struct {
	gws.BuiltinEventHandler
}

func (bounded) OnOpen(conn *gws.Conn)           { conn.SetReadDeadline(time.Now().Add(time.Minute)) }
func (bounded) OnPong(conn *gws.Conn, _ []byte) { conn.SetReadDeadline(time.Now().Add(time.Minute)) }

func dialBounded(addr string) {
	conn, _, err := gws.NewClient(bounded{}, &gws.ClientOption{Addr: addr})
	if err != nil {
		return
	}
	go conn.ReadLoop()
}

// Without a ReadLoop nothing is read.
func dialWriter(addr string) {
	conn, _, err := gws.NewClient(quiet{}, &gws.ClientOption{Addr: addr})
	if err != nil {
		return
	}
	conn.WriteString("hello")
}

// A write deadline that is left over would fail a ping, and with it the
// connection.
type deadlines struct{}

func (deadlines) OnOpen(conn *gws.Conn)                      {}
func (deadlines) OnClose(conn *gws.Conn, err error)          { println(err.Error()) }
func (deadlines) OnPing(conn *gws.Conn, payload []byte)      { conn.WritePong(payload) }
func (deadlines) OnPong(conn *gws.Conn, payload []byte)      {}
func (deadlines) OnMessage(conn *gws.Conn, msg *gws.Message) { msg.Close() }

func dialDeadlines(addr string) error {
	conn, _, err := gws.NewClient(deadlines{}, &gws.ClientOption{Addr: addr}) // want `its write deadlines would fail the pings \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	conn.SetWriteDeadline(time.Now().Add(time.Second))
	if err := conn.WriteString("hello"); err != nil {
		return err
	}
	conn.ReadLoop()
	return nil
}

// A server's connections have the same handlers, and nobody pings them.
type both struct{}

func (both) OnOpen(conn *gws.Conn)                      {}
func (both) OnClose(conn *gws.Conn, err error)          { println(err.Error()) }
func (both) OnPing(conn *gws.Conn, payload []byte)      { conn.WritePong(payload) }
func (both) OnPong(conn *gws.Conn, payload []byte)      {}
func (both) OnMessage(conn *gws.Conn, msg *gws.Message) { msg.Close() }

var upgrader = gws.NewUpgrader(both{}, nil)

func dialBoth(addr string) error {
	conn, _, err := gws.NewClient(both{}, &gws.ClientOption{Addr: addr}) // want `others are read there, too \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return nil
}
