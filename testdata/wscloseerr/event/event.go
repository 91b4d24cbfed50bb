// Package event has event handlers of gws.
package event

import (
	"fmt"

	"github.com/lxzan/gws"
)

type signals struct {
	gws.BuiltinEventHandler
	done chan struct{}
}

func (s *signals) OnClose(_ *gws.Conn, _ error) { // want `the error that says why the connection ended is dropped: OnClose is given it and never uses it \(wscloseerr/event\)`
	close(s.done)
}

type unnamed struct{ gws.BuiltinEventHandler }

func (unnamed) OnClose(*gws.Conn, error) {} // want `OnClose is given it and never uses it`

type sessions struct {
	gws.BuiltinEventHandler
	open map[*gws.Conn]bool
}

func (s sessions) OnClose(socket *gws.Conn, err error) { // want `OnClose is given it and never uses it`
	if err != nil {
		delete(s.open, socket)
	}
}

// What follows is silent.

type noop struct{ gws.BuiltinEventHandler }

type prints struct{ gws.BuiltinEventHandler }

func (prints) OnClose(_ *gws.Conn, err error) { fmt.Println(err) }

type keeps struct {
	gws.BuiltinEventHandler
	err error
}

func (k *keeps) OnClose(_ *gws.Conn, err error) { k.err = err }

type passes struct {
	gws.BuiltinEventHandler
	next gws.Event
}

func (p *passes) OnClose(c *gws.Conn, err error) { p.next.OnClose(c, err) }

type inLiteral struct {
	gws.BuiltinEventHandler
	todo chan func()
}

func (l *inLiteral) OnClose(_ *gws.Conn, err error) {
	l.todo <- func() { fmt.Println(err) }
}

// Not the library's: its type is no event handler.
type other struct{}

func (other) OnClose(*gws.Conn, error) {}
