package redial

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Round is the code of one function that a cycle goes around.
type Round struct {
	finder *Finder
	y      *Cycle
	// loop runs body again and again; it is nil where a goto does.
	loop ast.Stmt
	body *ast.BlockStmt
}

// Round returns the round of y: body, which loop runs again and again, or, where that is
// nil, a goto.
func (c *Finder) Round(y *Cycle, loop ast.Stmt, body *ast.BlockStmt) *Round {
	return &Round{c, y, loop, body}
}

// BeginsAlive reports whether the round begins with a connection: before it comes to
// the dial it reads, or waits for a signal while the program dials elsewhere.
func (r *Round) BeginsAlive() bool {
	if r.loop == nil {
		return false
	}
	elsewhere := r.dialsElsewhere()
	return lang.Any(r.body, func(n ast.Node) bool {
		if n.End() > r.y.Site.Pos() {
			return false
		}
		call, ok := n.(*ast.CallExpr)
		alive := ok && r.finder.Graph.ReadsIn(call) || elsewhere && r.finder.isSignal(n)
		return alive && r.finder.flow.Between(n, r.y.Site, nil)
	})
}

// dialsElsewhere reports whether what the site dials is dialed outside of the loop, too.
func (r *Round) dialsElsewhere() bool {
	graph := r.finder.Graph
	dials := graph.DialsOf(r.y.Site)
	for _, f := range r.finder.flow.Funcs {
		for _, call := range graph.Calls[f] {
			if call == r.y.Site || lang.Within(call, r.loop) || !graph.Redials(call) {
				continue
			}
			for dial := range graph.DialsOf(call) {
				if call != dial && dials[dial] && !r.finder.flow.Reach(call)[r.y.In] {
					return true
				}
			}
		}
	}
	return false
}

// EndsServed reports whether the round ends only when its connection has: it is
// served in the round, or waited for.
func (r *Round) EndsServed() bool {
	alive := r.y.Where(func(s State) bool { return s.Outcome == Alive })
	return !slices.ContainsFunc(alive, func(s State) bool { return s.Service == Unserved }) && r.waitsForEnd()
}

// waitsForEnd reports whether something behind the dial in the round waits for the
// connection to end.
func (r *Round) waitsForEnd() bool {
	return lang.Any(r.body, func(n ast.Node) bool {
		if n.End() <= r.y.Site.Pos() {
			return false
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return r.receives(n)
		}
		w := r.finder.Graph.Wait(call)
		return r.finder.Graph.ReadsIn(call) || w != nil && w.Role == wslib.Joins || call == r.y.Site && r.finder.Serves(call) || r.runsReceive(call)
	})
}

// runsReceive reports whether call runs a function that receives from a channel.
func (r *Round) runsReceive(call *ast.CallExpr) bool {
	if site := r.finder.flow.Site(call); site != nil && site.Go {
		return false
	}
	return slices.ContainsFunc(r.finder.flow.Callees(call), func(f *connflow.Func) bool { return lang.Any(f.Body, r.receives) })
}

// receives reports whether n receives from a channel.
func (r *Round) receives(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.UnaryExpr:
		return n.Op == token.ARROW
	case *ast.RangeStmt:
		return lang.IsChan(lang.TypeOf(r.finder.flow.Info, n.X))
	}
	return false
}

// Passes reports whether each way around the round, from the dial back to it, passes
// one of the statements.
func (r *Round) Passes(stmts ...ast.Stmt) bool {
	return !r.finder.flow.Between(r.y.Site, r.y.Site, func(n ast.Node) bool {
		if r.loop != nil && !lang.Within(n, r.loop) {
			return true // a way around another loop
		}
		return slices.ContainsFunc(stmts, func(s ast.Stmt) bool { return lang.Within(n, s) })
	})
}
