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

// A graph is the places of a package that hold values, and the ways between them.
type graph struct {
	*program
	nodes  map[any]node
	places []place
	edges  map[edgeKey]bool
	ctxs   contexts
}

type resultKey struct {
	of any // *Func, *types.Func or *ast.CallExpr
	i  int
}

// node returns the node of key, which it makes with init when it is new.
func (g *graph) node(key any, init func(*place)) node {
	if n, ok := g.nodes[key]; ok {
		return n
	}
	n := node(len(g.places))
	g.nodes[key] = n
	g.places = append(g.places, place{})
	init(&g.places[n])
	return n
}

func (g *graph) varNode(v *types.Var) node {
	v = v.Origin()
	return g.node(v, func(p *place) {
		p.v = v
		p.shared = v.IsField() || v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
	})
}

func (g *graph) exprNode(e ast.Expr) node {
	return g.node(e, func(p *place) { p.expr = e })
}

func (g *graph) funcNode(f *Func, e ast.Expr) node {
	return g.node(resultKey{f, -1}, func(p *place) { p.fn, p.isFunc, p.expr = f, true, e })
}

// resultNode is the i-th result of f.
func (g *graph) resultNode(f *Func, i int) node {
	return g.node(resultKey{f, i}, func(p *place) { p.fn, p.index = f, i })
}

// callNode is the i-th result of call.
func (g *graph) callNode(call *ast.CallExpr, i int) node {
	return g.node(resultKey{call, i}, func(p *place) { p.expr, p.index = call, i })
}

func (g *graph) addEdge(from, to node, kind edgeKind, site *ast.CallExpr, expr ast.Expr) {
	if from == noNode || to == noNode || from == to {
		return
	}
	k := edgeKey{from, to, site}
	if g.edges[k] {
		return
	}
	g.edges[k] = true
	g.places[from].out = append(g.places[from].out, edge{to: to, kind: kind, site: site, expr: expr})
	g.places[to].in = append(g.places[to].in, edge{to: from, kind: kind, site: site, expr: expr})
}

// addAlias is addEdge for the way back of a reference.
func (g *graph) addAlias(from, to node, kind edgeKind, site *ast.CallExpr, expr ast.Expr) {
	before := len(g.edges)
	g.addEdge(from, to, kind, site, expr)
	if len(g.edges) > before {
		in := g.places[to].in
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

// A context is the calls through which a value came into the function that it
// is in, innermost first. nil says that nothing is known, and any will do.
type context struct {
	site *ast.CallExpr
	up   *context
	len  int
}

// maxContext bounds how many calls are told apart; beyond it, nothing is known.
const maxContext = 3

// maxStates bounds a walk: once it has seen that many places in different
// contexts, it tells contexts apart no longer, and its cost stays linear.
const maxStates = 1 << 12

type contexts map[context]*context

func (cs contexts) push(c *context, site *ast.CallExpr) *context {
	k := context{site: site, up: c, len: 1}
	if c != nil {
		k.len = c.len + 1
	}
	if k.len > maxContext {
		return nil
	}
	if known, ok := cs[k]; ok {
		return known
	}
	cs[k] = &k
	return &k
}
