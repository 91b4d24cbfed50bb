package codeflow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// eval returns what is known of e where env is known.
func (r *run) eval(e ast.Expr, env env) value {
	e = ast.Unparen(e)
	if v, ok := env[r.place(e)]; ok {
		return v
	}
	if e == ast.Unparen(r.at) {
		return r.is
	}
	tv := r.flow.Info.Types[e]
	switch {
	case tv.Value != nil:
		return value{known: tv.Value}
	case tv.IsNil():
		return value{nilness: isNil}
	case r.partOfOther(e, env):
		return value{}
	case r.received(e) || r.carried(e):
		return r.is
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		looks := r.looks(e, env)
		return value{nilness: notNil, filter: looks, without: !looks && !lang.Within(r.at, e)}
	case *ast.FuncLit:
		return value{nilness: notNil, filter: r.looks(e, env)}
	case *ast.UnaryExpr:
		v := r.eval(e.X, env)
		if v.known != nil && (e.Op == token.NOT || e.Op == token.SUB) {
			return value{known: constant.UnaryOp(e.Op, v.known, 0)}
		}
		if e.Op == token.AND {
			v.nilness = notNil
			return v
		}
		return value{filter: v.depends()}
	case *ast.BinaryExpr:
		return r.binary(e, env)
	case *ast.CallExpr:
		return r.call(e, env)
	}
	return value{filter: r.looks(e, env)}
}

// partOfOther reports whether e is a field of a struct that is known to be made
// without the code, or what a method makes of such a struct.
func (r *run) partOfOther(e ast.Expr, env env) bool {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.SelectorExpr:
			if r.flow.Info.Selections[x] == nil {
				return false
			}
			e = x.X
		case *ast.CallExpr:
			if len(x.Args) > 0 {
				return false
			}
			e = x.Fun
		case *ast.Ident:
			return env[r.place(x)].without
		default:
			return false
		}
	}
}

func (r *run) binary(e *ast.BinaryExpr, env env) value {
	x, y := r.eval(e.X, env), r.eval(e.Y, env)
	switch e.Op {
	case token.LAND, token.LOR:
		// Either side decides alone where it is the operator's own result.
		for _, v := range []value{x, y} {
			if holds, known := v.truth(); known && holds == (e.Op == token.LOR) {
				return boolean(holds)
			}
		}
		if _, known := x.truth(); known {
			return y
		}
		if _, known := y.truth(); known {
			return x
		}
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return compare(e.Op, x, y)
	}
	return value{filter: x.depends() || y.depends()}
}

// call returns what is known of the result of a call.
func (r *run) call(e *ast.CallExpr, env env) value {
	switch tv := r.flow.Info.Types[e.Fun]; {
	case tv.IsType() && len(e.Args) == 1:
		return convert(r.eval(e.Args[0], env), tv.Type)
	case tv.IsBuiltin():
		return knownCalls{r}.builtin(e, env)
	}
	fn := lang.Callee(r.flow.Info, e)
	if wslib.IsErrorAs(fn) {
		if p, ok := r.flow.Info.TypeOf(e.Args[1]).(*types.Pointer); ok && r.isCloseError(p.Elem()) {
			return r.holdsError()
		}
		return value{}
	}
	if v, ok := (knownCalls{r}).errorCall(fn, e, env); ok {
		return v
	}
	if v, ok := (knownCalls{r}).codeCheck(fn, e, env); ok {
		return v
	}
	switch meaning, lib := r.called(e); {
	case lib != nil && meaning.Role != wslib.CheckCode:
		return value{} // it depends on the frame, not on its code
	case lib == nil && meaning != nil && meaning.Role == wslib.BuildFrame && meaning.Payload == wslib.Result0:
		return r.eval(e.Args[meaning.Code.Arg()], env)
	}
	if v, ok := (knownCalls{r}).selected(fn, e, env); ok {
		return v
	}
	if tuples := r.inline(e, env); tuples != nil {
		return merged(tuples)
	}
	return value{filter: r.looks(e, env)}
}

// inline runs a function of the package with the arguments of the call, and
// returns the results of each of its returns; nil where it cannot be run.
func (r *run) inline(e *ast.CallExpr, before env) [][]value {
	callees := r.flow.Callees(e)
	if len(callees) != 1 || r.depth == maxDepth || e.Ellipsis.IsValid() {
		return nil
	}
	f := callees[0]
	var params []*ast.Ident
	for _, field := range f.Type.Params.List {
		if _, variadic := field.Type.(*ast.Ellipsis); variadic {
			return nil
		}
		params = append(params, field.Names...)
	}
	if len(params) != len(e.Args) || f.Type.Results == nil {
		return nil
	}
	start := env{}
	for i, p := range params {
		start = start.with(r.place(p), r.eval(e.Args[i], before))
	}
	r.depth++
	defer func() { r.depth-- }()
	n := f.Signature().Results().Len()
	tuples := [][]value{}
	r.walk(f, start, func(node ast.Node, env env) bool {
		if ret, ok := node.(*ast.ReturnStmt); ok {
			tuples = append(tuples, r.results(f, ret, n, env)...)
		}
		return false
	})
	return tuples
}

// results returns the n values that f returns at ret: together, one list for each
// way in which they come about.
func (r *run) results(f *connflow.Func, ret *ast.ReturnStmt, n int, env env) [][]value {
	values := make([]value, n)
	switch {
	case len(ret.Results) == n:
		for i, e := range ret.Results {
			values[i] = r.eval(e, env)
		}
	case len(ret.Results) == 1:
		if call, ok := ast.Unparen(ret.Results[0]).(*ast.CallExpr); ok {
			if tuples := r.inline(call, env); tuples != nil {
				return tuples
			}
		}
		for i := range values {
			values[i] = r.component(nil, ret.Results[0], i, env)
		}
	case len(ret.Results) == 0:
		i := 0
		for _, field := range f.Type.Results.List {
			for _, name := range field.Names {
				values[i] = r.eval(name, env)
				i++
			}
		}
	}
	return [][]value{values}
}

// merged returns what the first results have in common.
func merged(tuples [][]value) value {
	if len(tuples) == 0 || len(tuples[0]) == 0 {
		return value{filter: true}
	}
	v := tuples[0][0]
	for _, t := range tuples[1:] {
		if w := t[0]; !v.same(w) {
			v = value{filter: v.depends() || w.depends()}
		}
	}
	return v
}

// looks reports whether e, of which no more is known, looks at the code: it
// mentions it, or it is given the error that holds it.
func (r *run) looks(e ast.Expr, env env) bool {
	found := false
	lang.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident, *ast.SelectorExpr:
			e := n.(ast.Expr)
			v, set := env[r.place(e)]
			found = found || v.depends() || !set && (r.received(e) || r.carried(e))
		case *ast.CallExpr:
			found = found || r.received(n) || r.echo && (slices.ContainsFunc(n.Args, r.isError) || r.isMethodOfError(n))
		}
		return !found
	})
	return found
}

// evaluated reports whether n, inside at, is evaluated: no left side of a && or
// || around it decides without it.
func (r *run) evaluated(at, n ast.Node, env env) bool {
	ok := true
	ast.Inspect(at, func(m ast.Node) bool {
		if m == nil || !lang.Within(n, m) {
			return false
		}
		if b, is := m.(*ast.BinaryExpr); is && (b.Op == token.LAND || b.Op == token.LOR) && lang.Within(n, b.Y) {
			v := r.eval(b.X, env)
			holds, known := v.truth()
			ok = ok && !v.depends() && (!known || holds == (b.Op == token.LAND))
		}
		return true
	})
	return ok
}
