package wsbackoff

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// How an edge of the call graph runs its function.
type how uint8

const (
	called   how = iota // and waited for
	started             // in a goroutine, by a timer, by a library: at another time
	deferred            // at the end of the function around
)

// An edge says that a call runs a function of the package.
type edge struct {
	to *connflow.Func
	how
	// delay is the wait before it, of time.AfterFunc.
	delay ast.Expr
	// alive: a library calls it with a connection that was made.
	alive bool
	// retry is the library's function that calls it again and again.
	retry *wslib.Wait
}

// A graph is the package's calls, as far as they matter to dials.
type graph struct {
	pass   *analysis.Pass
	flow   *connflow.Flow
	timing *timing.Timing
	byNode map[ast.Node]*connflow.Func
	byObj  map[*types.Func]*connflow.Func
	tabled map[*ast.CallExpr]*connflow.Call
	edges  map[*ast.CallExpr][]edge
	calls  map[*connflow.Func][]*ast.CallExpr
	dials  map[*ast.CallExpr]bool
	// closes are the calls that close one.
	closes map[*ast.CallExpr]bool
	// facts are those of other packages' functions.
	facts map[*types.Func]*effects
	// reads are the calls that wait for data of a WebSocket connection.
	reads map[*ast.CallExpr]bool
	// readFrom are the dials of the connections that a call is seen to read.
	readFrom map[*ast.CallExpr][]*ast.CallExpr
	// leads are the functions that dial, or run one that does.
	leads map[*connflow.Func]bool
	// direct are those that do so before they return.
	direct map[*connflow.Func]bool
	// ring numbers the functions that run each other in a ring; 0 is in none.
	ring map[*connflow.Func]int
}

// newGraph returns the graph of the package's dials.
func newGraph(pass *analysis.Pass, flow *connflow.Flow) *graph {
	g := prepare(pass, flow)
	for _, c := range flow.Calls {
		if c.Expr != nil && c.Lib != nil && c.Func.Role == wslib.Dial && c.In != nil && (!c.Func.Paces || g.effects(c.Expr) != nil) {
			g.dials[c.Expr] = true
		}
	}
	for _, calls := range g.calls {
		for _, call := range calls {
			if len(g.out(call)) == 0 && g.effects(call).dials() {
				g.dials[call] = true
			}
		}
	}
	g.finish()
	return g
}

// prepare returns a graph that has no dials yet.
func prepare(pass *analysis.Pass, flow *connflow.Flow) *graph {
	g := &graph{
		pass:   pass,
		flow:   flow,
		byNode: map[ast.Node]*connflow.Func{},
		byObj:  map[*types.Func]*connflow.Func{},
		tabled: map[*ast.CallExpr]*connflow.Call{},
		edges:  map[*ast.CallExpr][]edge{},
		calls:  map[*connflow.Func][]*ast.CallExpr{},
		dials:  map[*ast.CallExpr]bool{},
		reads:  map[*ast.CallExpr]bool{},
		closes: map[*ast.CallExpr]bool{},
		facts:  map[*types.Func]*effects{},

		readFrom: map[*ast.CallExpr][]*ast.CallExpr{},
		leads:    map[*connflow.Func]bool{},
		direct:   map[*connflow.Func]bool{},
		ring:     map[*connflow.Func]int{},
	}
	g.timing = timing.New(flow)
	g.timing.Foreign, g.timing.ForeignType = g.foreign, g.policyType
	for _, f := range flow.Funcs {
		g.byNode[f.Node] = f
		if f.Obj != nil {
			g.byObj[f.Obj] = f
		}
	}
	for _, c := range flow.Calls {
		if c.Expr == nil {
			continue
		}
		if known := g.tabled[c.Expr]; known == nil || known.Lib == nil {
			g.tabled[c.Expr] = c
		}
		if c.Lib == nil {
			continue
		}
		switch c.Func.Role {
		case wslib.Read:
			g.reads[c.Expr] = true
		case wslib.Close:
			g.closes[c.Expr] = true
		}
	}
	for _, conn := range flow.Conns {
		for _, e := range conn.Events {
			if e.Expr != nil && e.Func.Role == wslib.Read {
				g.reads[e.Expr] = true
				g.readFrom[e.Expr] = append(g.readFrom[e.Expr], conn.Calls[0].Expr)
			}
		}
	}
	for _, f := range flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			if call, ok := n.(*ast.CallExpr); ok {
				g.calls[f] = append(g.calls[f], call)
			}
		})
	}
	return g
}

// finish finds out what leads to the dials.
func (g *graph) finish() {
	g.findLeads()
	g.findRings()
}

// wait returns what the tables, or another package's facts, say of the time that
// call takes.
func (g *graph) wait(call *ast.CallExpr) *wslib.Wait { return g.timing.Wait(call) }

// foreign returns what another package's fact says of the time that call takes.
func (g *graph) foreign(call *ast.CallExpr) *wslib.Wait {
	if t := g.effects(call); t != nil {
		return t.Wait
	}
	return nil
}

// out returns the functions of the package that call runs.
func (g *graph) out(call *ast.CallExpr) []edge {
	if known, ok := g.edges[call]; ok {
		return known
	}
	h := called
	if site := g.flow.Site(call); site != nil {
		switch {
		case site.Go:
			h = started
		case site.Defer:
			h = deferred
		}
	}
	var out []edge
	for _, f := range g.flow.Callees(call) {
		out = append(out, edge{to: f, how: h})
	}
	if w := g.wait(call); w != nil {
		e := edge{how: h}
		switch w.Role {
		case wslib.Later:
			e.how, e.delay = started, slot(call, w.Dur)
		case wslib.Starts:
			e.how = started
		case wslib.Retries:
			e.retry = w
		}
		callbacks := g.functions(slot(call, w.Callback))
		if w.Role == wslib.Resets {
			e.how, e.delay = started, slot(call, w.Dur)
			callbacks = g.timing.Callbacks(slot(call, wslib.Recv))
		}
		for _, f := range callbacks {
			e.to = f
			out = append(out, e)
		}
	}
	if c := g.tabled[call]; c != nil && c.Lib != nil && (c.Func.Events != wslib.None || c.Func.Handler != wslib.None) {
		for _, f := range g.flow.Handlers(c) {
			out = append(out, edge{to: f, how: started, alive: true})
		}
	}
	g.edges[call] = out
	return out
}

// slot returns the argument, or the receiver, in that slot of call.
func slot(call *ast.CallExpr, s wslib.Slot) ast.Expr {
	if s == wslib.Recv {
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			return sel.X
		}
		return nil
	}
	if i := s.Arg(); i >= 0 && i < len(call.Args) {
		return call.Args[i]
	}
	return nil
}

// functions returns the functions of the package that the value e may be.
func (g *graph) functions(e ast.Expr) []*connflow.Func {
	if e == nil {
		return nil
	}
	var found []*connflow.Func
	for _, s := range g.flow.Sources(e) {
		if s.Kind != connflow.Function || s.Expr == nil {
			continue
		}
		if f := g.function(s.Expr); f != nil && !slices.Contains(found, f) {
			found = append(found, f)
		}
	}
	return found
}

// function returns the function of the package that e spells or names.
func (g *graph) function(e ast.Expr) *connflow.Func {
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return g.byNode[e]
	case *ast.Ident:
		return g.named(e)
	case *ast.SelectorExpr:
		return g.named(e.Sel)
	}
	return nil
}

func (g *graph) named(id *ast.Ident) *connflow.Func {
	if fn, ok := g.flow.Info.Uses[id].(*types.Func); ok {
		return g.byObj[fn.Origin()]
	}
	return nil
}

// reaches reports whether call dials, or runs a function that leads to a dial.
func (g *graph) reaches(call *ast.CallExpr) bool {
	if g.dials[call] {
		return true
	}
	return slices.ContainsFunc(g.out(call), func(e edge) bool { return g.leads[e.to] })
}

// redials reports whether call dials, or runs what dials, before it returns.
func (g *graph) redials(call *ast.CallExpr) bool {
	if g.dials[call] {
		return true
	}
	return slices.ContainsFunc(g.out(call), func(e edge) bool { return e.how == called && g.direct[e.to] })
}

func (g *graph) findLeads() {
	g.spread(g.leads, g.reaches)
	g.spread(g.direct, g.redials)
}

// spread adds to a set the functions with a call for which holds does, until no
// more are found: it depends on the set.
func (g *graph) spread(set map[*connflow.Func]bool, holds func(*ast.CallExpr) bool) {
	for changed := true; changed; {
		changed = false
		for _, f := range g.flow.Funcs {
			if !set[f] && slices.ContainsFunc(g.calls[f], holds) {
				set[f] = true
				changed = true
			}
		}
	}
}

// findRings numbers the rings of functions that lead to dials: the strongly
// connected parts of the graph (Tarjan).
func (g *graph) findRings() {
	index := map[*connflow.Func]int{}
	low := map[*connflow.Func]int{}
	on := map[*connflow.Func]bool{}
	var stack []*connflow.Func
	rings := 0
	var visit func(f *connflow.Func)
	visit = func(f *connflow.Func) {
		index[f] = len(index) + 1
		low[f] = index[f]
		stack = append(stack, f)
		on[f] = true
		self := false
		for _, to := range g.next(f) {
			self = self || to == f
			if index[to] == 0 {
				visit(to)
				low[f] = min(low[f], low[to])
			} else if on[to] {
				low[f] = min(low[f], index[to])
			}
		}
		if low[f] != index[f] {
			return
		}
		i := slices.Index(stack, f)
		if part := stack[i:]; len(part) > 1 || self {
			rings++
			for _, p := range part {
				g.ring[p] = rings
			}
		}
		for _, p := range stack[i:] {
			on[p] = false
		}
		stack = stack[:i]
	}
	for _, f := range g.flow.Funcs {
		if g.leads[f] && index[f] == 0 {
			visit(f)
		}
	}
}

// next returns the functions leading to dials that f runs.
func (g *graph) next(f *connflow.Func) []*connflow.Func {
	var next []*connflow.Func
	for _, call := range g.calls[f] {
		for _, e := range g.out(call) {
			if g.leads[e.to] && !slices.Contains(next, e.to) {
				next = append(next, e.to)
			}
		}
	}
	return next
}

// sites returns the calls in f, in order, that dial or lead to a dial.
func (g *graph) sites(f *connflow.Func) []*ast.CallExpr {
	var sites []*ast.CallExpr
	for _, call := range g.calls[f] {
		if g.reaches(call) {
			sites = append(sites, call)
		}
	}
	return sites
}

// uses reports whether call does something to a WebSocket connection, itself or
// in what it calls.
func (g *graph) uses(call *ast.CallExpr) bool {
	if c := g.tabled[call]; c != nil && c.Lib != nil {
		return true
	}
	for f := range g.flow.Reach(call) {
		if slices.ContainsFunc(g.calls[f], func(c *ast.CallExpr) bool { return g.tabled[c] != nil && g.tabled[c].Lib != nil }) {
			return true
		}
	}
	return false
}

// dialsOf returns the dials that call is, or leads to.
func (g *graph) dialsOf(call *ast.CallExpr) map[*ast.CallExpr]bool {
	dials := map[*ast.CallExpr]bool{}
	if g.dials[call] {
		dials[call] = true
		return dials
	}
	seen := map[*connflow.Func]bool{}
	var visit func(f *connflow.Func)
	visit = func(f *connflow.Func) {
		if seen[f] || !g.leads[f] {
			return
		}
		seen[f] = true
		for _, c := range g.calls[f] {
			if g.dials[c] {
				dials[c] = true
			}
			for _, e := range g.out(c) {
				visit(e.to)
			}
		}
	}
	for _, e := range g.out(call) {
		visit(e.to)
	}
	return dials
}
