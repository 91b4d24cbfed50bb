package redial

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// guardsWait reports whether a condition that cannot be decided only skips a
// wait: the duration may be zero, or there may be no next attempt.
func (sm *summaries) guardsWait(cond ast.Expr) bool {
	branch := sm.guarded(cond)
	if branch == nil {
		return false
	}
	durs := sm.durations(branch.Body)
	return len(durs) > 0 && lang.Any(cond, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return false
		}
		v, ok := sm.flow.Info.ObjectOf(id).(*types.Var)
		return ok && (sm.loops.counters[v] || slices.ContainsFunc(durs, func(d ast.Expr) bool { return lang.Mentions(sm.flow.Info, d, v) }))
	})
}

// guarded returns the if statement, with no else, whose body is passed over where cond
// does not hold, nil if there is none.
func (sm *summaries) guarded(cond ast.Expr) *ast.IfStmt {
	for _, n := range sm.flow.Path(cond) {
		branch, ok := n.(*ast.IfStmt)
		if ok {
			if branch.Else != nil || !lang.Within(cond, branch.Cond) || ends(branch.Body) {
				return nil
			}
			if b, ok := ast.Unparen(branch.Cond).(*ast.BinaryExpr); ok && b.Op == token.LOR {
				return nil
			}
			return branch
		}
		if _, ok := n.(ast.Expr); !ok {
			return nil
		}
	}
	return nil
}

// durations returns what the waits below n depend on: their durations, and the operands
// of the calls whose functions wait.
func (sm *summaries) durations(n ast.Node) (durs []ast.Expr) {
	lang.Walk(n, func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		if t := sm.Graph.Wait(call); t != nil && t.Dur != wslib.None {
			durs = append(durs, t.Dur.In(call))
		}
		durs = append(durs, sm.callWaits(call)...)
	})
	return durs
}

// callWaits returns the arguments of a call whose function waits.
func (sm *summaries) callWaits(call *ast.CallExpr) []ast.Expr {
	for _, f := range sm.flow.Callees(call) {
		for _, x := range sm.summarise(subject{f: f}).exits {
			if x.Wait != nil {
				return append([]ast.Expr{call.Fun}, call.Args...)
			}
		}
	}
	return nil
}

// ends reports whether the block's last statement leaves it for good.
func ends(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch s := b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.BREAK || s.Tok == token.GOTO
	}
	return false
}
