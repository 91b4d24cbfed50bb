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
	conn, _, err := gws.NewClient(quiet{}, &gws.ClientOption{Addr: addr}) // want `none`
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
	conn, _, err := gws.NewClient(nameless{}, &gws.ClientOption{Addr: addr}) // want `none`
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
	conn, _, err := gws.NewClient(pinger{}, &gws.ClientOption{Addr: addr}) // want `pingonly`
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
