package connflow

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// values knows where the values of expressions come from.
type values struct {
	*program
	*callGraph
	*graph
	*outside
	*tabled
	writes map[*types.Var][]ast.Expr
	// cameFrom holds the origins of the places that were asked for.
	cameFrom map[node]map[node]bool
}

// Sources returns where the value of e, an expression of the package, comes
// from: through variables, fields, parameters, results, containers and the
// functions that the tables call views, backwards to what begins it.
func (vs *values) Sources(e ast.Expr) []*Source {
	var found []*Source
	vs.backward(vs.eval(e), func(n node, at *step) bool {
		s := vs.source(n)
		if s == nil {
			return true
		}
		for t := at; t != nil; t = t.next {
			if t.expr != nil && t.expr != s.Expr && (len(s.Path) == 0 || s.Path[len(s.Path)-1] != t.expr) {
				s.Path = append(s.Path, t.expr)
			}
		}
		if e != s.Expr && (len(s.Path) == 0 || s.Path[len(s.Path)-1] != e) {
			s.Path = append(s.Path, e)
		}
		found = append(found, s)
		return true
	})
	return found
}

// source returns the source that begins at n, nil if none does.
func (vs *values) source(n node) *Source {
	p := &vs.places[n]
	switch {
	case p.isFunc:
		return vs.at(&Source{Kind: Function, Expr: p.expr})
	case p.v != nil:
		switch {
		case p.param && vs.UnseenCallers(p.fn), p.param && p.begins(), vs.setElsewhere(p.v):
			return &Source{Kind: Unseen, Var: p.v, In: p.fn}
		case p.begins() && !p.param:
			return &Source{Kind: Zero, Var: p.v}
		}
	case p.expr != nil:
		if call, ok := p.expr.(*ast.CallExpr); ok && vs.Info.Types[call].Value == nil {
			switch kind := vs.builtinSource(call); {
			case kind == Literal, kind != 0 && p.begins():
				return vs.at(&Source{Kind: kind, Expr: call})
			case !p.begins() || len(vs.callees[call]) > 0:
				return nil
			}
			return vs.at(&Source{Kind: CallResult, Expr: call, Call: vs.tabledAt(call, p.index), Index: p.index})
		}
		return vs.at(vs.expression(p.expr))
	}
	return nil
}

func (vs *values) at(s *Source) *Source {
	s.In = vs.Func(s.Expr)
	return s
}

// expression is the source that an expression other than a call is.
func (vs *values) expression(e ast.Expr) *Source {
	s := &Source{Kind: Other, Expr: e}
	if tv, ok := vs.Info.Types[e]; ok && tv.Value != nil {
		s.Kind = Constant
		return s
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		s.Kind = Literal
	case *ast.Ident, *ast.SelectorExpr:
		switch obj := vs.variableOrFunc(e).(type) {
		case *types.Var:
			s.Kind, s.Var = Field, obj
			if !obj.IsField() {
				s.Kind = Unseen
			}
		case *types.Func:
			s.Kind = Function
		}
	}
	return s
}

// builtinSource is the kind of a builtin's result: make and new begin a value.
func (vs *values) builtinSource(call *ast.CallExpr) Kind {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return 0
	}
	if _, ok := vs.Info.Uses[id].(*types.Builtin); !ok {
		return 0
	}
	switch id.Name {
	case "make", "new":
		return Literal
	}
	return Other
}

// setElsewhere reports whether code out of sight may set v.
func (vs *values) setElsewhere(v *types.Var) bool {
	if v.Pkg() != vs.Pkg {
		return true
	}
	if !v.Exported() || vs.Pkg.Name() == "main" {
		return false
	}
	return v.IsField() || v.Parent() == vs.Pkg.Scope()
}

// tabledAt returns the tabled call that call is, nil if it is none: of several,
// the one that says what the result is.
func (vs *values) tabledAt(call *ast.CallExpr, result int) *Call {
	calls := vs.CallsAt(call)
	for _, c := range calls {
		if gives(c.Func, result) {
			return c
		}
	}
	if len(calls) == 0 {
		return nil
	}
	return calls[len(calls)-1]
}

// gives reports whether the result of a call of f is what f says of a connection
// or frame.
func gives(f *wslib.Func, result int) bool {
	return slices.ContainsFunc(append([]wslib.Slot{f.Conn, f.Code, f.Payload, f.Frame}, f.Views...), func(s wslib.Slot) bool {
		return s.Result() == result
	})
}

// Same reports whether a and b may be the same value, a channel or a timer
// say: whether they share a source.
func (vs *values) Same(a, b ast.Expr) bool {
	x, y := vs.origins(vs.eval(a)), vs.origins(vs.eval(b))
	for n := range x {
		if y[n] {
			return true
		}
	}
	return false
}

// origins returns the variables and beginnings from which a value may come to n.
func (vs *values) origins(n node) map[node]bool {
	if known, ok := vs.cameFrom[n]; ok {
		return known
	}
	found := map[node]bool{}
	vs.walkBack(n, false, func(n node, _ *step) bool {
		if p := &vs.places[n]; p.begins() || p.v != nil {
			found[n] = true
		}
		return true
	})
	vs.cameFrom[n] = found
	return found
}

// Writes returns the right sides (or, of x++, the statement's operand) that
// this package assigns to v, a variable or field, none for nil.
func (vs *values) Writes(v *types.Var) []ast.Expr {
	if v == nil {
		return nil
	}
	return vs.writes[v.Origin()]
}

// Fixed reports whether e is the same before the loop as in it: it is made of
// constants, and of variables and fields of what is declared before.
func (vs *values) Fixed(e ast.Expr, loop ast.Stmt) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			ok = ok && (vs.Info.Types[n.Fun].IsType() || vs.Info.Types[n].Value != nil)
		case *ast.Ident:
			obj := vs.Info.ObjectOf(n)
			ok = ok && (obj == nil || obj.Pos() < loop.Pos() || loop.End() <= obj.Pos())
			if v, isVar := obj.(*types.Var); isVar && !v.IsField() {
				for _, e := range vs.Writes(v) {
					ok = ok && !lang.Within(e, loop)
				}
			}
		case *ast.IndexExpr, *ast.StarExpr, *ast.FuncLit:
			ok = false
		}
		return ok
	})
	return ok
}

// A Kind tells sources apart.
type Kind uint8

const (
	// Constant is a constant expression.
	Constant Kind = iota + 1
	// Literal is a composite literal, new(T), or make(T).
	Literal
	// Function is a function literal or the name of a function.
	Function
	// CallResult is the result of a call whose body is not in the package.
	CallResult
	// Field is a field of another package's struct, such as CloseError.Code.
	Field
	// Unseen is a variable that code out of sight may set: a parameter of a
	// function with unseen callers, an exported variable or field, another
	// package's variable.
	Unseen
	// Zero is a variable that nothing sets.
	Zero
	// Other is everything that is computed: an operation, a conversion that
	// changes the value.
	Other
)

// A Source is an expression at which a value begins, as far as can be seen.
type Source struct {
	Kind Kind
	Expr ast.Expr
	// Call is the call of a CallResult that the tables name, else nil.
	Call *Call
	// Index is the index of the result, of a CallResult.
	Index int
	// Var is the variable of an Unseen or a Zero, the field of a Field. Expr is
	// nil for an Unseen or Zero that is a variable.
	Var *types.Var
	// In is the function around Expr, nil outside of functions.
	In *Func
	// Path leads from the source (exclusive) to the expression that was asked
	// about (inclusive): the expressions through which the value came. Each is a
	// right side, an argument, a returned value, or a use of a variable.
	Path []ast.Expr
}
