package wsclosecode

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// routes decides whether a code gets from its source to a frame, by following
// the functions on its way with that code: a guard is whatever keeps the bad
// code from arriving. What cannot be followed but looks at the code, a lookup in
// a map say, is taken for a filter that does its work.
type routes struct {
	flow   *connflow.Flow
	graphs map[*connflow.Func]*paths.Graph
	shared map[*types.Var]bool
}

func newRoutes(flow *connflow.Flow) *routes {
	return &routes{flow: flow, graphs: map[*connflow.Func]*paths.Graph{}}
}

func (g *routes) graph(f *connflow.Func) *paths.Graph {
	if g.graphs[f] == nil {
		g.graphs[f] = paths.New(g.flow.Info, f.Type, f.Body)
	}
	return g.graphs[f]
}

// isShared reports whether v is not its function's alone: another one assigns
// it, or its address is taken.
func (g *routes) isShared(v *types.Var) bool {
	if g.shared == nil {
		g.shared = map[*types.Var]bool{}
		for _, f := range g.flow.Funcs {
			lang.Walk(f.Body, func(n ast.Node) { g.share(f, n) })
		}
	}
	return g.shared[v]
}

// share notes the variables that n, in f, makes shared.
func (g *routes) share(f *connflow.Func, n ast.Node) {
	assigned := func(e ast.Expr) {
		if v := lang.Var(g.flow.Info, e); v != nil && (v.Pos() < f.Node.Pos() || f.Node.End() <= v.Pos()) {
			g.shared[v] = true
		}
	}
	switch n := n.(type) {
	case *ast.AssignStmt:
		for _, lhs := range n.Lhs {
			assigned(lhs)
		}
	case *ast.IncDecStmt:
		assigned(n.X)
	case *ast.UnaryExpr:
		if v := lang.Var(g.flow.Info, n.X); n.Op == token.AND && v != nil {
			g.shared[v] = true
		}
	}
}

// reaches reports whether the value of s gets to the frame on some path: through
// each function on its way from where it comes in to where it goes out.
// A received code has the value known; a constant has its own.
func (g *routes) reaches(s *connflow.Source, known constant.Value) bool {
	f := &followed{flow: g.flow, source: s, at: start(s), echo: known != nil, carries: map[ast.Expr]bool{}}
	f.is = value{self: true, known: known}
	if !f.echo {
		f.is.known = g.flow.Info.Types[s.Expr].Value
	}
	r := &route{&run{followed: f, routes: g, envs: map[string]*env{}}}
	for _, out := range exits(g.flow, s) {
		if !r.passes(out) {
			return false
		}
	}
	return !f.echo || r.entered(g.flow.Func(f.at), maxDepth)
}

// start returns the expression at which s begins: of a variable of another
// package, its use.
func start(s *connflow.Source) ast.Expr {
	if s.Expr == nil && len(s.Path) > 0 {
		return s.Path[0]
	}
	return s.Expr
}

// exits returns, for each function on the way of s, the expression in which
// the value leaves it.
func exits(flow *connflow.Flow, s *connflow.Source) []ast.Expr {
	var out []ast.Expr
	last := start(s)
	for _, e := range s.Path {
		if flow.Func(e) != flow.Func(last) {
			out = append(out, last)
		}
		last = e
	}
	return append(out, last)
}

// A route is the way of one code through the functions between its source and
// its frame.
type route struct{ *run }

// passes reports whether the code gets to out on some path through out's function.
func (r *route) passes(out ast.Expr) bool {
	f := r.flow.Func(out)
	if f == nil {
		return true
	}
	if !r.arrives(f, out, func(env env) bool { return r.eval(out, env).is(r.is) }) {
		return false
	}
	to := r.leaving(out)
	return to.root == nil || r.walk(f, env{}, func(n ast.Node, env env) bool {
		v, set := env[to]
		return set && v.is(r.is) && r.hands(n)
	})
}

// leaving returns the place that out is assigned to, where other functions find
// it: from there it counts only if it is still in it when they run.
func (r *route) leaving(out ast.Expr) place {
	n, ok := r.flow.Parent(out).(*ast.AssignStmt)
	if !ok || len(n.Lhs) != len(n.Rhs) {
		return place{}
	}
	for i, rhs := range n.Rhs {
		if rhs == out {
			return r.place(n.Lhs[i])
		}
	}
	return place{}
}

// hands reports whether n runs other functions of the package, or ends this one.
func (r *route) hands(n ast.Node) bool {
	found := false
	lang.Walk(n, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ReturnStmt, *ast.GoStmt:
			found = true
		case *ast.CallExpr:
			found = found || len(r.flow.Callees(n)) > 0
		}
	})
	return found
}

// arrives reports whether some path through f gets to n with variables for
// which ok holds. Of a function literal, its own making counts, too.
func (r *route) arrives(f *connflow.Func, n ast.Node, ok func(env) bool) bool {
	found := r.walk(f, env{}, func(at ast.Node, env env) bool {
		return lang.Within(n, at) && r.evaluated(at, n, env) && ok(env)
	})
	if !found || f.Outer == nil {
		return found
	}
	at, _ := n.(ast.Expr)
	return r.arrives(f.Outer, f.Node, func(env env) bool {
		// What the literal captures has the value that it has there.
		v, set := env[r.place(at)]
		return !set || v.self
	})
}

// entered reports whether f is called where nothing keeps the code out.
func (r *route) entered(f *connflow.Func, depth int) bool {
	f = outermost(f)
	if f == nil || depth == 0 || r.flow.UnseenCallers(f) {
		return true
	}
	callers := r.flow.Callers(f)
	for _, site := range callers {
		if site.In == nil {
			return true
		}
		if r.arrives(site.In, site.Call, func(env) bool { return true }) && r.entered(site.In, depth-1) {
			return true
		}
	}
	return len(callers) == 0
}
