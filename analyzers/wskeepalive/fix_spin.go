package wskeepalive

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// readsOn reports whether the program comes back to r, on the same connection,
// after its deadline ran out: it would do so again and again.
func (f *fixer) readsOn(r *read) bool {
	var way []*place // from the read out to what repeats it
	for p := r.again; p != nil; p = p.from {
		way = append([]*place{p}, way...)
	}
	for _, p := range way {
		if f.comesBack(p) {
			return true
		}
		if p.async {
			return false // its goroutine ends
		}
	}
	return false
}

// comesBack reports whether a path leads from the read or the call at p, which
// fails with a timeout, back to it.
func (f *fixer) comesBack(p *place) bool {
	call, ok := p.node.(*ast.CallExpr)
	if !ok || f.flow.Loop(call) == nil {
		return false
	}
	t := &timeout{judge: f.judge, err: f.errorsOf(call)}
	if index, _ := lang.ErrorResult(f.flow.Info, call); index >= 0 && len(t.err) == 0 {
		return !f.leavesAt(call)
	}
	again := false
	walk := paths.Walk[bool]{ // whether the error is the read's
		Graph: p.in.Graph(),
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
		Enter: func(b *cfg.Block, known bool) (bool, bool) {
			clause, ok := b.Stmt.(*ast.CaseClause)
			return known, !known || !ok || b.Kind != cfg.KindSwitchCaseBody || !f.otherError(t, clause)
		},
	}
	walk.After(call, true)
	return again
}

// otherError reports whether the clause is one of a type switch over the error, for
// types that a timeout is not of.
func (f *fixer) otherError(t *timeout, clause *ast.CaseClause) bool {
	stmt, ok := f.flow.Parent(f.flow.Parent(clause)).(*ast.TypeSwitchStmt)
	if !ok || len(clause.List) == 0 || !slices.ContainsFunc(t.err, func(v *types.Var) bool { return lang.Mentions(f.flow.Info, stmt.Assign, v) }) {
		return false
	}
	return !slices.ContainsFunc(clause.List, func(e ast.Expr) bool { return t.canBeTimeout(lang.TypeOf(f.flow.Info, e)) })
}

// leavesAt reports whether the call is in the condition of an if statement that
// leaves where its error is not nil.
func (f *fixer) leavesAt(call *ast.CallExpr) bool {
	around := f.flow.Path(call)
	cond, ok := around[1].(*ast.BinaryExpr)
	if !ok {
		return false
	}
	stmt, ok := around[2].(*ast.IfStmt)
	_, notNil, isTest := lang.NilTest(f.flow.Info, cond)
	return ok && stmt.Cond == ast.Expr(cond) && isTest && notNil && rewrite.Leaves(f.flow.Info, stmt.Body.List)
}
