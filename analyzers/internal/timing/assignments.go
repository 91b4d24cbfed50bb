package timing

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// assignments answers how a variable gets its values: handed in, changed by
// operations alone, or capped.
type assignments struct{ flow *connflow.Flow }

// isParam reports whether v is a parameter.
func (as assignments) isParam(v *types.Var) bool {
	return slices.ContainsFunc(as.flow.Funcs, func(f *connflow.Func) bool { return f.Param(v) != wslib.None })
}

// onlyChanged reports whether nothing but operations such as x++ set a variable: it
// begins with zero.
func (as assignments) onlyChanged(writes []ast.Expr) bool {
	return !slices.ContainsFunc(writes, func(e ast.Expr) bool {
		path := as.flow.Path(e)
		if len(path) < 2 {
			return true
		}
		switch s := path[1].(type) {
		case *ast.IncDecStmt:
			return false
		case *ast.AssignStmt:
			return s.Tok == token.ASSIGN || s.Tok == token.DEFINE
		}
		return true
	})
}

// caps reports whether s sets v to e where e is less: a cap does not change the
// kind of a wait.
func (as assignments) caps(s *ast.AssignStmt, v *types.Var, e ast.Expr) bool {
	if len(s.Lhs) != 1 || s.Tok != token.ASSIGN || as.flow.Info.Types[e].Value != nil {
		return false
	}
	path := as.flow.Path(s)
	if len(path) < 3 {
		return false
	}
	branch, ok := path[2].(*ast.IfStmt)
	if !ok || path[1] != ast.Node(branch.Body) {
		return false
	}
	cond, ok := ast.Unparen(branch.Cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	less, more := cond.X, cond.Y
	switch cond.Op {
	case token.GTR, token.GEQ:
		less, more = more, less
	case token.LSS, token.LEQ:
	default:
		return false
	}
	limit := lang.VarOrField(as.flow.Info, e)
	return limit != nil && lang.VarOrField(as.flow.Info, less) == limit && lang.VarOrField(as.flow.Info, more) == v
}
