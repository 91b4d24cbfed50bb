package connflow

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A step is a node on a backward walk, and how the walk came to it.
type step struct {
	node node
	ctx  *context
	// next is the step before this one: the place that this one's value moves to.
	next *step
	expr ast.Expr
}

// backward walks from n to all nodes whose values may reach it, through calls
// and returns that fit together, nearest first. visit returns false where the
// walk should not go on.
func (g *graph) backward(n node, visit func(node, *step) bool) { g.walkBack(n, true, visit) }

// walkBack is backward, with or without the ways along which what is put into a
// reference through another name comes back.
func (g *graph) walkBack(n node, aliases bool, visit func(node, *step) bool) {
	if n == noNode {
		return
	}
	type state struct {
		node node
		ctx  *context
	}
	seen := map[state]bool{{n, nil}: true}
	queue := []*step{{node: n}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if !visit(at.node, at) {
			continue
		}
		for _, e := range g.places[at.node].in {
			if e.alias && !aliases {
				continue
			}
			ctx := at.ctx
			switch e.kind {
			case leave: // into the function, by its result
				ctx = g.ctxs.push(ctx, e.site)
			case enter: // out of it, to an argument
				if ctx != nil {
					if ctx.site != e.site {
						continue
					}
					ctx = ctx.up
				}
			}
			if g.places[e.to].shared || len(seen) > maxStates {
				ctx = nil
			}
			if s := (state{e.to, ctx}); !seen[s] {
				seen[s] = true
				queue = append(queue, &step{node: e.to, ctx: ctx, next: at, expr: e.expr})
			}
		}
	}
}

// A tracer tells at which places of the graph values begin.
type tracer struct{ *Flow }

// Sources returns where the value of e, an expression of the package, comes
// from: through variables, fields, parameters, results, containers and the
// functions that the tables call views, backwards to what begins it.
func (fl *Flow) Sources(e ast.Expr) []*Source {
	var found []*Source
	fl.backward(fl.eval(e), func(n node, at *step) bool {
		s := (&tracer{fl}).source(n)
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
func (t *tracer) source(n node) *Source {
	p := &t.places[n]
	switch {
	case p.isFunc:
		return t.at(&Source{Kind: Function, Expr: p.expr})
	case p.v != nil:
		switch {
		case p.param && t.UnseenCallers(p.fn), p.param && p.begins(), t.setElsewhere(p.v):
			return &Source{Kind: Unseen, Var: p.v, In: p.fn}
		case p.begins() && !p.param:
			return &Source{Kind: Zero, Var: p.v}
		}
	case p.expr != nil:
		if call, ok := p.expr.(*ast.CallExpr); ok && t.Info.Types[call].Value == nil {
			switch kind := t.builtinSource(call); {
			case kind == Literal, kind != 0 && p.begins():
				return t.at(&Source{Kind: kind, Expr: call})
			case !p.begins() || len(t.callees[call]) > 0:
				return nil
			}
			return t.at(&Source{Kind: CallResult, Expr: call, Call: t.tabledAt(call, p.index), Index: p.index})
		}
		return t.at(t.expression(p.expr))
	}
	return nil
}

func (t *tracer) at(s *Source) *Source {
	s.In = t.Func(s.Expr)
	return s
}

// expression is the source that an expression other than a call is.
func (t *tracer) expression(e ast.Expr) *Source {
	s := &Source{Kind: Other, Expr: e}
	if tv, ok := t.Info.Types[e]; ok && tv.Value != nil {
		s.Kind = Constant
		return s
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		s.Kind = Literal
	case *ast.Ident, *ast.SelectorExpr:
		switch obj := t.variableOrFunc(e).(type) {
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

func (g *graph) variableOrFunc(e ast.Expr) types.Object {
	switch e := e.(type) {
	case *ast.Ident:
		return g.Info.ObjectOf(e)
	case *ast.SelectorExpr:
		return g.Info.ObjectOf(e.Sel)
	}
	return nil
}

// builtinSource is the kind of a builtin's result: make and new begin a value.
func (t *tracer) builtinSource(call *ast.CallExpr) Kind {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return 0
	}
	if _, ok := t.Info.Uses[id].(*types.Builtin); !ok {
		return 0
	}
	switch id.Name {
	case "make", "new":
		return Literal
	}
	return Other
}

// setElsewhere reports whether code out of sight may set v.
func (t *tracer) setElsewhere(v *types.Var) bool {
	if v.Pkg() != t.Pkg {
		return true
	}
	if !v.Exported() || t.Pkg.Name() == "main" {
		return false
	}
	return v.IsField() || v.Parent() == t.Pkg.Scope()
}

// tabledAt returns the tabled call that call is, nil if it is none: of several,
// the one that says what the result is.
func (t *tracer) tabledAt(call *ast.CallExpr, result int) *Call {
	calls := t.CallsAt(call)
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
func (fl *Flow) Same(a, b ast.Expr) bool {
	x, y := fl.origins(fl.eval(a)), fl.origins(fl.eval(b))
	for n := range x {
		if y[n] {
			return true
		}
	}
	return false
}

// origins returns the variables and beginnings from which a value may come to n.
func (fl *Flow) origins(n node) map[node]bool {
	if known, ok := fl.cameFrom[n]; ok {
		return known
	}
	found := map[node]bool{}
	fl.walkBack(n, false, func(n node, _ *step) bool {
		if p := &fl.places[n]; p.begins() || p.v != nil {
			found[n] = true
		}
		return true
	})
	fl.cameFrom[n] = found
	return found
}

// Writes returns the right sides (or, of x++, the statement's operand) that
// this package assigns to v, a variable or field, none for nil.
func (fl *Flow) Writes(v *types.Var) []ast.Expr {
	if v == nil {
		return nil
	}
	return fl.writes[v.Origin()]
}

func (fl *Flow) intValue(e ast.Expr) (int64, bool) {
	tv, ok := fl.Info.Types[e]
	if !ok || tv.Value == nil {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(tv.Value))
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
