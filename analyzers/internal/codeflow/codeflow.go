// Package codeflow follows a close code, a close reason or a payload from where it
// begins to the frame in which it is sent, along the paths of the functions on
// its way, and finds out whether it arrives there as it was: a condition, a switch,
// a map or a helper in between may filter it, or put another one in its place.
//
// The package knows what is known of a value on a path: constants, nil, what the
// tables have of a library's own tests of codes, and the results of the package's
// functions, which it follows with the arguments of the call. A code that a library
// received has the one value that the caller asks about. What looks at the code in a way
// that cannot be seen is taken for a filter that does its work.
package codeflow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// Codes answers for the codes of one package. It is not safe for concurrent use.
type Codes struct {
	flow   *connflow.Flow
	graphs map[*connflow.Func]*paths.Graph
	shared map[*types.Var]bool
	// targets are the errors that are looked into for a variable, once they were
	// asked for.
	targets map[*types.Var][]ast.Expr
}

// New returns the codes of the flow's package.
func New(flow *connflow.Flow) *Codes {
	return &Codes{flow: flow, graphs: map[*connflow.Func]*paths.Graph{}}
}

func (c *Codes) graph(f *connflow.Func) *paths.Graph {
	if c.graphs[f] == nil {
		c.graphs[f] = paths.New(c.flow.Info, f.Type, f.Body)
	}
	return c.graphs[f]
}

// Shared reports whether the variable v is not its function's alone: another one assigns
// it, or its address is taken.
func (c *Codes) Shared(v *types.Var) bool {
	if c.shared == nil {
		c.shared = map[*types.Var]bool{}
		for _, f := range c.flow.Funcs {
			lang.Walk(f.Body, func(n ast.Node) { c.share(f, n) })
		}
	}
	return c.shared[v]
}

// share notes the variables that n, in f, makes shared.
func (c *Codes) share(f *connflow.Func, n ast.Node) {
	assigned := func(e ast.Expr) {
		if v := lang.Var(c.flow.Info, e); v != nil && (v.Pos() < f.Node.Pos() || f.Node.End() <= v.Pos()) {
			c.shared[v] = true
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
		if v := lang.Var(c.flow.Info, n.X); n.Op == token.AND && v != nil {
			c.shared[v] = true
		}
	}
}

// Reaches reports whether the value of s gets to the end of its way on some path:
// through each function from where it comes in to where it goes out. A received
// code has the value known; a constant, of which known is nil, has its own.
func (c *Codes) Reaches(s *connflow.Source, known constant.Value) bool {
	f := &followed{flow: c.flow, source: s, at: Start(s), echo: known != nil, carries: map[ast.Expr]bool{}}
	f.is = value{self: true, known: known}
	if !f.echo {
		f.is.known = c.flow.Info.Types[s.Expr].Value
	}
	r := &route{&run{followed: f, codes: c, envs: map[string]*env{}}}
	for _, out := range exits(c.flow, s) {
		if !r.passes(out) {
			return false
		}
	}
	return !f.echo || r.entered(c.flow.Func(f.at), maxDepth)
}

// Start returns the expression at which s begins: of a variable of another
// package, its use.
func Start(s *connflow.Source) ast.Expr {
	if s.Expr == nil && len(s.Path) > 0 {
		return s.Path[0]
	}
	return s.Expr
}

// exits returns, for each function on the way of s, the expression in which
// the value leaves it.
func exits(flow *connflow.Flow, s *connflow.Source) []ast.Expr {
	var out []ast.Expr
	last := Start(s)
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
	f = f.Outermost()
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
