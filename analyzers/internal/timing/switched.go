package timing

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// switches answers whether a field of the function's receiver turns randomness on.
type switches struct{ *measuring }

// drawsIfSet reports whether something random is drawn only where an exported field
// of the receiver is set, and notes the field.
func (sw switches) drawsIfSet(call *ast.CallExpr) bool {
	if sw.own == nil || sw.own.Obj.Signature().Recv() == nil || sw.flow.Func(call) != sw.own {
		return false
	}
	for _, n := range sw.flow.Path(call) {
		block, ok := n.(*ast.BlockStmt)
		if !ok {
			continue
		}
		if s, ok := sw.flow.Path(block)[1].(*ast.IfStmt); ok && s.Body == block && sw.turnsOn(s.Cond, true) {
			return true
		}
		for _, s := range block.List {
			if s, ok := s.(*ast.IfStmt); ok && s.End() < call.Pos() && s.Else == nil && leaves(s.Body) && sw.turnsOn(s.Cond, false) {
				return true
			}
		}
	}
	return false
}

// turnsOn reports whether an exported field of the receiver is set where cond
// holds, or does not, and notes the field.
func (sw switches) turnsOn(cond ast.Expr, holds bool) bool {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.NOT && sw.turnsOn(e.X, !holds)
	case *ast.BinaryExpr:
		if e.Op == token.LAND && holds || e.Op == token.LOR && !holds {
			return sw.turnsOn(e.X, holds) || sw.turnsOn(e.Y, holds)
		}
		if v := sw.flow.Info.Types[e.Y].Value; v == nil || !isZero(v) {
			return false
		}
		return slices.Contains(map[bool][]token.Token{true: {token.GTR, token.NEQ}, false: {token.LEQ, token.EQL}}[holds], e.Op) && sw.field(e.X)
	}
	return holds && sw.field(cond)
}

// field reports whether e is an exported field of the receiver, and notes it.
func (sw switches) field(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok || lang.VarOrField(sw.flow.Info, sel.X) != sw.own.Obj.Signature().Recv() {
		return false
	}
	v := lang.VarOrField(sw.flow.Info, sel)
	if v == nil || !v.Exported() || sw.jitter != nil && sw.jitter != v {
		return false
	}
	sw.jitter = v
	return true
}
