package wscloseerr

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// walk visits the nodes below root that are code of the same function.
func walk(root ast.Node, visit func(ast.Node) bool) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		if _, ok := n.(*ast.FuncLit); ok && n != root {
			return false
		}
		return visit(n)
	})
}

// callee returns the function that call calls, nil if it calls a value.
func (c *checker) callee(call *ast.CallExpr) *types.Func {
	fn, _ := typeutil.Callee(c.flow.Info, call).(*types.Func)
	return fn
}

// variable returns the variable that e names, nil if it is no identifier of one.
func (c *checker) variable(e ast.Expr) *types.Var {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := c.flow.Info.ObjectOf(id).(*types.Var)
	return v
}

func isBlank(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && id.Name == "_"
}

func (c *checker) isNil(e ast.Expr) bool {
	return c.flow.Info.Types[ast.Unparen(e)].IsNil()
}

// errorResult returns the index of the error that call returns last, and the
// number of its results; -1 if the last is none.
func (c *checker) errorResult(call *ast.CallExpr) (index, n int) {
	switch t := c.flow.Info.TypeOf(call).(type) {
	case *types.Tuple:
		if n := t.Len(); n > 0 && lang.IsError(t.At(n-1).Type()) {
			return n - 1, n
		}
	default:
		if lang.IsError(t) {
			return 0, 1
		}
	}
	return -1, 0
}

// signature returns the type of f.
func (c *checker) signature(f *connflow.Func) *types.Signature {
	if f.Obj != nil {
		return f.Obj.Signature()
	}
	sig, _ := c.flow.Info.TypeOf(f.Node.(*ast.FuncLit)).(*types.Signature)
	return sig
}

// file returns the file around n.
func (c *checker) file(n ast.Node) *ast.File {
	path := c.flow.Path(n)
	if len(path) == 0 {
		return nil
	}
	file, _ := path[len(path)-1].(*ast.File)
	return file
}

// deref returns what t points to, t if it is no pointer.
func deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// nilTest returns the expression that cond, e == nil or e != nil, compares with
// nil, and whether cond holds where it is not nil.
func (c *checker) nilTest(cond ast.Expr) (e ast.Expr, notNil, ok bool) {
	b, isBinary := ast.Unparen(cond).(*ast.BinaryExpr)
	if !isBinary || b.Op != token.EQL && b.Op != token.NEQ {
		return nil, false, false
	}
	switch {
	case c.isNil(b.Y):
		return ast.Unparen(b.X), b.Op == token.NEQ, true
	case c.isNil(b.X):
		return ast.Unparen(b.Y), b.Op == token.NEQ, true
	}
	return nil, false, false
}
