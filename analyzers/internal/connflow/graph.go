package connflow

import (
	"go/ast"
	"go/types"
)

// A node is a place that holds values: a variable, a field (one for all values
// of its struct), a result of a function or of a call, or an expression at
// which a value begins.
type node int32

const noNode node = -1

// An edge says that what the node at its one end holds, the other end may hold.
type edge struct {
	to   node
	kind edgeKind
	// site is the call that an enter edge passes into and a leave edge out of.
	site *ast.CallExpr
	// expr is the expression at which the value moves: the right side, the
	// argument, the returned value.
	expr ast.Expr
	// alias: the value is the same reference under another name; the edge leads
	// what is put into it there back to here.
	alias bool
}

type edgeKind uint8

const (
	move  edgeKind = iota // within a function, or through a shared place
	enter                 // from an argument to a parameter
	leave                 // from a function's result to its call's result
)

// A place is what is known of a node.
type place struct {
	out, in []edge
	// v is the variable or field, if the node is one.
	v *types.Var
	// shared: values of all callers meet here (fields, package variables), so
	// which call a value came through no longer counts.
	shared bool
	// expr is the expression of a node that is one; index the result, of a call.
	expr  ast.Expr
	index int
	// fn is the function whose result (v == nil) or parameter (v != nil) this is,
	// or, with isFunc, that the value is.
	fn     *Func
	isFunc bool
	param  bool

	// calls are the tabled calls that do something to what the node holds.
	calls []*Call
	// dynamic are calls of methods through an interface, resolved by the type of
	// the connection that arrives.
	dynamic []*dynamicCall
	away    []escape
}

// A dynamicCall is a call of an interface's method.
type dynamicCall struct {
	node     ast.Expr
	expr     *ast.CallExpr
	name     string
	in       *Func
	goes     bool
	deferred bool
}

// nodes are the places of a package that hold values, and the ways between them.
type nodes struct {
	*program
	byKey  map[any]node
	places []place
	edges  map[edgeKey]bool
}

type resultKey struct {
	of any // *Func, *types.Func or *ast.CallExpr
	i  int
}

// node returns the node of key, which it makes with init when it is new.
func (ns *nodes) node(key any, init func(*place)) node {
	if n, ok := ns.byKey[key]; ok {
		return n
	}
	n := node(len(ns.places))
	ns.byKey[key] = n
	ns.places = append(ns.places, place{})
	init(&ns.places[n])
	return n
}

func (ns *nodes) varNode(v *types.Var) node {
	v = v.Origin()
	return ns.node(v, func(p *place) {
		p.v = v
		p.shared = v.IsField() || v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
	})
}

func (ns *nodes) exprNode(e ast.Expr) node {
	return ns.node(e, func(p *place) { p.expr = e })
}

func (ns *nodes) funcNode(f *Func, e ast.Expr) node {
	return ns.node(resultKey{f, -1}, func(p *place) { p.fn, p.isFunc, p.expr = f, true, e })
}

// resultNode is the i-th result of f.
func (ns *nodes) resultNode(f *Func, i int) node {
	return ns.node(resultKey{f, i}, func(p *place) { p.fn, p.index = f, i })
}

// callNode is the i-th result of call.
func (ns *nodes) callNode(call *ast.CallExpr, i int) node {
	return ns.node(resultKey{call, i}, func(p *place) { p.expr, p.index = call, i })
}

func (ns *nodes) addEdge(from, to node, kind edgeKind, site *ast.CallExpr, expr ast.Expr) {
	if from == noNode || to == noNode || from == to {
		return
	}
	k := edgeKey{from, to, site}
	if ns.edges[k] {
		return
	}
	ns.edges[k] = true
	ns.places[from].out = append(ns.places[from].out, edge{to: to, kind: kind, site: site, expr: expr})
	ns.places[to].in = append(ns.places[to].in, edge{to: from, kind: kind, site: site, expr: expr})
}

// addAlias is addEdge for the way back of a reference.
func (ns *nodes) addAlias(from, to node, kind edgeKind, site *ast.CallExpr, expr ast.Expr) {
	before := len(ns.edges)
	ns.addEdge(from, to, kind, site, expr)
	if len(ns.edges) > before {
		in := ns.places[to].in
		in[len(in)-1].alias = true
	}
}

// begins reports whether no value comes to p from elsewhere.
func (p *place) begins() bool {
	for _, e := range p.in {
		if !e.alias {
			return false
		}
	}
	return true
}

type edgeKey struct {
	from, to node
	site     *ast.CallExpr
}

// parameters makes the nodes of f's receiver, parameters and named results.
func (ns *nodes) parameters(f *Func) {
	mark := func(list *ast.FieldList, each func(i int, v *types.Var)) {
		if list == nil {
			return
		}
		i := 0
		for _, field := range list.List {
			for _, name := range field.Names {
				if v, ok := ns.Info.Defs[name].(*types.Var); ok {
					each(i, v)
				}
				i++
			}
			if len(field.Names) == 0 {
				i++
			}
		}
	}
	param := func(_ int, v *types.Var) {
		n := ns.varNode(v)
		ns.places[n].fn, ns.places[n].param = f, true
	}
	if decl, ok := f.Node.(*ast.FuncDecl); ok {
		mark(decl.Recv, param)
	}
	mark(f.Type.Params, param)
	mark(f.Type.Results, func(i int, v *types.Var) {
		ns.addEdge(ns.varNode(v), ns.resultNode(f, i), move, nil, nil)
	})
}
