package deadpeer

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// findDeadlines gathers the calls that set a read deadline, and those that
// clear it, and the calls that lead to a clearing.
func (j *Peer) findDeadlines() {
	for _, e := range j.Conn.Events {
		if e.Func.Role != wslib.ReadDeadline {
			continue
		}
		when := e.Slot(e.Func.When)
		switch {
		case e.Func.Lifts || when != nil && j.zeroTime(when):
			j.Clears = append(j.Clears, e)
		case !j.forHandshake(e):
			j.Sets = append(j.Sets, e)
		}
	}
	j.clearCalls = map[ast.Node]bool{}
	for _, e := range j.Clears {
		if !e.Defer && !e.Go {
			j.clearCalls[e.Node] = true
		}
		for _, p := range j.Places(e.In, e.Node) {
			if p.From == nil {
				continue
			}
			if p.Async || !j.deferred(e, p.From.In) && !j.flow.Leaves(p.From.Node, j.setsDeadline) {
				break
			}
			j.clearCalls[p.Node] = true
		}
	}
}

// forHandshake reports whether the deadline is set on the net.Conn below before
// the handshake, by a library that clears it in the end: gorilla and its forks and
// gws set one of their own, and lift it.
func (j *Peer) forHandshake(e *connflow.Event) bool {
	dial := j.Conn.Calls[0]
	return j.Conn.Lib.PongsRenew && dial.Func.Under != wslib.None && e.In == dial.In && j.flow.Dominates(e.Node, dial.Node)
}

// zeroTime reports whether e can be no time but the zero time, which clears a
// deadline.
func (c *Finder) zeroTime(e ast.Expr) bool {
	sources := c.flow.Sources(e)
	for _, s := range sources {
		switch s.Kind {
		case connflow.Zero:
		case connflow.Literal:
			if lit, ok := s.Expr.(*ast.CompositeLit); !ok || len(lit.Elts) > 0 {
				return false
			}
		default:
			return false
		}
	}
	return len(sources) > 0
}

// deferred reports whether the clearing e runs when in returns.
func (j *Peer) deferred(e *connflow.Event, in *connflow.Func) bool {
	for _, n := range j.flow.Path(e.Node) {
		if stmt, ok := n.(*ast.DeferStmt); ok {
			return j.flow.Func(stmt) == in
		}
	}
	return false
}

// clearsDeadline reports whether the code of n clears the deadline.
func (j *Peer) clearsDeadline(n ast.Node) bool {
	for call := range j.clearCalls {
		if lang.Within(call, n) && j.flow.Func(call) == j.flow.Func(n) {
			return true
		}
	}
	return false
}

// setsDeadline reports whether the code of n sets a deadline.
func (j *Peer) setsDeadline(n ast.Node) bool {
	for _, e := range j.Sets {
		if lang.Within(e.Node, n) {
			return true
		}
	}
	return false
}

// boundedByDeadline reports whether a deadline that is set somewhere may still
// hold when r is read.
func (j *Peer) boundedByDeadline(r *Read) bool {
	for _, e := range j.Sets {
		if j.bounds(e, r) && !j.boundsFirst(e, r) {
			return true
		}
	}
	return false
}

// boundsFirst reports whether the deadline that e sets bounds only the first of the
// reads r: it is set before them, and cleared whenever something arrives.
func (j *Peer) boundsFirst(e *connflow.Event, r *Read) bool {
	if j.arriving().runs(e.In, e.Node) {
		return false
	}
	if r.Loop != nil {
		return !j.flow.Between(r.Again.Node, r.Again.Node, j.clearsDeadline)
	}
	return r.Again != nil && slices.ContainsFunc(j.Clears, func(c *connflow.Event) bool { return j.arriving().funcs[c.In] })
}

// bounds follows the deadline that e sets, out of the functions that leave it
// set, until it meets r. A deadline that is set in a goroutine or a handler of
// its own meets r unless it is cleared there.
func (j *Peer) bounds(e *connflow.Event, r *Read) bool {
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
			if j.flow.Between(p.Node, q.Node, j.clearsDeadline) || p.Node == q.Node {
				return true
			}
			if q.Async && j.flow.Between(q.Node, p.Node, nil) && j.leavesSet(p) {
				return true
			}
		}
		if !j.leavesSet(p) && !j.setsOn(p) {
			continue
		}
		callers := slices.DeleteFunc(slices.Clone(j.flow.Callers(p.In)), func(site *connflow.CallSite) bool {
			return !j.flow.Gives(j.Conn, site.Call, p.In)
		})
		if !met && (len(callers) == 0 || j.flow.UnseenCallers(p.In)) {
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
func (j *Peer) setsOn(p *Place) bool {
	return !j.flow.Leaves(p.Node, nil) && !slices.ContainsFunc(j.Clears, func(e *connflow.Event) bool { return e.In == p.In })
}

// leavesSet reports whether the deadline set at p may outlast p's function, and
// the connection with it: where that returns an error, its callers give up.
func (j *Peer) leavesSet(p *Place) bool {
	for _, e := range j.Clears {
		if j.deferred(e, p.In) {
			return false
		}
	}
	return j.flow.Leaves(p.Node, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		return j.clearsDeadline(n) || ok && j.isClose(e) || j.flow.ReturnsError(n)
	})
}
