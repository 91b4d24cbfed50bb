package wskeepalive

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// readsOn reports whether the loop comes back to r, on the same connection, after
// its deadline ran out: it would do so again and again.
func (f *fixer) readsOn(r *read) bool {
	call, ok := r.again.node.(*ast.CallExpr)
	if r.loop == nil || !ok {
		return false
	}
	t := &timeout{judge: f.judge, err: f.errorsOf(call)}
	if len(t.err) == 0 {
		return !f.leavesAt(call)
	}
	again := false
	walk := paths.Walk[bool]{
		Graph: r.again.in.Graph(),
		Step: func(n ast.Node, known bool) []bool {
			if again = again || lang.Within(call, n); again || f.dials(n) {
				return nil
			}
			return []bool{known && !t.assigns(n)}
		},
		Branch: func(cond ast.Expr, holds, known bool) (bool, bool) {
			value, ok := t.eval(cond)
			return known, !known || !ok || value == holds
		},
	}
	walk.After(call, true)
	return again
}

// leavesAt reports whether the call is in the condition of an if statement that
// leaves where its error is not nil.
func (f *fixer) leavesAt(call *ast.CallExpr) bool {
	path := f.flow.Path(call)
	cond, ok := path[1].(*ast.BinaryExpr)
	if !ok {
		return false
	}
	stmt, ok := path[2].(*ast.IfStmt)
	_, notNil, isTest := lang.NilTest(f.flow.Info, cond)
	return ok && stmt.Cond == ast.Expr(cond) && isTest && notNil && rewrite.Leaves(f.flow.Info, stmt.Body.List)
}
