package wsclosecode

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/codeflow"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// origins answers what the source of a code is: one that was received, one that
// stands for none, or none at all.
type origins struct {
	flow  *connflow.Flow
	codes *codeflow.Codes
}

// isKey reports whether e is a key in a literal: what a map has under a code is
// no code, or another one.
func (o origins) isKey(e ast.Expr) bool {
	path := o.flow.Path(e)
	if len(path) < 2 {
		return false
	}
	pair, ok := path[1].(*ast.KeyValueExpr)
	return ok && pair.Key == e
}

// kept reports whether s comes through a field or a package variable. No code
// is negative or 0: there, such a number stands for none, and another function may
// check it.
func (o origins) kept(s *connflow.Source) bool {
	return slices.ContainsFunc(s.Path, func(e ast.Expr) bool {
		id := name(e)
		if id == nil {
			return false
		}
		v, ok := o.flow.Info.ObjectOf(id).(*types.Var)
		return ok && (v.IsField() || v.Parent() == o.flow.Pkg.Scope())
	})
}

// fallback reports whether s is what a function returns that selects one of any
// number of codes, where none of them is set.
func (o origins) fallback(s *connflow.Source) bool {
	_, returned := o.flow.Parent(s.Expr).(*ast.ReturnStmt)
	f := o.flow.Func(s.Expr)
	if !returned || f == nil || !f.Signature().Variadic() {
		return false
	}
	params := f.Signature().Params()
	list, ok := params.At(params.Len() - 1).Type().(*types.Slice)
	return ok && params.Len() == 1 && types.Identical(list.Elem(), lang.ResultType(f.Signature().Results(), 0))
}

// received returns the codes that s, where it is one that a library received,
// may be though they must not be sent, and whether they are as they came: what the
// other side sent, and not what the library calls its silence.
func (o origins) received(s *connflow.Source) (codes []int64, asCame bool) {
	switch s.Kind {
	case connflow.Field:
		sel, ok := ast.Unparen(s.Expr).(*ast.SelectorExpr)
		if !ok {
			return nil, false
		}
		lib, ok := o.flow.Index.CodeField(o.flow.Info.TypeOf(sel.X), s.Var)
		if !ok || !slices.ContainsFunc(o.codes.Errors(sel.X), o.isError) {
			return nil, false
		}
		codes := frameCodes(lib)
		return codes, slices.Contains(codes, 0) // is an empty frame, so 1005 is none
	case connflow.CallResult:
		if call := s.Call; call != nil && call.Lib != nil && call.Func.Role == wslib.Received && call.Func.Code.Result() == s.Index {
			return resultCodes(call.Lib), call.Func.Payload != wslib.None
		}
	}
	return nil, false
}

// isError reports whether s is an error of any type. The close errors in there
// are the library's; one that begins as what it is may be of the package's own
// making, with a code that it chose.
func (o origins) isError(s *connflow.Source) bool {
	var t types.Type
	switch {
	case s.Var != nil:
		t = s.Var.Type()
	case s.Expr != nil:
		t = o.flow.Info.TypeOf(s.Expr)
	}
	if results, ok := t.(*types.Tuple); ok && s.Index < results.Len() {
		t = results.At(s.Index).Type()
	}
	if call, ok := s.Expr.(*ast.CallExpr); ok && wslib.IsErrorAsType(lang.Callee(o.flow.Info, call)) {
		return true
	}
	return t != nil && types.IsInterface(held(t))
}

// held returns the type of what a channel or another container of type t holds
// in the end. Types may hold themselves.
func held(t types.Type) types.Type {
	for range 8 {
		container, ok := t.Underlying().(interface{ Elem() types.Type })
		if !ok {
			return t
		}
		t = container.Elem()
	}
	return t
}

// frameCodes are those of lib's codes that its close error holds: that is an
// error of a frame that came, so not -1, and where the library has two names
// for a frame that was empty, 1005 is the error's and 0 the parsed payload's.
func frameCodes(lib *wslib.Library) []int64 {
	return slices.DeleteFunc(slices.Clone(lib.Received), func(code int64) bool {
		return code < 0 || code == 0 && parses(lib)
	})
}

// resultCodes are those of lib's codes that its functions return.
func resultCodes(lib *wslib.Library) []int64 {
	return slices.DeleteFunc(slices.Clone(lib.Received), func(code int64) bool {
		return code == 1005 && parses(lib)
	})
}

// parses reports whether lib has a function that takes a payload apart.
func parses(lib *wslib.Library) bool {
	return slices.ContainsFunc(lib.Packages, func(p *wslib.Package) bool {
		return slices.ContainsFunc(p.Funcs, func(f wslib.Func) bool {
			return f.Role == wslib.Received && f.Payload != wslib.None
		})
	})
}
