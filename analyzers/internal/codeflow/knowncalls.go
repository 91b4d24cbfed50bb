package codeflow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// knownCalls answers what the language's functions and those of other packages
// return that the tables know, where the code that is followed is among their
// arguments.
type knownCalls struct{ *run }

// builtin returns what is known of the result of a builtin function.
func (k knownCalls) builtin(e *ast.CallExpr, env env) value {
	switch {
	case lang.IsBuiltin(k.flow.Info, e, "len"):
		if v := k.eval(e.Args[0], env); v.known != nil && v.known.Kind() == constant.String {
			return value{known: constant.MakeInt64(int64(len(constant.StringVal(v.known))))}
		}
	case lang.IsBuiltin(k.flow.Info, e, "min"):
		return k.extreme(e, token.LSS, env)
	case lang.IsBuiltin(k.flow.Info, e, "max"):
		return k.extreme(e, token.GTR, env)
	}
	return value{filter: k.looks(e, env)}
}

// extreme returns the least or the greatest of the arguments.
func (k knownCalls) extreme(e *ast.CallExpr, before token.Token, env env) value {
	best := k.eval(e.Args[0], env)
	for _, arg := range e.Args[1:] {
		v := k.eval(arg, env)
		switch holds, known := compare(before, v, best).truth(); {
		case !known && (v.self || best.self):
			return k.is // for all that is known
		case !known:
			return value{filter: k.looks(e, env)}
		case holds:
			best = v
		}
	}
	return best
}

// errorCall returns what is known of the result of a function that makes an
// error, wraps one or looks for one in another: no code is in it.
func (k knownCalls) errorCall(fn *types.Func, e *ast.CallExpr, env env) (value, bool) {
	if fn == nil || !wslib.HandlesErrors(fn) {
		return value{}, false
	}
	var v value
	switch zero, _ := wslib.ZeroResultOf(fn); {
	case zero.Never:
		v.nilness = notNil
	case zero.Iff != wslib.None:
		v.nilness = k.eval(zero.Iff.In(e), env).nilness
	}
	return v, true
}

// selected returns what is known of the result of a generic function of another
// package that returns one of its arguments: the first that is not zero, or the
// one that a condition selects.
func (k knownCalls) selected(fn *types.Func, e *ast.CallExpr, env env) (value, bool) {
	switch wslib.SelectionOf(fn) {
	case wslib.FirstNonZero:
		var one value
		for i, arg := range e.Args {
			v := k.eval(arg, env)
			if v.known != nil && isZero(v.known) && i < len(e.Args)-1 {
				continue
			}
			if one == (value{}) {
				one = v
			} else {
				one = value{self: one.self || v.self, filter: one.filter || v.filter}
			}
			if v.known != nil {
				break
			}
		}
		return one, true
	case wslib.ByCondition:
		cond := k.eval(e.Args[0], env)
		if holds, known := cond.truth(); known {
			return k.eval(e.Args[map[bool]int{true: 1, false: 2}[holds]], env), true
		}
		x, y := k.eval(e.Args[1], env), k.eval(e.Args[2], env)
		if cond.depends() {
			return value{filter: true}, true
		}
		return value{known: k.is.known, self: x.self || y.self, filter: x.filter || y.filter}, true
	case wslib.SomeArgument:
		var v value
		for _, arg := range e.Args {
			a := k.eval(arg, env)
			if a.self {
				return a, true
			}
			v.filter = v.filter || a.filter
		}
		return v, true
	}
	return value{}, false
}

// codeCheck answers the libraries' own tests of codes and of errors with codes.
func (k knownCalls) codeCheck(fn *types.Func, e *ast.CallExpr, env env) (value, bool) {
	if fn == nil {
		return value{}, false
	}
	code, listed := k.is, e.Args
	if recv := fn.Signature().Recv(); recv != nil {
		sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
		if !ok {
			return value{}, false
		}
		code = k.eval(sel.X, env)
	} else if !k.echo || len(e.Args) == 0 {
		return value{}, false
	} else {
		listed = e.Args[1:]
	}
	if code.known == nil || e.Ellipsis.IsValid() {
		return value{}, false
	}
	var codes []int64
	for _, arg := range listed {
		v := k.eval(arg, env)
		if v.known == nil {
			return value{}, false
		}
		n, _ := constant.Int64Val(constant.ToInt(v.known))
		codes = append(codes, n)
	}
	n, _ := constant.Int64Val(constant.ToInt(code.known))
	holds, known := k.flow.Index.CheckCode(fn, n, codes)
	return boolean(holds), known
}
