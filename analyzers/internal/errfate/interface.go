package errfate

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// addCaller adds the call at site, which runs in and returns the error of r: not
// where the call, or the one in r, goes through a variable that holds another
// function, or an interface in which another type is.
func (f *finder) addCaller(in *connflow.Func, r *Read, site *connflow.CallSite) {
	caller := &Read{Lib: r.Lib, Base: r}
	on, holds := f.through(in, site)
	if on == nil && r.from != nil {
		on, holds = f.flow.Arg(site.Call, in, r.from), r.holds
	}
	if on == nil {
		f.add(site.Call, caller)
		return
	}
	if !holds(on) {
		return
	}
	if v := lang.Var(f.flow.Info, on); v != nil && len(f.flow.Writes(v)) == 0 {
		caller.from, caller.holds = v, holds
	}
	f.add(site.Call, caller)
}

// through returns the value through which the call at site runs in, and a test of
// whether a value can run it; nil where the call names in.
func (f *finder) through(in *connflow.Func, site *connflow.CallSite) (on ast.Expr, holds func(ast.Expr) bool) {
	if sel, ok := ast.Unparen(site.Call.Fun).(*ast.SelectorExpr); ok && types.IsInterface(lang.TypeOf(f.flow.Info, sel.X)) && in.Obj != nil {
		if recv := in.Obj.Signature().Recv(); recv != nil && lang.Named(recv.Type()) != nil {
			t := lang.Named(recv.Type())
			return sel.X, func(e ast.Expr) bool { return f.mayHold(e, t) }
		}
	}
	if v := lang.Var(f.flow.Info, site.Call.Fun); v != nil {
		return site.Call.Fun, func(e ast.Expr) bool {
			funcs := f.flow.FuncsOf(e)
			return len(funcs) == 0 || slices.Contains(funcs, in)
		}
	}
	return nil, nil
}

// mayHold reports whether e may hold a value of type t.
func (f *finder) mayHold(e ast.Expr, t *types.Named) bool {
	is := func(u types.Type) bool {
		if b, ok := u.(*types.Basic); ok && b.Kind() == types.UntypedNil {
			return false
		}
		return hasMethodsOf(u, t, 0)
	}
	if u := lang.TypeOf(f.flow.Info, e); !types.IsInterface(u) {
		return is(u)
	}
	sources := f.flow.Sources(e)
	return len(sources) == 0 || slices.ContainsFunc(sources, func(s *connflow.Source) bool {
		switch {
		case s.Expr != nil:
			u := lang.TypeOf(f.flow.Info, s.Expr)
			if tuple, ok := u.(*types.Tuple); ok {
				u = lang.ResultType(tuple, s.Index)
			}
			return u == nil || is(u)
		case s.Var != nil:
			return is(s.Var.Type())
		}
		return true
	})
}

// maxEmbedded bounds how deep in a struct a type is looked for.
const maxEmbedded = 8

// hasMethodsOf reports whether a value of type u may be one of type t, or have
// its methods: where u is an interface, nothing is known of it.
func hasMethodsOf(u types.Type, t *types.Named, depth int) bool {
	named := lang.Named(u)
	if named == nil || types.IsInterface(named) || named.Origin() == t.Origin() {
		return true
	}
	s, ok := named.Underlying().(*types.Struct)
	if !ok || depth > maxEmbedded {
		return false
	}
	for field := range s.Fields() {
		if field.Embedded() && hasMethodsOf(field.Type(), t, depth+1) {
			return true
		}
	}
	return false
}
