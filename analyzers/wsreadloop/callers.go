package wsreadloop

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// maxCallers bounds through how many callers a loop is looked for.
const maxCallers = 3

// loopAbove returns the loop of a caller that runs the function of the read again,
// on the same connection, after the read failed; nil if there is none. On the way
// there the function changes nothing that others see, so that neither the loop nor
// another goroutine can know of the failure but by the function's result.
func (w *way) loopAbove() ast.Stmt {
	f := w.flow.Func(w.read.Call)
	if f == nil {
		return nil
	}
	var results []paths.Fact
	walk := w.toEnd(f, &results, w.changes)
	at, ok := walk.Graph.At(w.read.Call)
	if !ok {
		return nil
	}
	fs := w.known.WithResult("", w.read.Call, w.read.Index, paths.NonZero)
	walk.After(w.read.Call, w.known.Assign(fs, at.Node()))
	if walk.Cut {
		return nil
	}
	return w.callersLoop(f, results, maxCallers)
}

// callersLoop returns the loop of a caller of f, or of one of its callers, in which f
// runs again after it has returned one of results last.
func (w *way) callersLoop(f *connflow.Func, results []paths.Fact, depth int) ast.Stmt {
	sig := f.Signature().Results()
	if n := sig.Len(); n > 0 && lang.IsError(sig.At(n-1).Type()) {
		// An error that is returned is the caller's, whose call is a read, too.
		results = slices.DeleteFunc(slices.Clone(results), func(r paths.Fact) bool { return !r.Known() || r.Holds() })
	}
	if depth == 0 || len(results) == 0 || w.errors.Deferred(f, w.changes) {
		return nil
	}
	for _, site := range w.flow.Callers(f) {
		if site.Go || site.Defer || site.In == nil {
			continue
		}
		loop, _ := w.flow.Loop(site.Call).(*ast.ForStmt)
		if loop != nil && w.movesOn(loop, site.Call) {
			continue
		}
		back := false
		var ends []paths.Fact
		walk := w.toEnd(site.In, &ends, w.changes)
		step := walk.Step
		walk.Step = func(n ast.Node, fs paths.Facts) []paths.Facts {
			if lang.Within(site.Call, n) {
				back = back || !w.replaces(n)
				return nil
			}
			return step(n, fs)
		}
		at, ok := walk.Graph.At(site.Call)
		if !ok {
			continue
		}
		for _, r := range results {
			fs := w.known.WithResult("", site.Call, max(sig.Len(), 1)-1, r)
			walk.After(site.Call, w.known.Assign(fs, at.Node()))
		}
		switch {
		case walk.Cut:
		case back && loop != nil:
			return loop
		default:
			if above := w.callersLoop(site.In, ends, depth-1); above != nil {
				return above
			}
		}
	}
	return nil
}

// movesOn reports whether the call in loop may be about another connection each
// time: something that it is called on, or that holds what it is given, is set there.
func (w *way) movesOn(loop *ast.ForStmt, call *ast.CallExpr) bool {
	moves := false
	operand := func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			moves = moves || w.setIn(loop, lang.VarOrField(w.flow.Info, id))
		}
		return !moves
	}
	ast.Inspect(call.Fun, operand)
	for _, arg := range call.Args {
		if _, basic := lang.TypeOf(w.flow.Info, arg).Underlying().(*types.Basic); !basic {
			ast.Inspect(arg, operand)
		}
	}
	return moves
}

// setIn reports whether v is declared or assigned in loop, or by what runs there.
func (w *way) setIn(loop *ast.ForStmt, v *types.Var) bool {
	if v == nil {
		return false
	}
	local := !v.IsField() && loop.Pos() <= v.Pos() && v.Pos() < loop.End()
	return local || w.errors.Runs(loop, func(n ast.Node) bool { return w.sets(n, v) })
}

// sets reports whether n assigns to v.
func (w *way) sets(n ast.Node, v *types.Var) bool {
	isV := func(e ast.Expr) bool { return e != nil && lang.VarOrField(w.flow.Info, e) == v }
	switch n := n.(type) {
	case *ast.AssignStmt:
		return slices.ContainsFunc(n.Lhs, isV)
	case *ast.RangeStmt:
		return isV(n.Key) || isV(n.Value)
	case *ast.IncDecStmt:
		return isV(n.X)
	}
	return false
}

// changes reports whether n, and not what is in it, may let the rest of the program
// know of the failure: it writes what others see, starts something, or calls what
// cannot be seen.
func (w *way) changes(n ast.Node) bool {
	if w.tellsAt(n) {
		return true
	}
	switch n := n.(type) {
	case *ast.GoStmt:
		return true
	case *ast.AssignStmt:
		return slices.ContainsFunc(n.Lhs, w.isShared)
	case *ast.IncDecStmt:
		return w.isShared(n.X)
	case *ast.CallExpr:
		return w.mayChange(n)
	}
	return false
}

// isShared reports whether e is no local variable of the function around it.
func (w *way) isShared(e ast.Expr) bool {
	if lang.IsBlank(e) {
		return false
	}
	v, f := lang.Var(w.flow.Info, e), w.flow.Func(e)
	return v == nil || v.IsField() || f == nil || !(f.Type.Pos() <= v.Pos() && v.Pos() < f.Body.End())
}

// mayChange reports whether a call may change what others see. A function of the
// package is judged by its body.
func (w *way) mayChange(call *ast.CallExpr) bool {
	info := w.flow.Info
	if info.Types[call.Fun].IsType() || info.Types[call.Fun].IsBuiltin() || len(w.flow.Callees(call)) > 0 || len(w.flow.CallsAt(call)) > 0 {
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
	case wslib.LogCallOf(fn, on, w.flow.Pkg) != wslib.NoLogCall, wslib.LockOpOf(fn) != wslib.NoLockOp,
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
