package codeflow

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A followed is the code, reason or payload that is followed to its frame.
type followed struct {
	flow   *connflow.Flow
	source *connflow.Source
	// at is where it begins, is its value there.
	at ast.Expr
	is value
	// echo: it is a received code, and so is every other in reach.
	echo    bool
	carries map[ast.Expr]bool
}

// received reports whether e is a code that a library received.
func (f *followed) received(e ast.Expr) bool {
	if !f.echo {
		return false
	}
	switch e := e.(type) {
	case *ast.SelectorExpr:
		if v, ok := f.flow.Info.Uses[e.Sel].(*types.Var); ok && v.IsField() {
			_, is := f.flow.Index.CodeField(f.flow.Info.TypeOf(e.X), v)
			return is
		}
	case *ast.CallExpr:
		fn, lib := f.called(e)
		return lib != nil && fn.Role == wslib.Received && fn.Code == wslib.Result0 && !lang.IsTuple(f.flow.Info, e)
	}
	return false
}

// carried reports whether the code may reach e, as far as the flow knows, which
// does not know of conditions.
func (f *followed) carried(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr, *ast.StarExpr, *ast.UnaryExpr, *ast.TypeAssertExpr:
	case *ast.CallExpr:
		if f.flow.Info.Types[e.Fun].IsType() || lang.IsBuiltin(f.flow.Info, e, "min") || lang.IsBuiltin(f.flow.Info, e, "max") || wslib.SelectionOf(lang.Callee(f.flow.Info, e)) != wslib.NoSelection {
			return false // more is known of its operands
		}
	default:
		return false
	}
	t := f.flow.Info.TypeOf(e)
	if t == nil || !carriesCode(t) {
		return false
	}
	if known, ok := f.carries[e]; ok {
		return known
	}
	is := slices.ContainsFunc(f.flow.Sources(e), func(s *connflow.Source) bool {
		return s.Expr == f.source.Expr && s.Var == f.source.Var
	})
	f.carries[e] = is
	return is
}

// carriesCode reports whether a value of type t can be a code, a reason, or
// the bytes of a frame: an interface or a type parameter can, too.
func carriesCode(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Info()&(types.IsInteger|types.IsString) != 0
	case *types.Interface:
		return !lang.AreErrors(t)
	}
	return lang.IsBytes(t)
}

// holdsError: the error that the code came in is a library's close error, if
// a close frame came at all.
func (f *followed) holdsError() value {
	if !f.echo {
		return value{}
	}
	return boolean(constant.Sign(f.is.known) >= 0)
}

// isCloseError reports whether t is the type of a library's close error.
func (f *followed) isCloseError(t types.Type) bool {
	return t != nil && (f.flow.Index.CloseError(t) != nil || f.flow.Index.CloseError(lang.Deref(t)) != nil)
}

func (f *followed) isError(e ast.Expr) bool {
	t := f.flow.Info.TypeOf(e)
	return lang.AreErrors(t) && !types.Identical(t, types.Typ[types.UntypedNil])
}

func (f *followed) isMethodOfError(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && f.flow.Info.Selections[sel] != nil && f.isError(sel.X)
}

// called returns what the tables have of the function that is called.
func (f *followed) called(call *ast.CallExpr) (*wslib.Func, *wslib.Library) {
	return f.flow.Index.Func(lang.Callee(f.flow.Info, call))
}
