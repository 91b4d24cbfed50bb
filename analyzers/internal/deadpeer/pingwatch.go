package deadpeer

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// pingFailures follows what becomes of a ping that gets no answer.
type pingFailures struct{ *Peer }

// pingWatches reports whether e is a ping that waits for its pong, under a timeout,
// and whose failure ends the connection, or is returned to code out of sight that
// can.
func (pf *pingFailures) pingWatches(e *connflow.Event) bool {
	if !e.Func.Waits || e.In == nil {
		return false
	}
	bound := e.Func.Bound
	if ctx := e.Slot(e.Func.Ctx); ctx != nil {
		bound = max(bound, pf.flow.ContextEnds(ctx))
	}
	// A call that pings in a loop returns when one has failed.
	if bound.Holds(true) && (pf.failureEnds(e.In, e.Node, map[*connflow.Func]bool{}) || e.Func.Endless && pf.exits.closesAfter(e.In, e.Node, true)) {
		return true
	}
	return bound.Holds(false) && pf.unseen.closedElsewhere() && pf.returnsError(e.In, e.Node)
}

// returnsError reports whether code out of sight calls in and gets the error of the
// call n, which in returns.
func (pf *pingFailures) returnsError(in *connflow.Func, n ast.Node) bool {
	if !pf.flow.UnseenCallers(in) || pf.dialedIn(in) {
		return false
	}
	for _, p := range pf.flow.Path(n) {
		if ret, ok := p.(*ast.ReturnStmt); ok {
			return len(ret.Results) > 0
		}
	}
	errs := pf.syntax.errorsOf(n)
	returned := false
	lang.Walk(in.Body, func(m ast.Node) {
		if ret, ok := m.(*ast.ReturnStmt); ok && ret.Pos() > n.End() {
			for _, result := range ret.Results {
				returned = returned || pf.mentions(result, errs)
			}
		}
	})
	return returned
}

// failureEnds reports whether the error of the call n, in the function in,
// ends the connection.
func (pf *pingFailures) failureEnds(in *connflow.Func, n ast.Node, seen map[*connflow.Func]bool) bool {
	if in == nil || seen[in] {
		return false
	}
	seen[in] = true
	errs := pf.syntax.errorsOf(n)
	found, returned := false, false
	lang.Walk(in.Body, func(m ast.Node) {
		switch m := m.(type) {
		case *ast.IfStmt:
			failed, _ := pf.syntax.errorTest(m.Cond)
			if !failed || m.Pos() > n.Pos() && !pf.mentions(m.Cond, errs) || m.Pos() <= n.Pos() && !pf.tests(m, n) {
				return
			}
			if pf.endings.ends(in, region{m.Body, m.Body.Pos()}, m) {
				found = true
			}
			lang.Walk(m.Body, func(r ast.Node) {
				if ret, ok := r.(*ast.ReturnStmt); ok && len(ret.Results) > 0 {
					returned = true
				}
			})
		case *ast.ReturnStmt:
			if lang.Within(n, m) || m.Pos() > n.Pos() && len(errs) > 0 && len(m.Results) > 0 && pf.mentions(m.Results[len(m.Results)-1], errs) {
				returned = true
			}
		}
	})
	if found || returned && pf.exits.inGroup(in) {
		return true
	}
	if returned {
		for _, site := range pf.flow.Callers(in) {
			if pf.failureEnds(site.In, site.Call, seen) || pf.flow.Loop(n) != nil && site.In != nil && pf.exits.closesAfter(site.In, site.Call, true) {
				return true
			}
		}
	}
	return false
}

// tests reports whether the if statement makes the call n and tests its error.
func (pf *pingFailures) tests(stmt *ast.IfStmt, n ast.Node) bool {
	return lang.Within(n, stmt.Cond) || stmt.Init != nil && lang.Within(n, stmt.Init)
}

func (pf *pingFailures) mentions(e ast.Expr, vars []*types.Var) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			for _, v := range vars {
				found = found || pf.flow.Info.Uses[id] == v
			}
		}
		return !found
	})
	return found
}
