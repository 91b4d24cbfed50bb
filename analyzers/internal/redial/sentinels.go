package redial

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// sentinels knows the errors of the package's own: its variables for errors that are
// made once, and its types of errors. One is tested for in vain on a path that mentions
// none of them.
type sentinels struct {
	*Finder
	mentioned map[ast.Node]bool
}

// mentions reports whether n names one of the errors, or makes one, otherwise than to
// test for it.
func (st *sentinels) mentions(n ast.Node) bool {
	if known, ok := st.mentioned[n]; ok {
		return known
	}
	found := false
	tested := map[ast.Node]bool{}
	lang.Inspect(n, func(n ast.Node) bool {
		if tested[n] {
			return false
		}
		switch n := n.(type) {
		case *ast.CallExpr:
			if wslib.IsErrorTest(lang.Callee(st.flow.Info, n)) {
				tested[n.Args[1]] = true
			}
		case *ast.BinaryExpr:
			tested[n.X], tested[n.Y] = true, true
		case *ast.CompositeLit:
			found = found || st.isType(lang.TypeOf(st.flow.Info, n))
		case *ast.Ident:
			found = found || st.variable(n) != nil
		}
		return !found
	})
	st.mentioned[n] = found
	return found
}

// tests reports whether cond asks whether what comes of a dial is one of the errors, and
// holds, or does not, where it is.
func (st *sentinels) tests(cond ast.Expr, holds bool) bool {
	switch cond := ast.Unparen(cond).(type) {
	case *ast.CallExpr:
		return holds && wslib.IsErrorTest(lang.Callee(st.flow.Info, cond)) && st.ofDial(cond.Args[0]) && st.isOwn(cond.Args[1])
	case *ast.BinaryExpr:
		return holds == (cond.Op == token.EQL) && (cond.Op == token.EQL || cond.Op == token.NEQ) && st.ofDial(cond.X) && st.variable(cond.Y) != nil
	}
	return false
}

// isOwn reports whether e is one of the variables, or a pointer to one of the types.
func (st *sentinels) isOwn(e ast.Expr) bool {
	if st.variable(e) != nil {
		return true
	}
	into, ok := types.Unalias(lang.TypeOf(st.flow.Info, e)).(*types.Pointer)
	return ok && st.isType(lang.Deref(into.Elem()))
}

// variable returns the variable that e names for an error of the package's own.
func (st *sentinels) variable(e ast.Expr) *types.Var {
	v := lang.Var(st.flow.Info, e)
	if v == nil || v.Parent() != st.flow.Pkg.Scope() || !lang.IsError(v.Type()) || !st.know.Eval("", e).Holds() {
		return nil
	}
	return v
}

// isType reports whether t is a type of the package's own that is an error.
func (st *sentinels) isType(t types.Type) bool {
	named := lang.Named(t)
	return named != nil && named.Obj().Pkg() == st.flow.Pkg && !types.IsInterface(named) && lang.AreErrors(types.NewPointer(named))
}

// ofDial reports whether e is a variable that has nothing but what comes of dials.
func (st *sentinels) ofDial(e ast.Expr) bool {
	v := lang.Var(st.flow.Info, e)
	if v == nil || v.Kind() != types.LocalVar {
		return false
	}
	writes := st.flow.Writes(v)
	return len(writes) > 0 && !slices.ContainsFunc(writes, func(e ast.Expr) bool {
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		return !ok || !st.Graph.Redials(call)
	})
}
