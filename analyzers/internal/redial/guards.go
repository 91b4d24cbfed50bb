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
	var branch *ast.IfStmt
	for _, n := range sm.flow.Path(cond) {
		if s, ok := n.(*ast.IfStmt); ok {
			branch = s
			break
		}
		if _, ok := n.(ast.Expr); !ok {
			return false
		}
	}
	if branch == nil || branch.Else != nil || branch.Cond.Pos() > cond.Pos() || cond.End() > branch.Cond.End() || ends(branch.Body) {
		return false
	}
	if b, ok := ast.Unparen(branch.Cond).(*ast.BinaryExpr); ok && b.Op == token.LOR {
		return false
	}
	var durs []ast.Expr
	lang.Walk(branch.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if t := sm.Graph.Wait(n); t != nil && t.Dur != wslib.None {
				durs = append(durs, t.Dur.In(n))
			}
			if len(sm.flow.Callees(n)) > 0 {
				for _, x := range sm.callWaits(n) {
					durs = append(durs, x)
				}
			}
		}
	})
	if len(durs) == 0 {
		return false
	}
	found := false
	lang.Walk(cond, func(n ast.Node) {
		id, ok := n.(*ast.Ident)
		if !ok {
			return
		}
		v, ok := sm.flow.Info.ObjectOf(id).(*types.Var)
		if !ok {
			return
		}
		found = found || sm.loops.counters[v] || slices.ContainsFunc(durs, func(d ast.Expr) bool { return lang.Mentions(sm.flow.Info, d, v) })
	})
	return found
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
