package lang

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// Var returns the variable whose name e is, nil if e is anything else: a field
// of a variable is not that variable.
func Var(info *types.Info, e ast.Expr) *types.Var {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := info.ObjectOf(id).(*types.Var)
	return v
}

// VarOrField returns the variable or field that e names, also through & and *:
// v of v, x.v, *v and &x.v. A field is one for all values of its type, those of
// a generic type included. It is nil if e names none.
func VarOrField(info *types.Info, e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := info.ObjectOf(e).(*types.Var); ok {
			return v.Origin()
		}
	case *ast.SelectorExpr:
		return VarOrField(info, e.Sel)
	case *ast.StarExpr:
		return VarOrField(info, e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return VarOrField(info, e.X)
		}
	}
	return nil
}

// Mentions reports whether v is named somewhere in n.
func Mentions(info *types.Info, n ast.Node, v *types.Var) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && info.ObjectOf(id) == v {
			found = true
		}
		return !found
	})
	return found
}

// IsBlank reports whether e is the blank identifier.
func IsBlank(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && id.Name == "_"
}

// IsNil reports whether e is the predeclared nil.
func IsNil(info *types.Info, e ast.Expr) bool { return info.Types[ast.Unparen(e)].IsNil() }

// NilTest returns the expression that cond, x == nil or x != nil, compares with
// nil, and whether cond holds where x is not nil.
func NilTest(info *types.Info, cond ast.Expr) (x ast.Expr, notNil, ok bool) {
	b, isBinary := ast.Unparen(cond).(*ast.BinaryExpr)
	if !isBinary || b.Op != token.EQL && b.Op != token.NEQ {
		return nil, false, false
	}
	switch {
	case IsNil(info, b.Y):
		return ast.Unparen(b.X), b.Op == token.NEQ, true
	case IsNil(info, b.X):
		return ast.Unparen(b.Y), b.Op == token.NEQ, true
	}
	return nil, false, false
}

// Int returns the value of a constant integer expression.
func Int(info *types.Info, e ast.Expr) (int64, bool) {
	v := info.Types[e].Value
	if v == nil {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(v))
}

// String returns the value of a constant string expression.
func String(info *types.Info, e ast.Expr) (string, bool) {
	v := info.Types[e].Value
	if v == nil || v.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(v), true
}

// IsName reports whether e is a name, or a field of one: x, x.y.z.
func IsName(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return IsName(e.X)
	}
	return false
}

// IsUntyped reports whether the constant e would be a plain number elsewhere: 5e9.
func IsUntyped(info *types.Info, e ast.Expr) bool {
	return !Any(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			return true // a conversion
		case *ast.Ident:
			c, ok := info.Uses[n].(*types.Const)
			if !ok {
				return false
			}
			b, basic := c.Type().(*types.Basic)
			return !basic || b.Info()&types.IsUntyped == 0
		}
		return false
	})
}

// Received returns the channel that the communication of a select receives from, nil
// if it sends, or is the default.
func Received(comm ast.Stmt) ast.Expr {
	var e ast.Expr
	switch comm := comm.(type) {
	case *ast.ExprStmt:
		e = comm.X
	case *ast.AssignStmt:
		e = comm.Rhs[0]
	}
	if u, ok := ast.Unparen(e).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		return u.X
	}
	return nil
}

// Awaited returns the channel that the communication of a select receives from, if it
// takes nothing from it, else nil.
func Awaited(comm ast.Stmt) ast.Expr {
	if _, ok := comm.(*ast.ExprStmt); !ok {
		return nil
	}
	return Received(comm)
}
