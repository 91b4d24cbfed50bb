package redial

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A Restart is a call at which a ring of functions begins anew: behind a failed dial,
// or a connection that was lost.
type Restart struct {
	Call *ast.CallExpr
	In   *connflow.Func
	// Lost: a connection was read before it.
	Lost bool
}

// restarts finds where the ring of functions that a cycle leads through begins anew.
type restarts struct {
	*Finder
	y *Cycle
}

// Restarts returns the calls at which the ring of y begins anew: they dial, or run what
// dials before it reads, and come behind a dial or a read. There are none where one
// is deferred.
func (c *Finder) Restarts(y *Cycle) []Restart { return (&restarts{c, y}).find() }

func (rs *restarts) find() []Restart {
	var found []Restart
	for _, f := range rs.flow.Funcs {
		if rs.Graph.Ring[f] != rs.Graph.Ring[rs.y.In] {
			continue
		}
		for _, call := range rs.Graph.Calls[f] {
			if call == rs.y.Site || !rs.dialsFirst(call) || rs.straight(f, call) {
				continue
			}
			if site := rs.flow.Site(call); site != nil && site.Defer {
				return nil
			}
			lost := rs.inLossClause(call) || !rs.flow.Between(nil, call, rs.tellsLoss)
			found = append(found, Restart{Call: call, In: f, Lost: lost})
		}
	}
	return found
}

// straight reports whether f comes to call without a dial, or the end of a
// connection, before it.
func (rs *restarts) straight(f *connflow.Func, call *ast.CallExpr) bool {
	return !rs.inLossClause(call) && rs.flow.Between(nil, call, func(n ast.Node) bool {
		other, ok := n.(*ast.CallExpr)
		return rs.tellsLoss(n) || ok && other != call && rs.Graph.Redials(other)
	})
}

// dialsFirst reports whether call runs a function of the ring that dials before it
// reads.
func (rs *restarts) dialsFirst(call *ast.CallExpr) bool {
	seen := map[*connflow.Func]bool{}
	var first func(f *connflow.Func) bool
	first = func(f *connflow.Func) bool {
		if seen[f] {
			return false
		}
		seen[f] = true
		return slices.ContainsFunc(rs.Graph.Calls[f], func(c *ast.CallExpr) bool {
			return rs.straight(f, c) && (rs.Graph.Dials[c] || slices.ContainsFunc(rs.Graph.Out(c), func(e Edge) bool { return rs.Graph.Leads[e.To] && first(e.To) }))
		})
	}
	return slices.ContainsFunc(rs.Graph.Out(call), func(e Edge) bool {
		return rs.Graph.Ring[e.To] == rs.Graph.Ring[rs.y.In] && !e.Alive && first(e.To)
	})
}

// inLossClause reports whether call is in a clause of a select, behind a signal.
func (rs *restarts) inLossClause(call *ast.CallExpr) bool {
	for _, above := range rs.flow.Path(call) {
		switch above := above.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		case *ast.CommClause:
			if above.Comm != nil && !lang.Within(call, above.Comm) && lang.Any(above.Comm, rs.isSignal) {
				return true
			}
		}
	}
	return false
}

// tellsLoss reports whether n tells that a connection was lost: it reads it, or
// receives what another goroutine has to say. What a select may receive is told by
// its clause.
func (rs *restarts) tellsLoss(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		return rs.Graph.ReadsIn(n)
	case *ast.UnaryExpr:
		if !rs.isSignal(n) {
			return false
		}
		for _, above := range rs.flow.Path(n) {
			if clause, ok := above.(*ast.CommClause); ok {
				return clause.Comm == nil || !lang.Within(n, clause.Comm)
			}
		}
		return true
	}
	return false
}

// Alone reports whether the ring that y leads through is one function, which calls
// itself.
func (c *Finder) Alone(y *Cycle) bool {
	return !slices.ContainsFunc(c.flow.Funcs, func(f *connflow.Func) bool {
		return f != y.In && c.Graph.Ring[f] == c.Graph.Ring[y.In]
	})
}

// Concurrent reports whether several goroutines may come to the restarts at once: lost
// connections redial in more than one function, or what is connected is handed in, and
// is not the receiver.
func (c *Finder) Concurrent(restarts []Restart) bool {
	var lost *connflow.Func
	for _, t := range restarts {
		if t.Lost && lost != nil && t.In != lost {
			return true
		}
		if t.Lost {
			lost = t.In
		}
		for v := range t.In.Signature().Params().Variables() {
			named := lang.Named(v.Type())
			_, pointer := types.Unalias(v.Type()).(*types.Pointer)
			if pointer && named != nil && named.Obj().Pkg() == c.flow.Pkg {
				return true
			}
		}
	}
	return false
}
