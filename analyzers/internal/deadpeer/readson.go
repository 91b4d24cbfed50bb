package deadpeer

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// ReadsOn reports whether the program comes back to r, on the same connection,
// after its deadline ran out: it would do so again and again.
func (j *Peer) ReadsOn(r *Read) bool {
	var way []*Place // from the read out to what repeats it
	for p := r.Again; p != nil; p = p.From {
		way = append([]*Place{p}, way...)
	}
	for _, p := range way {
		if j.expiry.comesBack(p) {
			return true
		}
		if p.Async {
			return false // its goroutine ends
		}
	}
	return false
}

// comesBack reports whether a path leads from the read or the call at p, which
// fails with a timeout, back to it.
func (ex *expiry) comesBack(p *Place) bool {
	call, ok := p.Node.(*ast.CallExpr)
	if !ok || ex.flow.Loop(call) == nil {
		return false
	}
	t := &timeout{Peer: ex.Peer, err: ex.syntax.errorsOf(call)}
	if index, _ := lang.ErrorResult(ex.flow.Info, call); index >= 0 && len(t.err) == 0 {
		return !ex.leavesAt(call)
	}
	again := false
	walk := paths.Walk[bool]{ // whether the error is the read's
		Graph: p.In.Graph(),
		Step: func(n ast.Node, known bool) []bool {
			if again = again || lang.Within(call, n); again || ex.Dials(n) {
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
			return known, !known || !ok || b.Kind != cfg.KindSwitchCaseBody || !ex.otherError(t, clause)
		},
	}
	walk.After(call, true)
	return again
}

// otherError reports whether the clause is one of a type switch over the error, for
// types that a timeout is not of.
func (ex *expiry) otherError(t *timeout, clause *ast.CaseClause) bool {
	stmt, ok := ex.flow.Parent(ex.flow.Parent(clause)).(*ast.TypeSwitchStmt)
	if !ok || len(clause.List) == 0 || !slices.ContainsFunc(t.err, func(v *types.Var) bool { return lang.Mentions(ex.flow.Info, stmt.Assign, v) }) {
		return false
	}
	return !slices.ContainsFunc(clause.List, func(e ast.Expr) bool { return t.canBeTimeout(lang.TypeOf(ex.flow.Info, e)) })
}

// leavesAt reports whether the call is in the condition of an if statement that
// leaves where its error is not nil.
func (ex *expiry) leavesAt(call *ast.CallExpr) bool {
	around := ex.flow.Path(call)
	cond, ok := around[1].(*ast.BinaryExpr)
	if !ok {
		return false
	}
	stmt, ok := around[2].(*ast.IfStmt)
	_, notNil, isTest := lang.NilTest(ex.flow.Info, cond)
	return ok && stmt.Cond == ast.Expr(cond) && isTest && notNil && paths.Leaves(ex.flow.Info, stmt.Body.List)
}
