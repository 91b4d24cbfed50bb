package redial

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// opaque is a wait of which nothing is known.
var opaque = &Wait{Pace: timing.Free}

// blocking finds which code that cannot be seen may wait.
type blocking struct {
	*Finder
	// known are the functions that may wait or use a connection by themselves.
	known map[*connflow.Func]bool
}

// sleeps reports whether call is one of a function value that sleeps, wherever it
// can be seen what it is.
func (b *blocking) sleeps(call *ast.CallExpr) bool {
	if len(call.Args) != 1 || lang.Callee(b.flow.Info, call) != nil {
		return false
	}
	found := false
	for _, s := range b.flow.Sources(call.Fun) {
		if s.Kind == connflow.Zero {
			continue
		}
		w := b.flow.Index.Wait(b.namedFunc(s.Expr))
		if w == nil || w.Role != wslib.Sleeps {
			return false
		}
		found = true
	}
	return found
}

// mayWait reports whether a call of code that cannot be seen may wait for the next
// attempt: a function that takes a context, a duration, a function or nothing may, one
// that takes only values does not.
func (b *blocking) mayWait(call *ast.CallExpr) bool {
	if b.idle(call) {
		return false
	}
	sig, ok := lang.TypeOf(b.flow.Info, call.Fun).Underlying().(*types.Signature)
	return ok && !b.isCancel(call.Fun) && b.signatureMayWait(sig)
}

// idle reports whether what call runs is known to wait for nothing.
func (b *blocking) idle(call *ast.CallExpr) bool {
	known := func(fn *types.Func) bool {
		return wslib.IsStd(fn.Pkg()) && b.flow.Index.Wait(fn) == nil || b.flow.Index.Idle(fn.Pkg())
	}
	if fn := lang.Callee(b.flow.Info, call); fn != nil {
		return known(fn)
	}
	found := false
	for _, s := range b.flow.Sources(call.Fun) {
		if s.Kind == connflow.Zero {
			continue
		}
		if fn := b.namedFunc(s.Expr); fn == nil || !known(fn) {
			return false
		}
		found = true
	}
	return found
}

// namedFunc returns the function that e names, nil if it names none.
func (b *blocking) namedFunc(e ast.Expr) *types.Func {
	var fn *types.Func
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		fn, _ = b.flow.Info.Uses[e].(*types.Func)
	case *ast.SelectorExpr:
		fn, _ = b.flow.Info.Uses[e.Sel].(*types.Func)
	}
	return fn
}

// signatureMayWait reports whether a function with this signature may wait.
func (b *blocking) signatureMayWait(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		switch {
		case b.flow.Index.IsConn(p.Type()) != nil:
			return true
		case lang.IsNamed(p.Type(), "time", "Duration"):
			return !fetches(sig)
		case lang.IsNamed(p.Type(), "context", "Context"):
			return !fetches(sig) && !notes(sig)
		}
		switch p.Type().Underlying().(type) {
		case *types.Signature, *types.Chan:
			return true
		}
	}
	if sig.Params().Len() > 0 {
		return false
	}
	if sig.Results().Len() == 0 {
		return true
	}
	switch t := sig.Results().At(0).Type(); t.Underlying().(type) {
	case *types.Basic:
		b := t.Underlying().(*types.Basic)
		return b.Kind() == types.Bool
	case *types.Chan:
		return true
	}
	return lang.IsError(sig.Results().At(0).Type())
}

// notes reports whether a function takes a text or an error and returns nothing: it
// logs or counts.
func notes(sig *types.Signature) bool {
	if sig.Results().Len() > 0 {
		return false
	}
	for p := range sig.Params().Variables() {
		if b, ok := p.Type().Underlying().(*types.Basic); lang.IsError(p.Type()) || ok && b.Info()&types.IsString != 0 {
			return true
		}
	}
	return false
}

// fetches reports whether a function returns more than whether it succeeded: a
// request waits for no next attempt.
func fetches(sig *types.Signature) bool {
	for r := range sig.Results().Variables() {
		b, isBasic := r.Type().Underlying().(*types.Basic)
		if !lang.IsError(r.Type()) && !lang.IsNamed(r.Type(), "time", "Duration") && !(isBasic && b.Kind() == types.Bool) {
			return true
		}
	}
	return false
}

// isCancel reports whether fun is the function that ends a context, or one that
// takes back what was to run when it ends.
func (b *blocking) isCancel(fun ast.Expr) bool {
	if _, named := types.Unalias(lang.TypeOf(b.flow.Info, fun)).(*types.Named); named {
		return wslib.IsCancel(lang.TypeOf(b.flow.Info, fun))
	}
	v := lang.VarOrField(b.flow.Info, fun)
	return v != nil && slices.ContainsFunc(b.flow.Writes(v), func(e ast.Expr) bool {
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok {
			return false
		}
		return wslib.RunsWhenDone(lang.Callee(b.flow.Info, call))
	})
}

// takesTime reports whether f, or what it runs, may wait or use a connection:
// whether it has to be looked at closely.
func (b *blocking) takesTime(f *connflow.Func) bool {
	if b.bodyMayWait(f) {
		return true
	}
	for g := range b.flow.Reach(f.Body) {
		if b.bodyMayWait(g) {
			return true
		}
	}
	return false
}

// bodyMayWait reports whether the code of f itself may wait or use a connection.
func (b *blocking) bodyMayWait(f *connflow.Func) bool {
	if known, ok := b.known[f]; ok {
		return known
	}
	found := false
	lang.Walk(f.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			found = found || n.Op.String() == "<-"
		case *ast.RangeStmt:
			_, isChan := lang.TypeOf(b.flow.Info, n.X).Underlying().(*types.Chan)
			found = found || isChan
		case *ast.SelectStmt:
			found = true
		case *ast.CallExpr:
			found = found || b.callMayWait(n)
		}
	})
	b.known[f] = found
	return found
}

// callMayWait reports whether a call of code outside of the package may wait or use a
// connection.
func (b *blocking) callMayWait(call *ast.CallExpr) bool {
	if tv := b.flow.Info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() || len(b.flow.Callees(call)) > 0 {
		return false
	}
	if t := b.Graph.effects(call); t != nil && len(t.Ways) > 0 {
		return slices.ContainsFunc(t.Ways, func(y way) bool { return y.Service != Unserved || !y.Wait.none() })
	}
	if w := b.Graph.Wait(call); w != nil {
		return w.Role != wslib.Next && w.Role != wslib.Randomises
	}
	return b.Graph.Reads[call] || b.sleeps(call) || b.mayWait(call)
}
