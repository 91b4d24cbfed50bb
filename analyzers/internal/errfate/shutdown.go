package errfate

import (
	"go/ast"
	"go/token"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// ChecksShutdown reports whether s leaves where the program itself ends the
// read: where its context has ended, its done channel is closed, or a flag is set.
func (x *Errors) ChecksShutdown(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.IfStmt:
		return s.Init == nil && s.Else == nil && paths.Leaves(x.flow.Info, s.Body.List) && x.isFlag(s.Cond)
	case *ast.SelectStmt:
		done := false
		for _, c := range s.Body.List {
			clause := c.(*ast.CommClause)
			switch {
			case clause.Comm == nil && len(clause.Body) == 0:
			case clause.Comm != nil && x.IsDone(clause.Comm) && paths.Leaves(x.flow.Info, clause.Body):
				done = true
			default:
				return false
			}
		}
		return done
	}
	return false
}

// isFlag reports whether cond tests the end of a context, or a single value.
func (x *Errors) isFlag(cond ast.Expr) bool {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.NOT && x.isFlag(e.X)
	case *ast.Ident, *ast.SelectorExpr:
		return true
	case *ast.CallExpr:
		return len(e.Args) == 0
	case *ast.BinaryExpr:
		tested, _, ok := lang.NilTest(x.flow.Info, e)
		return ok && x.IsContextErr(tested)
	}
	return false
}
