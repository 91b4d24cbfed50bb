package redial

import (
	"go/ast"
	"go/token"
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
	// messages: messages are fed; ends: the end of the connection is.
	messages, ends bool
}

// feeds finds what the channels of a package send, and which functions read.
type feeds struct {
	*Finder
	fedBy    map[ast.Expr]channel
	readers  map[*connflow.Func]bool
	handlers map[*connflow.Func]bool
}

func newFeeds(c *Finder) *feeds {
	fd := &feeds{c, map[ast.Expr]channel{}, map[*connflow.Func]bool{}, map[*connflow.Func]bool{}}
	for _, call := range c.flow.Calls {
		if call.Lib != nil && call.Expr != nil && (call.Func.Events != wslib.None || call.Func.Handler != wslib.None) {
			for _, f := range c.flow.Handlers(call) {
				fd.handlers[f] = true
			}
		}
	}
	return fd
}

// channel returns what is received from e.
func (fd *feeds) channel(e ast.Expr) channel {
	e = ast.Unparen(e)
	if dur, ok := fd.Timing.Timer(e); ok {
		return channel{kind: timed, dur: dur}
	}
	if call, ok := e.(*ast.CallExpr); ok {
		if w := fd.Timing.Wait(call); w != nil && w.Role == wslib.Pauses {
			return channel{kind: paced, dur: call}
		}
	}
	if ctx := fd.Timing.Context(e); ctx != nil && fd.ofLibrary(ctx) {
		return channel{kind: fed, ends: true}
	}
	return fd.fed(e)
}

// IsTime reports whether what e, a channel, sends is only that some time has passed.
func (c *Finder) IsTime(e ast.Expr) bool {
	kind := c.feeds.channel(e).kind
	return kind == timed || kind == paced
}

// ofLibrary reports whether a context is one that a library ends with a connection.
func (fd *feeds) ofLibrary(ctx ast.Expr) bool {
	return slices.ContainsFunc(fd.flow.Sources(ctx), func(s *connflow.Source) bool {
		return s.Kind == connflow.CallResult && s.Call != nil && s.Call.Lib != nil
	})
}

// fed returns what the reader of a connection sends to e: messages, where it reads on
// after a send, else the end of the connection.
func (fd *feeds) fed(e ast.Expr) channel {
	if known, ok := fd.fedBy[e]; ok {
		return known
	}
	ch := channel{}
	for _, s := range fd.Timing.Sends() {
		if fd.reader(s.In) && !fd.madeIn(s) && fd.Timing.Receives(e, s) {
			ch.kind = fed
			if fd.readsOn(s) {
				ch.messages = true
			} else {
				ch.ends = true
			}
		}
	}
	fd.fedBy[e] = ch
	return ch
}

// madeIn reports whether a send ends a context that its own function made.
func (fd *feeds) madeIn(s *timing.Send) bool {
	return s.Cancels && slices.ContainsFunc(fd.flow.Sources(s.Chan), func(src *connflow.Source) bool { return src.In == s.In })
}

// readsOn reports whether the reader goes on to read behind a send: it was none
// of an error, and the channel is open.
func (fd *feeds) readsOn(s *timing.Send) bool {
	ch, ok := lang.TypeOf(fd.flow.Info, s.Chan).Underlying().(*types.Chan)
	if _, closes := s.Node.(*ast.CallExpr); !ok || closes || lang.IsError(ch.Elem()) {
		return false
	}
	return slices.ContainsFunc(fd.Graph.Calls[s.In], func(call *ast.CallExpr) bool {
		return fd.Graph.Reads[call] && fd.flow.Between(s.Node, call, nil)
	})
}

// reader reports whether f reads a connection, is called by what does, or is
// called back by the library that does.
func (fd *feeds) reader(f *connflow.Func) bool {
	if known, ok := fd.readers[f]; ok {
		return known
	}
	fd.readers[f] = false
	fd.readers[f] = fd.reads(f, 0)
	return fd.readers[f]
}

func (fd *feeds) reads(f *connflow.Func, depth int) bool {
	if f == nil || depth > maxVia {
		return false
	}
	// What it calls and waits for may read; what it starts reads beside it.
	if fd.readsIn(f, map[*connflow.Func]bool{}) || fd.handlers[f] {
		return true
	}
	return slices.ContainsFunc(fd.flow.Callers(f), func(site *connflow.CallSite) bool {
		return !site.Go && site.In != nil && !fd.Graph.Leads[site.In] && fd.reads(site.In, depth+1)
	})
}

func (fd *feeds) readsIn(f *connflow.Func, seen map[*connflow.Func]bool) bool {
	if seen[f] {
		return false
	}
	seen[f] = true
	for _, call := range fd.Graph.Calls[f] {
		if fd.Graph.Reads[call] {
			return true
		}
		for _, e := range fd.Graph.Out(call) {
			if e.how != started && !fd.Graph.Leads[e.To] && fd.readsIn(e.To, seen) {
				return true
			}
		}
	}
	return false
}

// isSignal reports whether n receives something else than the time.
func (c *Finder) isSignal(n ast.Node) bool {
	e, ok := n.(*ast.UnaryExpr)
	return ok && e.Op == token.ARROW && !c.IsTime(e.X)
}
