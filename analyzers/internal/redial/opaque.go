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

// sleeps reports whether call is one of a function value that sleeps, wherever it
// can be seen what it is.
func (c *Finder) sleeps(call *ast.CallExpr) bool {
	if len(call.Args) != 1 || lang.Callee(c.flow.Info, call) != nil {
		return false
	}
	found := false
	for _, s := range c.flow.Sources(call.Fun) {
		if s.Kind == connflow.Zero {
			continue
		}
		w := c.flow.Index.Wait(c.namedFunc(s.Expr))
		if w == nil || w.Role != wslib.Sleeps {
			return false
		}
		found = true
	}
	return found
}

// mayWait reports whether a call of code out of sight may wait for the next
// attempt. What takes something to say or to count does not; what takes a
// context, a duration or a function may, and so may what takes nothing.
func (c *Finder) mayWait(call *ast.CallExpr) bool {
	if c.idle(call) {
		return false
	}
	sig, ok := lang.TypeOf(c.flow.Info, call.Fun).Underlying().(*types.Signature)
	return ok && !c.isCancel(call.Fun) && c.mayTake(sig)
}

// idle reports whether what call runs is known to wait for nothing.
func (c *Finder) idle(call *ast.CallExpr) bool {
	known := func(fn *types.Func) bool {
		return wslib.IsStd(fn.Pkg()) && c.flow.Index.Wait(fn) == nil || c.flow.Index.Idle(fn.Pkg())
	}
	if fn := lang.Callee(c.flow.Info, call); fn != nil {
		return known(fn)
	}
	found := false
	for _, s := range c.flow.Sources(call.Fun) {
		if s.Kind == connflow.Zero {
			continue
		}
		if fn := c.namedFunc(s.Expr); fn == nil || !known(fn) {
			return false
		}
		found = true
	}
	return found
}

// namedFunc returns the function that e names, nil if it names none.
func (c *Finder) namedFunc(e ast.Expr) *types.Func {
	var fn *types.Func
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		fn, _ = c.flow.Info.Uses[e].(*types.Func)
	case *ast.SelectorExpr:
		fn, _ = c.flow.Info.Uses[e.Sel].(*types.Func)
	}
	return fn
}

// mayTake is mayWait as far as the signature says it.
func (c *Finder) mayTake(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		switch {
		case c.flow.Index.IsConn(p.Type()) != nil:
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
func (c *Finder) isCancel(fun ast.Expr) bool {
	named, ok := types.Unalias(lang.TypeOf(c.flow.Info, fun)).(*types.Named)
	if ok {
		return named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
	}
	v := lang.VarOrField(c.flow.Info, fun)
	return v != nil && slices.ContainsFunc(c.flow.Writes(v), func(e ast.Expr) bool {
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok {
			return false
		}
		fn := lang.Callee(c.flow.Info, call)
		return fn != nil && fn.FullName() == "context.AfterFunc"
	})
}
