// Package feed has event handlers for others.
package feed

import (
	"time"

	"github.com/lxzan/gws"
)

// Bounded bounds every read.
type Bounded struct{ gws.BuiltinEventHandler }

func soon() time.Time { return time.Now().Add(time.Minute) }

func (Bounded) OnOpen(c *gws.Conn)           { _ = c.SetReadDeadline(soon()) }
func (Bounded) OnPong(c *gws.Conn, _ []byte) { _ = c.SetReadDeadline(soon()) }

// Plain bounds nothing.
type Plain struct {
	gws.BuiltinEventHandler
	Each func([]byte)
}

func (p *Plain) OnMessage(_ *gws.Conn, m *gws.Message) {
	p.Each(m.Bytes())
	_ = m.Close()
}

// New hides which it returns.
func New(each func([]byte)) gws.Event { return &Plain{Each: each} }
