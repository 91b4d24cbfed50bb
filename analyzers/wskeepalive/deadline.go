package wskeepalive

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// findDeadlines gathers the calls that set a read deadline, and those that
// clear it, and the calls that lead to a clearing.
func (j *judge) findDeadlines() {
	for _, e := range j.conn.Events {
		if e.Func.Role != wslib.ReadDeadline {
			continue
		}
		when := e.Slot(e.Func.When)
		switch {
		case e.Func.Lifts || when != nil && j.zeroTime(when):
			j.clears = append(j.clears, e)
		case !j.forHandshake(e):
			j.sets = append(j.sets, e)
		}
	}
	j.clearCalls = map[ast.Node]bool{}
	for _, e := range j.clears {
		if !e.Defer && !e.Go {
			j.clearCalls[e.Node] = true
		}
		for _, p := range j.places(e.In, e.Node) {
			if p.from == nil {
				continue
			}
			if p.async || !j.deferred(e, p.from.in) && !j.flow.Leaves(p.from.node, j.setsDeadline) {
				break
			}
			j.clearCalls[p.node] = true
		}
	}
}

// forHandshake reports whether the deadline is set on the net.Conn below before
// the handshake, by a library that clears it in the end: gorilla and its forks and
// gws set one of their own, and lift it.
func (j *judge) forHandshake(e *connflow.Event) bool {
	dial := j.conn.Calls[0]
	return j.conn.Lib.PongsRenew && dial.Func.Under != wslib.None && e.In == dial.In && j.flow.Dominates(e.Node, dial.Node)
}

// zeroTime reports whether e can be no time but the zero time, which clears a
// deadline.
func (c *checker) zeroTime(e ast.Expr) bool {
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
func (j *judge) deferred(e *connflow.Event, in *connflow.Func) bool {
	for _, n := range j.flow.Path(e.Node) {
		if stmt, ok := n.(*ast.DeferStmt); ok {
			return j.flow.Func(stmt) == in
		}
	}
	return false
}

// clearsDeadline reports whether the code of n clears the deadline.
func (j *judge) clearsDeadline(n ast.Node) bool {
	for call := range j.clearCalls {
		if lang.Within(call, n) && j.flow.Func(call) == j.flow.Func(n) {
			return true
		}
	}
	return false
}

// setsDeadline reports whether the code of n sets a deadline.
func (j *judge) setsDeadline(n ast.Node) bool {
	for _, e := range j.sets {
		if lang.Within(e.Node, n) {
			return true
		}
	}
	return false
}

// boundedByDeadline reports whether a deadline that is set somewhere may still
// hold when r is read.
func (j *judge) boundedByDeadline(r *read) bool {
	for _, e := range j.sets {
		if j.bounds(e, r) && !j.boundsFirst(e, r) {
			return true
		}
	}
	return false
}

// boundsFirst reports whether the deadline that e sets bounds only the first of the
// reads r: it is set before them, and cleared whenever something arrives.
func (j *judge) boundsFirst(e *connflow.Event, r *read) bool {
	if j.arriving().runs(e.In, e.Node) {
		return false
	}
	if r.loop != nil {
		return !j.flow.Between(r.again.node, r.again.node, j.clearsDeadline)
	}
	return r.again != nil && slices.ContainsFunc(j.clears, func(c *connflow.Event) bool { return j.arriving().funcs[c.In] })
}

// bounds follows the deadline that e sets, out of the functions that leave it
// set, until it meets r. A deadline that is set in a goroutine or a handler of
// its own meets r unless it is cleared there.
func (j *judge) bounds(e *connflow.Event, r *read) bool {
	if e.In == nil {
		return true
	}
	work := []*place{{in: e.In, node: e.Node}}
	seen := map[ast.Node]bool{}
	for len(work) > 0 {
		p := work[0]
		work = work[1:]
		met := false
		for _, q := range r.places {
			if q.in != p.in {
				continue
			}
			met = true
			if j.flow.Between(p.node, q.node, j.clearsDeadline) || p.node == q.node {
				return true
			}
			if q.async && j.flow.Between(q.node, p.node, nil) && j.leavesSet(p) {
				return true
			}
		}
		if !j.leavesSet(p) && !j.setsOn(p) {
			continue
		}
		callers := slices.DeleteFunc(slices.Clone(j.flow.Callers(p.in)), func(site *connflow.CallSite) bool {
			return !j.flow.Gives(j.conn, site.Call, p.in)
		})
		if !met && (len(callers) == 0 || j.flow.UnseenCallers(p.in)) {
			return true
		}
		for _, site := range callers {
			if site.Go && !met {
				return true
			}
			if site.In != nil && !seen[site.Call] {
				seen[site.Call] = true
				work = append(work, &place{in: site.In, node: site.Call})
			}
		}
	}
	return false
}

// setsOn reports whether the deadline set at p holds for others though p's function
// goes on for ever.
func (j *judge) setsOn(p *place) bool {
	return !j.flow.Leaves(p.node, nil) && !slices.ContainsFunc(j.clears, func(e *connflow.Event) bool { return e.In == p.in })
}

// leavesSet reports whether the deadline set at p may outlast p's function, and
// the connection with it: where that returns an error, its callers give up.
func (j *judge) leavesSet(p *place) bool {
	for _, e := range j.clears {
		if j.deferred(e, p.in) {
			return false
		}
	}
	return j.flow.Leaves(p.node, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		return j.clearsDeadline(n) || ok && j.isClose(e) || j.flow.ReturnsError(n)
	})
}
