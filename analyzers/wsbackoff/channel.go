package wsbackoff

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A channelKind is what it means to receive from a channel.
type channelKind uint8

const (
	event channelKind = iota // something from outside
	timed                    // a timer, a ticker
	paced                    // a library's policy
	fed                      // what the connection said, or that it has ended, told by its reader
)

type channel struct {
	kind  channelKind
	dur   ast.Expr
	ticks bool
	// says and ends tell what is fed: what the connection said, that it has ended.
	says, ends bool
}

// channel tells what e, a channel, is.
func (c *checker) channel(e ast.Expr) channel {
	e = ast.Unparen(e)
	if ch, ok := c.timer(e); ok {
		return ch
	}
	if call, ok := e.(*ast.CallExpr); ok {
		if w := c.graph.wait(call); w != nil && w.Role == wslib.Pauses {
			return channel{kind: paced, dur: call}
		}
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && lang.IsNamed(lang.TypeOf(c.flow.Info, sel.X), "context", "Context") {
			return c.context(sel.X)
		}
	}
	for _, s := range c.flow.Sources(e) {
		if s.Kind != connflow.CallResult {
			continue
		}
		if call, ok := s.Expr.(*ast.CallExpr); ok {
			if ch, ok := c.timer(call); ok {
				return ch
			}
		}
	}
	return c.fed(e)
}

// timer tells the channel of a timer or ticker.
func (c *checker) timer(e ast.Expr) (channel, bool) {
	switch e := e.(type) {
	case *ast.CallExpr:
		if w := c.graph.wait(e); w != nil && (w.Role == wslib.Fires || w.Role == wslib.Ticks) {
			return channel{kind: timed, dur: slot(e, w.Dur), ticks: w.Role == wslib.Ticks}, true
		}
		return c.clock(e)
	case *ast.SelectorExpr:
		if e.Sel.Name != "C" || !lang.IsNamed(lang.TypeOf(c.flow.Info, e.X), "time", "Timer", "Ticker") {
			return channel{}, false
		}
		return c.started(e.X), true
	}
	return channel{}, false
}

// clock tells a function out of sight that is made like time.After.
func (c *checker) clock(call *ast.CallExpr) (channel, bool) {
	ch, ok := lang.TypeOf(c.flow.Info, call).Underlying().(*types.Chan)
	if !ok || !lang.IsNamed(ch.Elem(), "time", "Time") {
		return channel{}, false
	}
	var dur ast.Expr
	for _, arg := range call.Args {
		if lang.IsNamed(lang.TypeOf(c.flow.Info, arg), "time", "Duration") {
			dur = arg
		}
	}
	return channel{kind: timed, dur: dur}, dur != nil
}

// started returns the duration that a timer or ticker was last given: of those
// that it is made with and reset to, the one that says most.
func (c *checker) started(timer ast.Expr) channel {
	ch := channel{kind: timed}
	best := none
	consider := func(dur ast.Expr) {
		w := &wait{dur: dur}
		c.measure(w)
		if dur != nil && (ch.dur == nil || w.pace > best || c.isZero(ch.dur)) {
			ch.dur, best = dur, w.pace
		}
	}
	for _, s := range c.flow.Sources(timer) {
		if call, ok := s.Expr.(*ast.CallExpr); ok {
			if w := c.graph.wait(call); w != nil && w.Dur != wslib.None {
				consider(slot(call, w.Dur))
				ch.ticks = ch.ticks || w.Role == wslib.Ticks
			}
		}
	}
	v := lang.VarOrField(c.flow.Info, timer)
	for _, f := range c.flow.Funcs {
		for _, call := range c.graph.calls[f] {
			if w := c.graph.wait(call); w != nil && w.Role == wslib.Resets && v != nil && lang.VarOrField(c.flow.Info, slot(call, wslib.Recv)) == v {
				consider(slot(call, w.Dur))
			}
		}
	}
	return ch
}

// context tells the channel that says that a context is over: it is the end of
// the connection where the reader cancels it.
func (c *checker) context(ctx ast.Expr) channel {
	for _, s := range c.flow.Sources(ctx) {
		call, ok := s.Expr.(*ast.CallExpr)
		if !ok || s.Kind != connflow.CallResult {
			continue
		}
		if s.Call != nil && s.Call.Lib != nil {
			return channel{kind: fed, ends: true} // a library's, of a connection
		}
		if w := c.graph.wait(call); w != nil && w.Role == wslib.Expires && c.repeated(call) {
			return channel{kind: timed, dur: slot(call, w.Dur)}
		}
		path := c.flow.Path(call)
		if len(path) < 2 {
			continue
		}
		if as, ok := path[1].(*ast.AssignStmt); ok && len(as.Lhs) == 2 {
			if cancel := lang.VarOrField(c.flow.Info, as.Lhs[1]); cancel != nil && c.usedByReader(cancel) {
				return channel{kind: fed, ends: true}
			}
		}
	}
	return channel{kind: event}
}

// usedByReader reports whether a function that reads a connection calls v.
func (c *checker) usedByReader(v *types.Var) bool {
	for f, calls := range c.graph.calls {
		for _, call := range calls {
			if lang.VarOrField(c.flow.Info, call.Fun) == v && c.reader(f) && !declares(f, v) {
				return true
			}
		}
	}
	return false
}

// declares reports whether f is the function that declares v.
func declares(f *connflow.Func, v *types.Var) bool {
	return f.Body.Pos() <= v.Pos() && v.Pos() < f.Body.End()
}

// fed tells what a connection's reader feeds to ch: what was said, where it reads
// on after a send, else that the connection has ended.
func (c *checker) fed(e ast.Expr) channel {
	if known, ok := c.feeds[e]; ok {
		return known
	}
	ch := channel{}
	for _, s := range c.sends {
		if !s.cancels && c.reader(s.in) && c.flow.Same(e, s.ch) {
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

// readsOn reports whether the reader goes on to read behind a send: it was none
// of an error, and the channel is open.
func (c *checker) readsOn(s *send) bool {
	ch, ok := lang.TypeOf(c.flow.Info, s.ch).Underlying().(*types.Chan)
	if _, closes := s.node.(*ast.CallExpr); !ok || closes || lang.IsError(ch.Elem()) {
		return false
	}
	return slices.ContainsFunc(c.graph.calls[s.in], func(call *ast.CallExpr) bool {
		return c.graph.reads[call] && c.flow.Between(s.node, call, nil)
	})
}

// reader reports whether f reads a connection, is called by what does, or is
// called back by the library that does.
func (c *checker) reader(f *connflow.Func) bool {
	if known, ok := c.readers[f]; ok {
		return known
	}
	c.readers[f] = false
	c.readers[f] = c.reads(f, 0)
	return c.readers[f]
}

func (c *checker) reads(f *connflow.Func, depth int) bool {
	if f == nil || depth > maxVia {
		return false
	}
	// What it calls and waits for may read; what it starts reads beside it.
	if c.readsIn(f, map[*connflow.Func]bool{}) || c.handlers[f] {
		return true
	}
	return slices.ContainsFunc(c.flow.Callers(f), func(site *connflow.CallSite) bool {
		return !site.Go && site.In != nil && !c.graph.leads[site.In] && c.reads(site.In, depth+1)
	})
}

func (c *checker) readsIn(f *connflow.Func, seen map[*connflow.Func]bool) bool {
	if seen[f] {
		return false
	}
	seen[f] = true
	for _, call := range c.graph.calls[f] {
		if c.graph.reads[call] {
			return true
		}
		for _, e := range c.graph.out(call) {
			if e.how != started && !c.graph.leads[e.to] && c.readsIn(e.to, seen) {
				return true
			}
		}
	}
	return false
}
