package connflow

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// ReturnsError reports whether n returns an error that is not nil: one that is
// made there, or that a condition around tested.
func (pr *program) ReturnsError(n ast.Node) bool {
	ret, ok := n.(*ast.ReturnStmt)
	if !ok {
		return false
	}
	f := pr.Func(ret)
	if f == nil {
		return false
	}
	sig := f.Signature()
	if sig == nil || sig.Results().Len() == 0 || !lang.AreErrors(sig.Results().At(sig.Results().Len()-1).Type()) {
		return false
	}
	var err *types.Var // where it is a variable
	if len(ret.Results) == 0 {
		err = sig.Results().At(sig.Results().Len() - 1)
	} else {
		e := ast.Unparen(ret.Results[len(ret.Results)-1])
		if lang.IsNil(pr.Info, e) {
			return false
		}
		if err = lang.VarOrField(pr.Info, e); err == nil || err.Parent() == pr.Pkg.Scope() {
			return err != nil || (returns{pr}).wrapsTested(e) || (returns{pr}).makesError(e)
		}
	}
	return returns{pr}.tested(ret, err)
}

// returns tells which errors that functions return are not nil.
type returns struct{ *program }

// makesError reports whether e is an error that is made there.
func (rt returns) makesError(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return rt.makesError(ast.Unparen(e.X))
	case *ast.CallExpr:
		fn := lang.Callee(rt.Info, e)
		return lang.FuncIs(fn, "errors", "New") || lang.FuncIs(fn, "fmt", "Errorf")
	}
	return false
}

// wrapsTested reports whether e is a call with an error among its arguments that
// was made there or tested.
func (rt returns) wrapsTested(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	return ok && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		v := lang.VarOrField(rt.Info, arg)
		return rt.makesError(ast.Unparen(arg)) || v != nil && lang.IsError(v.Type()) && rt.tested(call, v)
	})
}

// tested reports whether n is in a branch in which v is not nil.
func (rt returns) tested(n ast.Node, v *types.Var) bool {
	var child ast.Node
	for _, above := range rt.Path(n) {
		switch above := above.(type) {
		case *ast.IfStmt:
			if rt.saysNotNil(above.Cond, v, child == above.Body) && child != above.Init && child != above.Cond {
				return true
			}
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		}
		child = above
	}
	return false
}

// saysNotNil reports whether v is not nil where cond holds, or does not.
func (rt returns) saysNotNil(cond ast.Expr, v *types.Var, holds bool) bool {
	if b, ok := ast.Unparen(cond).(*ast.BinaryExpr); ok && (b.Op == token.LAND && holds || b.Op == token.LOR && !holds) {
		return rt.saysNotNil(b.X, v, holds) || rt.saysNotNil(b.Y, v, holds)
	}
	if x, notNil, ok := lang.NilTest(rt.Info, cond); ok {
		return lang.VarOrField(rt.Info, x) == v && notNil == holds
	}
	call, ok := ast.Unparen(cond).(*ast.CallExpr) // errors.Is(err, …)
	return ok && holds && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return lang.VarOrField(rt.Info, arg) == v })
}
