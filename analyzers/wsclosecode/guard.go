package wsclosecode

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// guards decides whether a value gets from its source to a frame, by running
// the functions on its way with that value: a guard is whatever keeps the bad
// code from arriving. What cannot be run but looks at the value, a lookup in a
// map say, is taken for a filter that does its work.
type guards struct {
	flow   *connflow.Flow
	graphs map[*connflow.Func]*graph
	shared map[*types.Var]bool
}

func newGuards(flow *connflow.Flow) *guards {
	return &guards{flow: flow, graphs: map[*connflow.Func]*graph{}}
}

// isShared reports whether v is not its function's alone.
func (g *guards) isShared(v *types.Var) bool {
	if g.shared == nil {
		g.shared = map[*types.Var]bool{}
		for _, f := range g.flow.Funcs {
			g.share(f)
		}
	}
	return g.shared[v]
}

// share notes the variables that a function does not have to itself: another
// one assigns them, or their address is taken.
func (g *guards) share(f *connflow.Func) {
	own := func(v *types.Var) bool { return f.Node.Pos() <= v.Pos() && v.Pos() < f.Node.End() }
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // it is one of flow.Funcs
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if v := lang.Var(g.flow.Info, lhs); v != nil && !own(v) {
					g.shared[v] = true
				}
			}
		case *ast.IncDecStmt:
			if v := lang.Var(g.flow.Info, n.X); v != nil && !own(v) {
				g.shared[v] = true
			}
		case *ast.UnaryExpr:
			if v := lang.Var(g.flow.Info, n.X); n.Op == token.AND && v != nil {
				g.shared[v] = true
			}
		}
		return true
	})
}

// A graph is the control flow of one function.
type graph struct {
	*cfg.CFG
	// conds are the conditions that a block may end in, with what they are the
	// condition of: a case has only half of one, the other is the switch's tag.
	conds map[ast.Expr]ast.Stmt
	// ranges are the variables that a range statement sets.
	ranges map[ast.Expr]bool
}

func (g *guards) graph(f *connflow.Func) *graph {
	if have := g.graphs[f]; have != nil {
		return have
	}
	made := &graph{CFG: f.CFG(), conds: map[ast.Expr]ast.Stmt{}, ranges: map[ast.Expr]bool{}}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.IfStmt:
			made.conds[n.Cond] = n
		case *ast.ForStmt:
			if n.Cond != nil {
				made.conds[n.Cond] = n
			}
		case *ast.SwitchStmt:
			for _, clause := range n.Body.List {
				for _, e := range clause.(*ast.CaseClause).List {
					made.conds[e] = n
				}
			}
		case *ast.RangeStmt:
			made.ranges[n.Key], made.ranges[n.Value] = true, true
		}
		return true
	})
	g.graphs[f] = made
	return made
}

// reaches reports whether the value of s gets to the frame on some path: through
// each function on its way from where it comes in to where it goes out.
// A received code has the value known; a constant has its own.
func (g *guards) reaches(s *connflow.Source, known constant.Value) bool {
	r := &run{
		guards:  g,
		source:  s,
		at:      start(s),
		is:      value{self: true, known: known},
		echo:    known != nil,
		carries: map[ast.Expr]bool{},
	}
	if !r.echo {
		r.is.known = g.flow.Info.Types[s.Expr].Value
	}
	for _, out := range exits(g.flow, s) {
		if !r.passes(out) {
			return false
		}
	}
	return !r.echo || r.entered(g.flow.Func(r.at), maxDepth)
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

const (
	// maxDepth bounds how deep calls are followed, maxSteps how many blocks are
	// run for one value. What is beyond is taken for a filter.
	maxDepth = 4
	maxSteps = 10000
)

// A run is the search for a path on which one value gets to its frame.
type run struct {
	*guards
	source *connflow.Source
	// at is where it begins, is its value there.
	at ast.Expr
	is value
	// echo: the value is a received code, and so is every other in reach.
	echo    bool
	carries map[ast.Expr]bool
	steps   int
}

// passes reports whether the value gets to out on some path through out's function.
func (r *run) passes(out ast.Expr) bool {
	f := r.flow.Func(out)
	if f == nil {
		return true
	}
	if !r.arrives(f, out, func(env env) bool { return r.eval(out, env, maxDepth).equal(r.is) }) {
		return false
	}
	to := r.leaving(out)
	return to.root == nil || r.walk(f, env{}, maxDepth, func(n ast.Node, env env) bool {
		v, set := env[to]
		return set && v.equal(r.is) && r.hands(n)
	})
}

// leaving returns the place that out is assigned to, where other functions find
// it: from there it counts only if it is still in it when they run.
func (r *run) leaving(out ast.Expr) place {
	path := r.flow.Path(out)
	if len(path) < 2 {
		return place{}
	}
	n, ok := path[1].(*ast.AssignStmt)
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
func (r *run) hands(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt, *ast.GoStmt:
			found = true
		case *ast.CallExpr:
			found = found || len(r.flow.Callees(n)) > 0
		}
		return !found
	})
	return found
}

// arrives reports whether some path through f gets to n with variables for
// which ok holds. Of a function literal, its own making counts, too.
func (r *run) arrives(f *connflow.Func, n ast.Node, ok func(env) bool) bool {
	found := r.walk(f, env{}, maxDepth, func(at ast.Node, env env) bool {
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

// entered reports whether f is called where nothing keeps the value out.
func (r *run) entered(f *connflow.Func, depth int) bool {
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
