package redial

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

// how is the way in which an edge of the call graph runs its function.
type how uint8

const (
	called   how = iota // and waited for
	started             // in a goroutine, by a timer, by a library: at another time
	deferred            // at the end of the function around
)

// An Edge leads from a call to a function of the package that it runs.
type Edge struct {
	To *connflow.Func
	how
	// delay is the wait before it, of time.AfterFunc.
	delay ast.Expr
	// Alive: a library calls it with a connection that was made.
	Alive bool
	// retry is the library's function that calls it again and again.
	retry *wslib.Wait
}

// A Graph is the package's calls, as far as they matter to dials.
type Graph struct {
	pass   *analysis.Pass
	flow   *connflow.Flow
	timing *timing.Timing
	funcs  *funcs
	tabled map[*ast.CallExpr]*connflow.Call
	edges  map[*ast.CallExpr][]Edge
	// Calls are the calls in each function.
	Calls map[*connflow.Func][]*ast.CallExpr
	// Dials are the calls that dial.
	Dials map[*ast.CallExpr]bool
	// closes are the calls that close one.
	closes map[*ast.CallExpr]bool
	// facts are those of other packages' functions.
	facts map[*types.Func]*effects
	// Reads are the calls that wait for data of a WebSocket connection.
	Reads map[*ast.CallExpr]bool
	// readFrom are the dials of the connections that a call is seen to read.
	readFrom map[*ast.CallExpr][]*ast.CallExpr
	// Leads are the functions that dial, or run one that does.
	Leads map[*connflow.Func]bool
	// direct are those that do so before they return.
	direct map[*connflow.Func]bool
	// Ring numbers the functions that run each other in a ring; 0 is in none.
	Ring map[*connflow.Func]int
}

// newGraph returns the graph of the package's dials.
func newGraph(pass *analysis.Pass, flow *connflow.Flow) *Graph {
	g := prepare(pass, flow)
	for _, c := range flow.Calls {
		if c.Expr != nil && c.Lib != nil && c.Func.Role == wslib.Dial && c.In != nil && (!c.Func.Paces || g.effects(c.Expr) != nil) {
			g.Dials[c.Expr] = true
		}
	}
	for _, calls := range g.Calls {
		for _, call := range calls {
			if len(g.Out(call)) == 0 && g.effects(call).dials() {
				g.Dials[call] = true
			}
		}
	}
	g.finish()
	return g
}

// prepare returns a graph that has no dials yet.
func prepare(pass *analysis.Pass, flow *connflow.Flow) *Graph {
	g := &Graph{
		pass:   pass,
		flow:   flow,
		funcs:  newFuncs(flow),
		tabled: map[*ast.CallExpr]*connflow.Call{},
		edges:  map[*ast.CallExpr][]Edge{},
		Calls:  map[*connflow.Func][]*ast.CallExpr{},
		Dials:  map[*ast.CallExpr]bool{},
		Reads:  map[*ast.CallExpr]bool{},
		closes: map[*ast.CallExpr]bool{},
		facts:  map[*types.Func]*effects{},

		readFrom: map[*ast.CallExpr][]*ast.CallExpr{},
		Leads:    map[*connflow.Func]bool{},
		direct:   map[*connflow.Func]bool{},
		Ring:     map[*connflow.Func]int{},
	}
	g.timing = timing.New(flow)
	g.timing.Foreign, g.timing.ForeignType = g.foreign, g.PolicyType
	g.indexCalls()
	g.indexTables()
	g.indexReads()
	return g
}

// indexCalls notes the calls in each function.
func (g *Graph) indexCalls() {
	for _, f := range g.flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			if call, ok := n.(*ast.CallExpr); ok {
				g.Calls[f] = append(g.Calls[f], call)
			}
		})
	}
}

// indexTables notes the calls of functions that a table has, and which of them read or
// close.
func (g *Graph) indexTables() {
	for _, c := range g.flow.Calls {
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
			g.Reads[c.Expr] = true
		case wslib.Close:
			g.closes[c.Expr] = true
		}
	}
}

// indexReads notes which connections are read where.
func (g *Graph) indexReads() {
	for _, conn := range g.flow.Conns {
		for _, e := range conn.Events {
			if e.Expr != nil && e.Func.Role == wslib.Read {
				g.Reads[e.Expr] = true
				g.readFrom[e.Expr] = append(g.readFrom[e.Expr], conn.Calls[0].Expr)
			}
		}
	}
}

// finish finds out what leads to the dials.
func (g *Graph) finish() {
	g.findLeads()
	g.findRings()
}

// Wait returns how call waits, by the tables or another package's facts, nil if it is not
// known to.
func (g *Graph) Wait(call *ast.CallExpr) *wslib.Wait { return g.timing.Wait(call) }

// foreign returns the wait in the fact of another package's function that call calls.
func (g *Graph) foreign(call *ast.CallExpr) *wslib.Wait {
	if t := g.effects(call); t != nil {
		return t.Wait
	}
	return nil
}

// Out returns the functions of the package that call runs.
func (g *Graph) Out(call *ast.CallExpr) []Edge {
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
	var out []Edge
	for _, f := range g.flow.Callees(call) {
		out = append(out, Edge{To: f, how: h})
	}
	if w := g.Wait(call); w != nil {
		e := Edge{how: h}
		switch w.Role {
		case wslib.Later:
			e.how, e.delay = started, w.Dur.In(call)
		case wslib.Starts:
			e.how = started
		case wslib.Retries:
			e.retry = w
		}
		callbacks := g.funcs.of(w.Callback.In(call))
		if w.Role == wslib.Resets {
			e.how, e.delay = started, w.Dur.In(call)
			callbacks = g.timing.Callbacks(wslib.Recv.In(call))
		}
		for _, f := range callbacks {
			e.To = f
			out = append(out, e)
		}
	}
	if c := g.tabled[call]; c != nil && c.Lib != nil && (c.Func.Events != wslib.None || c.Func.Handler != wslib.None) {
		for _, f := range g.flow.Handlers(c) {
			out = append(out, Edge{To: f, how: started, Alive: true})
		}
	}
	g.edges[call] = out
	return out
}

// reaches reports whether call dials, or runs a function that leads to a dial.
func (g *Graph) reaches(call *ast.CallExpr) bool {
	if g.Dials[call] {
		return true
	}
	return slices.ContainsFunc(g.Out(call), func(e Edge) bool { return g.Leads[e.To] })
}

// Redials reports whether call dials, or runs what dials, before it returns.
func (g *Graph) Redials(call *ast.CallExpr) bool {
	if g.Dials[call] {
		return true
	}
	return slices.ContainsFunc(g.Out(call), func(e Edge) bool { return e.how == called && g.direct[e.To] })
}

func (g *Graph) findLeads() {
	g.spread(g.Leads, g.reaches)
	g.spread(g.direct, g.Redials)
}

// spread adds to a set the functions with a call for which holds does, until no
// more are found: it depends on the set.
func (g *Graph) spread(set map[*connflow.Func]bool, holds func(*ast.CallExpr) bool) {
	for changed := true; changed; {
		changed = false
		for _, f := range g.flow.Funcs {
			if !set[f] && slices.ContainsFunc(g.Calls[f], holds) {
				set[f] = true
				changed = true
			}
		}
	}
}

// findRings numbers the rings of functions that lead to dials: the strongly
// connected parts of the graph (Tarjan).
func (g *Graph) findRings() {
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
				g.Ring[p] = rings
			}
		}
		for _, p := range stack[i:] {
			on[p] = false
		}
		stack = stack[:i]
	}
	for _, f := range g.flow.Funcs {
		if g.Leads[f] && index[f] == 0 {
			visit(f)
		}
	}
}

// next returns the functions leading to dials that f runs.
func (g *Graph) next(f *connflow.Func) []*connflow.Func {
	var next []*connflow.Func
	for _, call := range g.Calls[f] {
		for _, e := range g.Out(call) {
			if g.Leads[e.To] && !slices.Contains(next, e.To) {
				next = append(next, e.To)
			}
		}
	}
	return next
}

// sites returns the calls in f, in order, that dial or lead to a dial.
func (g *Graph) sites(f *connflow.Func) []*ast.CallExpr {
	var sites []*ast.CallExpr
	for _, call := range g.Calls[f] {
		if g.reaches(call) {
			sites = append(sites, call)
		}
	}
	return sites
}

// uses reports whether call does something to a WebSocket connection, itself or
// in what it calls.
func (g *Graph) uses(call *ast.CallExpr) bool {
	if c := g.tabled[call]; c != nil && c.Lib != nil {
		return true
	}
	for f := range g.flow.Reach(call) {
		if slices.ContainsFunc(g.Calls[f], func(c *ast.CallExpr) bool { return g.tabled[c] != nil && g.tabled[c].Lib != nil }) {
			return true
		}
	}
	return false
}

// ReadsIn reports whether call reads a connection, itself or in what it runs before it
// returns.
func (g *Graph) ReadsIn(call *ast.CallExpr) bool {
	if g.Reads[call] {
		return true
	}
	if site := g.flow.Site(call); site != nil && site.Go || g.Redials(call) {
		return false
	}
	reads := func(f *connflow.Func) bool {
		return slices.ContainsFunc(g.Calls[f], func(inner *ast.CallExpr) bool { return g.Reads[inner] })
	}
	for _, f := range g.flow.Callees(call) {
		if reads(f) {
			return true
		}
		for inner := range g.flow.Reach(f.Body) {
			if reads(inner) {
				return true
			}
		}
	}
	return false
}

// ringReads reports whether a function of a ring reads a connection, itself or in what it
// calls, before it returns.
func (g *Graph) ringReads(ring int) bool {
	seen := map[*connflow.Func]bool{}
	var reads func(*connflow.Func) bool
	reads = func(f *connflow.Func) bool {
		if seen[f] {
			return false
		}
		seen[f] = true
		return slices.ContainsFunc(g.Calls[f], func(call *ast.CallExpr) bool {
			return g.Reads[call] || slices.ContainsFunc(g.Out(call), func(e Edge) bool { return e.how == called && reads(e.To) })
		})
	}
	for f, in := range g.Ring {
		if in == ring && reads(f) {
			return true
		}
	}
	return false
}

// DialsOf returns the dials that call is, or leads to.
func (g *Graph) DialsOf(call *ast.CallExpr) map[*ast.CallExpr]bool {
	dials := map[*ast.CallExpr]bool{}
	if g.Dials[call] {
		dials[call] = true
		return dials
	}
	seen := map[*connflow.Func]bool{}
	var visit func(f *connflow.Func)
	visit = func(f *connflow.Func) {
		if seen[f] || !g.Leads[f] {
			return
		}
		seen[f] = true
		for _, c := range g.Calls[f] {
			if g.Dials[c] {
				dials[c] = true
			}
			for _, e := range g.Out(c) {
				visit(e.To)
			}
		}
	}
	for _, e := range g.Out(call) {
		visit(e.To)
	}
	return dials
}
