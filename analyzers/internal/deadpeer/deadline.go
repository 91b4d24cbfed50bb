package deadpeer

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// deadlines follows the read deadlines that are set on a connection.
type deadlines struct {
	*Peer
	// clearCalls are the calls that clear one, or lead to that.
	clearCalls map[ast.Node]bool
}

// findDeadlines gathers the calls that set a read deadline, and those that
// clear it, and the calls that lead to a clearing.
func (d *deadlines) findDeadlines() {
	for _, e := range d.Conn.Events {
		if e.Func.Role != wslib.ReadDeadline {
			continue
		}
		when := e.Slot(e.Func.When)
		switch {
		case e.Func.Lifts || when != nil && d.syntax.zeroTime(when):
			d.Clears = append(d.Clears, e)
		case !d.forHandshake(e):
			d.Sets = append(d.Sets, e)
		}
	}
	d.clearCalls = map[ast.Node]bool{}
	for _, e := range d.Clears {
		if !e.Defer && !e.Go {
			d.clearCalls[e.Node] = true
		}
		for _, p := range d.Places(e.In, e.Node) {
			if p.From == nil {
				continue
			}
			if p.Async || !d.deferred(e, p.From.In) && !d.flow.Leaves(p.From.Node, d.setsDeadline) {
				break
			}
			d.clearCalls[p.Node] = true
		}
	}
}

// forHandshake reports whether the deadline is set on the dialed net.Conn before
// the handshake, by a library that clears it in the end: gorilla and its forks and
// gws set one of their own, and lift it.
func (d *deadlines) forHandshake(e *connflow.Event) bool {
	dial := d.Conn.Calls[0]
	return d.Conn.Lib.PongsRenew && dial.Func.Under != wslib.None && e.In == dial.In && d.flow.Dominates(e.Node, dial.Node)
}

// deferred reports whether the clearing e runs when in returns.
func (d *deadlines) deferred(e *connflow.Event, in *connflow.Func) bool {
	for _, n := range d.flow.Path(e.Node) {
		if stmt, ok := n.(*ast.DeferStmt); ok {
			return d.flow.Func(stmt) == in
		}
	}
	return false
}

// clearsDeadline reports whether the code of n clears the deadline.
func (d *deadlines) clearsDeadline(n ast.Node) bool {
	for call := range d.clearCalls {
		if lang.Within(call, n) && d.flow.Func(call) == d.flow.Func(n) {
			return true
		}
	}
	return false
}

// setsDeadline reports whether the code of n sets a deadline.
func (d *deadlines) setsDeadline(n ast.Node) bool {
	for _, e := range d.Sets {
		if lang.Within(e.Node, n) {
			return true
		}
	}
	return false
}

// boundedByDeadline reports whether a deadline that is set somewhere may still
// hold when r is read.
func (d *deadlines) boundedByDeadline(r *Read) bool {
	for _, e := range d.Sets {
		if d.bounds(e, r) && !d.boundsFirst(e, r) {
			return true
		}
	}
	return false
}

// boundsFirst reports whether the deadline that e sets bounds only the first of the
// reads r: it is set before them, and cleared whenever something arrives.
func (d *deadlines) boundsFirst(e *connflow.Event, r *Read) bool {
	if d.arriving().runs(e.In, e.Node) {
		return false
	}
	if r.Loop != nil {
		return !d.flow.Between(r.Again.Node, r.Again.Node, d.clearsDeadline)
	}
	return r.Again != nil && slices.ContainsFunc(d.Clears, func(c *connflow.Event) bool { return d.arriving().funcs[c.In] })
}

// bounds follows the deadline that e sets, out of the functions that leave it
// set, until it meets r. A deadline that is set in a goroutine or a handler of
// its own meets r unless it is cleared there.
func (d *deadlines) bounds(e *connflow.Event, r *Read) bool {
	if e.In == nil {
		return true
	}
	work := []*Place{{In: e.In, Node: e.Node}}
	seen := map[ast.Node]bool{}
	for len(work) > 0 {
		p := work[0]
		work = work[1:]
		met := false
		for _, q := range r.Places {
			if q.In != p.In {
				continue
			}
			met = true
			if d.flow.Between(p.Node, q.Node, d.clearsDeadline) || p.Node == q.Node {
				return true
			}
			if q.Async && d.flow.Between(q.Node, p.Node, nil) && d.leavesSet(p) {
				return true
			}
		}
		if !d.leavesSet(p) && !d.setsOn(p) {
			continue
		}
		callers := slices.DeleteFunc(slices.Clone(d.flow.Callers(p.In)), func(site *connflow.CallSite) bool {
			return !d.flow.Gives(d.Conn, site.Call, p.In)
		})
		if !met && (len(callers) == 0 || d.flow.UnseenCallers(p.In)) {
			return true
		}
		for _, site := range callers {
			if site.Go && !met {
				return true
			}
			if site.In != nil && !seen[site.Call] {
				seen[site.Call] = true
				work = append(work, &Place{In: site.In, Node: site.Call})
			}
		}
	}
	return false
}

// setsOn reports whether the deadline set at p holds for others though p's function
// goes on for ever.
func (d *deadlines) setsOn(p *Place) bool {
	return !d.flow.Leaves(p.Node, nil) && !slices.ContainsFunc(d.Clears, func(e *connflow.Event) bool { return e.In == p.In })
}

// leavesSet reports whether the deadline set at p may outlast p's function, and
// the connection with it: where that returns an error, its callers give up.
func (d *deadlines) leavesSet(p *Place) bool {
	for _, e := range d.Clears {
		if d.deferred(e, p.In) {
			return false
		}
	}
	return d.flow.Leaves(p.Node, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		return d.clearsDeadline(n) || ok && d.endings.isClose(e) || d.flow.ReturnsError(n)
	})
}

// boundedByContext reports whether the context of r ends by itself.
func (d *deadlines) boundedByContext(r *Read) bool {
	if !d.Conn.Lib.ReadCtx {
		return false
	}
	if ctx := r.Slot(r.Func.Ctx); ctx != nil {
		return d.Bounding(ctx, r.Again != nil)
	}
	// The reads of a view made under a context, NetConn's, end with it.
	for _, call := range d.flow.Calls {
		if call.Func.Role != wslib.View || call.Func.Ctx == wslib.None || call.Lib != d.Conn.Lib {
			continue
		}
		if ctx := call.Slot(call.Func.Ctx); ctx != nil && d.Bounding(ctx, r.Again != nil) {
			return true
		}
	}
	return false
}

// Bounding reports whether the context e may have a deadline. A parameter's
// may, which bounds one read; the context that a loop is given is that of the
// whole session.
func (c *Finder) Bounding(e ast.Expr, loop bool) bool {
	return c.flow.ContextEnds(e).Holds(loop)
}
