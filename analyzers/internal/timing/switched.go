package timing

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// switched reports whether something random is drawn only where an exported field
// of the receiver is set, and notes the field.
func (m *measuring) switched(call *ast.CallExpr) bool {
	if m.own == nil || m.own.Obj.Signature().Recv() == nil || m.flow.Func(call) != m.own {
		return false
	}
	for _, n := range m.flow.Path(call) {
		block, ok := n.(*ast.BlockStmt)
		if !ok {
			continue
		}
		if s, ok := m.flow.Path(block)[1].(*ast.IfStmt); ok && s.Body == block && m.turnsOn(s.Cond, true) {
			return true
		}
		for _, s := range block.List {
			if s, ok := s.(*ast.IfStmt); ok && s.End() < call.Pos() && s.Else == nil && leaves(s.Body) && m.turnsOn(s.Cond, false) {
				return true
			}
		}
	}
	return false
}

// turnsOn reports whether cond says, by being true or false, that an exported
// field of the receiver is set, and notes the field.
func (m *measuring) turnsOn(cond ast.Expr, holds bool) bool {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.NOT && m.turnsOn(e.X, !holds)
	case *ast.BinaryExpr:
		if e.Op == token.LAND && holds || e.Op == token.LOR && !holds {
			return m.turnsOn(e.X, holds) || m.turnsOn(e.Y, holds)
		}
		if v := m.flow.Info.Types[e.Y].Value; v == nil || !isZero(v) {
			return false
		}
		return slices.Contains(map[bool][]token.Token{true: {token.GTR, token.NEQ}, false: {token.LEQ, token.EQL}}[holds], e.Op) && m.field(e.X)
	}
	return holds && m.field(cond)
}

// field reports whether e is an exported field of the receiver, and notes it.
func (m *measuring) field(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok || lang.VarOrField(m.flow.Info, sel.X) != m.own.Obj.Signature().Recv() {
		return false
	}
	v := lang.VarOrField(m.flow.Info, sel)
	if v == nil || !v.Exported() || m.jitter != nil && m.jitter != v {
		return false
	}
	m.jitter = v
	return true
}
