package reread

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// effects answers whether code lets the rest of the program know of a failure.
type effects struct{ *way }

// changes reports whether n, and not what is in it, may let the rest of the program
// know of the failure: it writes what others see, starts something, makes another
// connection, or calls what cannot be seen.
func (es effects) changes(n ast.Node) bool {
	if es.signalsAt(n) || es.connects(n) {
		return true
	}
	switch n := n.(type) {
	case *ast.GoStmt:
		return true
	case *ast.AssignStmt:
		return slices.ContainsFunc(n.Lhs, es.isShared)
	case *ast.IncDecStmt:
		return es.isShared(n.X)
	case *ast.CallExpr:
		return es.mayChange(n)
	}
	return false
}

// isShared reports whether e is no local variable of the function around it.
func (es effects) isShared(e ast.Expr) bool {
	if lang.IsBlank(e) {
		return false
	}
	v, f := lang.Var(es.flow.Info, e), es.flow.Func(e)
	return v == nil || v.IsField() || f == nil || !(f.Type.Pos() <= v.Pos() && v.Pos() < f.Body.End())
}

// mayChange reports whether a call may change what others see. A function of the
// package is judged by its body; those of the tables change a connection at most.
func (es effects) mayChange(call *ast.CallExpr) bool {
	info := es.flow.Info
	if info.Types[call.Fun].IsType() || info.Types[call.Fun].IsBuiltin() || len(es.flow.Callees(call)) > 0 ||
		slices.ContainsFunc(es.flow.CallsAt(call), (*connflow.Call).Tabled) {
		return false
	}
	fn := lang.Callee(info, call)
	if fn == nil {
		return true
	}
	var on types.Type
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && fn.Signature().Recv() != nil {
		on = lang.TypeOf(info, sel.X)
	}
	switch {
	case wslib.LogCallOf(fn, on, es.flow.Pkg) != wslib.NoLogCall, wslib.LockOpOf(fn) != wslib.NoLockOp,
		wslib.ContextMethod(fn) != wslib.NoContextOp, wslib.IsErrorTest(fn), fn.Pkg() == nil:
		return false // a method without a package is that of an error
	case !wslib.IsStd(fn.Pkg()):
		return true
	}
	return wslib.Stores(fn) || on != nil && !isValue(on) || slices.ContainsFunc(call.Args, func(e ast.Expr) bool {
		switch lang.TypeOf(info, e).Underlying().(type) {
		case *types.Pointer, *types.Signature:
			return true
		}
		return false
	})
}

// isValue reports whether t is a type whose methods change nothing behind it.
func isValue(t types.Type) bool {
	_, basic := t.Underlying().(*types.Basic)
	return basic || wslib.IsTime(t)
}
