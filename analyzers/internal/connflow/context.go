package connflow

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// contexts knows what ends the contexts of the package, and where they are made.
type contexts struct{ *values }

// ContextEnds says whether the context e, or a parent of it, may end by itself:
// never ([wslib.Unbounded]), as somebody else says ([wslib.Once]: it may have a
// deadline, but is that of the whole session where a loop is given it), or
// because it has a deadline, or cannot be seen to have none ([wslib.Always]).
func (cx *contexts) ContextEnds(e ast.Expr) wslib.Bound {
	seen := map[ast.Expr]bool{}
	var visit func(e ast.Expr) wslib.Bound
	visit = func(e ast.Expr) wslib.Bound {
		ends := wslib.Unbounded
		if seen[e] {
			return ends
		}
		seen[e] = true
		for _, s := range cx.Sources(e) {
			switch s.Kind {
			case Unseen, Field:
				ends = max(ends, wslib.Once)
			case Constant, Zero:
				// nil
			case CallResult:
				call, ok := ast.Unparen(s.Expr).(*ast.CallExpr)
				if !ok {
					return wslib.Always
				}
				switch cx.contextCall(call) {
				case wslib.Finite:
					return wslib.Always
				case wslib.Given:
					ends = max(ends, wslib.Once)
				case wslib.Derived:
					ends = max(ends, visit(call.Args[0])) // the parent
				}
			default:
				return wslib.Always
			}
		}
		return ends
	}
	return visit(e)
}

func (cx *contexts) contextCall(call *ast.CallExpr) wslib.ContextKind {
	fn := lang.Callee(cx.Info, call)
	if fn == nil || fn.Pkg() == nil {
		return wslib.Finite
	}
	kind := wslib.ContextKindOf(fn)
	if m, _ := cx.Index.Func(fn); m != nil && m.Ctx == wslib.Arg0 {
		kind = wslib.Derived // coder's CloseRead
	}
	if kind == wslib.Derived && len(call.Args) == 0 {
		return wslib.Finite
	}
	return kind
}

// ContextsOf returns the calls that make the context e and the contexts that it is
// derived from, as far as they can be seen.
func (cx *contexts) ContextsOf(e ast.Expr) map[*ast.CallExpr]bool {
	calls := map[*ast.CallExpr]bool{}
	var visit func(e ast.Expr)
	visit = func(e ast.Expr) {
		for _, s := range cx.Sources(e) {
			call, ok := s.Expr.(*ast.CallExpr)
			if s.Kind != CallResult || !ok || calls[call] {
				continue
			}
			calls[call] = true
			if len(call.Args) > 0 && cx.isContext(call.Args[0]) {
				visit(call.Args[0])
			}
		}
	}
	visit(e)
	return calls
}

func (cx *contexts) isContext(e ast.Expr) bool {
	return lang.IsNamed(cx.Info.TypeOf(e), "context", "Context")
}

// CancelsOf returns the calls that make the contexts which the function value e
// cancels.
func (cx *contexts) CancelsOf(e ast.Expr) []*ast.CallExpr {
	var calls []*ast.CallExpr
	for _, s := range cx.Sources(e) {
		if call, ok := s.Expr.(*ast.CallExpr); ok && s.Kind == CallResult && s.Index == 1 && wslib.MakesCancel(lang.Callee(cx.Info, call)) {
			calls = append(calls, call)
		}
	}
	return calls
}

// Asked returns the context whose method e calls, nil if it calls none: Err or Done.
func (cx *contexts) Asked(e ast.Expr, method wslib.ContextOp) ast.Expr {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || wslib.ContextMethod(lang.Callee(cx.Info, call)) != method {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	return sel.X
}
