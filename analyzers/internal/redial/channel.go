package redial

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A channelKind is what it means to receive from a channel.
type channelKind uint8

const (
	event channelKind = iota // something from outside
	timed                    // a timer, a ticker
	paced                    // a library's policy
	fed                      // what the connection's reader sends: a message, or that it has ended
)

type channel struct {
	kind channelKind
	dur  ast.Expr
	// says and ends tell what is fed: what the connection said, that it has ended.
	says, ends bool
}

// channel tells what e, a channel, is.
func (c *Finder) channel(e ast.Expr) channel {
	e = ast.Unparen(e)
	if dur, ok := c.Timing.Timer(e); ok {
		return channel{kind: timed, dur: dur}
	}
	if call, ok := e.(*ast.CallExpr); ok {
		if w := c.Timing.Wait(call); w != nil && w.Role == wslib.Pauses {
			return channel{kind: paced, dur: call}
		}
	}
	if ctx := c.Timing.Context(e); ctx != nil && c.ofLibrary(ctx) {
		return channel{kind: fed, ends: true}
	}
	return c.fed(e)
}

// IsTime reports whether what e, a channel, sends is only that some time has passed.
func (c *Finder) IsTime(e ast.Expr) bool {
	kind := c.channel(e).kind
	return kind == timed || kind == paced
}

// ofLibrary reports whether a context is one that a library ends with a connection.
func (c *Finder) ofLibrary(ctx ast.Expr) bool {
	return slices.ContainsFunc(c.flow.Sources(ctx), func(s *connflow.Source) bool {
		return s.Kind == connflow.CallResult && s.Call != nil && s.Call.Lib != nil
	})
}

// fed tells what a connection's reader feeds to ch: what was said, where it reads
// on after a send, else that the connection has ended.
func (c *Finder) fed(e ast.Expr) channel {
	if known, ok := c.feeds[e]; ok {
		return known
	}
	ch := channel{}
	for _, s := range c.Timing.Sends() {
		if c.reader(s.In) && !c.madeIn(s) && c.Timing.Receives(e, s) {
			ch.kind = fed
			if c.readsOn(s) {
				ch.says = true
			} else {
				ch.ends = true
			}
		}
	}
	c.feeds[e] = ch
	return ch
}

// madeIn reports whether a send ends a context that its own function made.
func (c *Finder) madeIn(s *timing.Send) bool {
	return s.Cancels && slices.ContainsFunc(c.flow.Sources(s.Chan), func(src *connflow.Source) bool { return src.In == s.In })
}

// readsOn reports whether the reader goes on to read behind a send: it was none
// of an error, and the channel is open.
func (c *Finder) readsOn(s *timing.Send) bool {
	ch, ok := lang.TypeOf(c.flow.Info, s.Chan).Underlying().(*types.Chan)
	if _, closes := s.Node.(*ast.CallExpr); !ok || closes || lang.IsError(ch.Elem()) {
		return false
	}
	return slices.ContainsFunc(c.Graph.Calls[s.In], func(call *ast.CallExpr) bool {
		return c.Graph.Reads[call] && c.flow.Between(s.Node, call, nil)
	})
}

// reader reports whether f reads a connection, is called by what does, or is
// called back by the library that does.
func (c *Finder) reader(f *connflow.Func) bool {
	if known, ok := c.readers[f]; ok {
		return known
	}
	c.readers[f] = false
	c.readers[f] = c.reads(f, 0)
	return c.readers[f]
}

func (c *Finder) reads(f *connflow.Func, depth int) bool {
	if f == nil || depth > maxVia {
		return false
	}
	// What it calls and waits for may read; what it starts reads beside it.
	if c.readsIn(f, map[*connflow.Func]bool{}) || c.handlers[f] {
		return true
	}
	return slices.ContainsFunc(c.flow.Callers(f), func(site *connflow.CallSite) bool {
		return !site.Go && site.In != nil && !c.Graph.Leads[site.In] && c.reads(site.In, depth+1)
	})
}

func (c *Finder) readsIn(f *connflow.Func, seen map[*connflow.Func]bool) bool {
	if seen[f] {
		return false
	}
	seen[f] = true
	for _, call := range c.Graph.Calls[f] {
		if c.Graph.Reads[call] {
			return true
		}
		for _, e := range c.Graph.Out(call) {
			if e.how != started && !c.Graph.Leads[e.To] && c.readsIn(e.To, seen) {
				return true
			}
		}
	}
	return false
}
