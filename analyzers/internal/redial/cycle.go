package redial

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Cycle leads from a dial to the next one: around a loop, or, through calls,
// back to a function that dials.
type Cycle struct {
	// Site is the dial, or the call in the function In that leads to it.
	Site *ast.CallExpr
	In   *connflow.Func
	// Loop is nil for a goto and a cycle through functions.
	Loop ast.Stmt
	// Rings: the cycle leads through functions that run each other.
	Rings bool
	// ringReads: one of them reads a connection.
	ringReads bool
	// Paths are the states of the paths around the cycle, where these come to the next
	// dial.
	Paths []State
	// Inner is what cycles within this one do about failed dials.
	Inner Handling
	// Parallel: the cycle opens connections that live side by side.
	Parallel bool
	// Retried is the wait of the library that calls the site until it succeeds, nil
	// where the cycle is the package's own.
	Retried *Wait
	// bounded: the cycle goes around a few times only.
	bounded bool
}

// A Handling is what the cycles in a function do about failed dials.
type Handling struct {
	// Any: a cycle dials again after a failure. None: it does so without any wait.
	// BacksOff: its waits grow, or have something random.
	Any, None, BacksOff bool
}

func (h *Handling) join(o Handling) {
	h.Any = h.Any || o.Any
	h.None = h.None || o.None
	h.BacksOff = h.BacksOff || o.BacksOff
}

// A search finds the cycles, and follows their paths.
type search struct{ *Finder }

// function finds the cycles in f, after those in what it calls.
func (c *search) function(f *connflow.Func) Handling {
	if h := c.handlings[f]; h != nil {
		return *h
	}
	h := &Handling{}
	c.handlings[f] = h
	inner := map[*ast.CallExpr]Handling{}
	sites := c.Graph.sites(f)
	for _, site := range sites {
		b := Handling{}
		for _, e := range c.Graph.Out(site) {
			if c.Graph.Leads[e.To] {
				b.join(c.function(e.To))
			}
		}
		b.join(c.library(f, site))
		if t := c.Graph.effects(site); t != nil && t.BacksOff {
			b.join(Handling{Any: true, BacksOff: true})
		}
		inner[site] = b
	}
	for _, loop := range c.loops.loopsOf(f, sites) {
		c.around(f, loop, sites, inner)
	}
	for _, site := range sites {
		h.join(inner[site])
	}
	return *h
}

// loopsOf returns the loops of f that dial, inner ones first, and last nil: the
// function without its loops, which a goto may run again.
func (l *loops) loopsOf(f *connflow.Func, sites []*ast.CallExpr) []ast.Stmt {
	var loops []ast.Stmt
	lang.Walk(f.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if slices.ContainsFunc(sites, func(s *ast.CallExpr) bool { return lang.Within(s, n) }) {
				loops = append(loops, n.(ast.Stmt))
			}
		}
	})
	slices.Reverse(loops) // what is inside comes behind what is around it
	return append(loops, nil)
}

// around finds the cycles of a loop: one for each dial in it.
func (c *search) around(f *connflow.Func, loop ast.Stmt, sites []*ast.CallExpr, inner map[*ast.CallExpr]Handling) {
	var cycles []*Cycle
	for _, site := range sites {
		if loop != nil && (!lang.Within(site, loop) || c.loops.walks(loop, site)) {
			continue
		}
		if y := c.looped(f, loop, site); len(y.Paths) > 0 {
			y.Inner = inner[site]
			cycles = append(cycles, y)
		}
	}
	c.decide(cycles, inner)
}

// decide adds to inner what the cycles of one loop do about failed dials, for the cycles
// around them, and calls found.
func (c *search) decide(cycles []*Cycle, inner map[*ast.CallExpr]Handling) {
	for _, y := range cycles {
		y.Parallel = c.openings.parallel(y)
		if failures := y.Failures(); len(failures) > 0 {
			_, longest := extremes(failures)
			b := inner[y.Site]
			b.join(Handling{Any: true, None: y.AtOnce(), BacksOff: !y.AtOnce() && longest.Pace >= timing.Growing})
			inner[y.Site] = b
		}
	}
	if len(cycles) > 0 {
		c.found(cycles)
	}
}

// looped follows the paths from the site around the loop, or through f where a goto
// runs it again, back to the site. Paths that stay in an inner loop are of that loop's
// cycle.
func (c *search) looped(f *connflow.Func, loop ast.Stmt, site *ast.CallExpr) *Cycle {
	y := &Cycle{In: f, Site: site, Loop: loop, bounded: c.loops.few(loop)}
	lap := func(outs []exit, each func(State)) {
		w := c.newWalk(walk{f: f, target: site, inner: c.InnerLoop(loop, site), onTarget: each, dials: c.Graph.DialsOf(site)})
		if loop != nil {
			w.region = loop
		}
		w.after(site, outs)
	}
	// What leads to another attempt only once is no cycle: only those turns count that
	// lead back to the facts that they began with.
	outs := c.outs(site)
	if loop != nil && c.loops.answered(loop, site, site) {
		outs = slices.DeleteFunc(outs, func(x exit) bool { return x.Outcome == Failed && !c.isError(site, x.results) })
	}
	var known []paths.Facts
	all := true
	note := func(s State) {
		switch {
		case slices.Contains(known, s.facts):
		case len(known) < maxKnown:
			known = append(known, s.facts)
		default:
			all = false
		}
	}
	lap(outs, note)
	var turns []turn
	for i := 0; i < len(known); i++ {
		from := slices.Clone(outs)
		for j := range from {
			from[j].facts = known[i].With(from[j].facts)
		}
		lap(from, func(s State) {
			note(s)
			turns = append(turns, turn{known[i], s})
		})
	}
	for _, l := range turns {
		if !all || leadsBack(turns, l.to.facts, l.from) {
			y.arrive(c.Finder, l.to)
		}
	}
	return y
}

// maxKnown bounds how many sets of facts are distinguished at the dial of a loop.
const maxKnown = 16

// A turn is a path once around a loop: from what is known at its dial to what is
// known when it comes there again.
type turn struct {
	from paths.Facts
	to   State
}

// leadsBack reports whether turns lead from one set of facts to another.
func leadsBack(turns []turn, from, to paths.Facts) bool {
	seen := []paths.Facts{from}
	for i := 0; i < len(seen); i++ {
		if seen[i] == to {
			return true
		}
		for _, l := range turns {
			if l.from == seen[i] && !slices.Contains(seen, l.to.facts) {
				seen = append(seen, l.to.facts)
			}
		}
	}
	return false
}

// arrive adds a path that has come to the site again, with what comes between the site
// and its dial.
func (y *Cycle) arrive(c *Finder, s State) {
	if c.Graph.Dials[y.Site] {
		y.Paths = add(y.Paths, s.waits(c.waits.beforeDial(y.Site)))
		return
	}
	for _, e := range c.Graph.Out(y.Site) {
		for _, a := range c.summaries.summarise(subject{f: e.To, facts: c.summaries.handsOver(e.To, y.Site, s.facts)}).arrivals {
			t := s.then(c.summaries.bind(a, e.To, y.Site))
			// What was only started has ended for sure only where its connection has.
			if e.how != started || t.Service == Served {
				y.Paths = add(y.Paths, t)
			}
		}
	}
}

// isError reports whether one of the call's results is an error.
func (c *search) isError(call *ast.CallExpr, results []paths.Fact) bool {
	t := lang.TypeOf(c.flow.Info, call)
	for i, f := range results {
		if f.Holds() && lang.IsError(lang.ResultType(t, i)) {
			return true
		}
	}
	return false
}

// outs returns the exits of the site behind its dial.
func (c *search) outs(site *ast.CallExpr) []exit {
	var outs []exit
	w := c.newWalk(walk{f: c.flow.Func(site)})
	if c.Graph.Dials[site] {
		for _, x := range c.summaries.dialExits(site) {
			if x.Outcome != Undialed {
				x.State = w.calls.handled(site, x.State)
				outs = append(outs, x)
			}
		}
		return outs
	}
	for _, e := range c.Graph.Out(site) {
		switch {
		case e.retry != nil:
			outs = append(outs, w.calls.retryExits(site)...)
		case e.how == started:
			outs = append(outs, exit{State: w.messages.starts(site, e, w.calls.delayed(site, e), State{Outcome: Alive})})
		case e.how == called:
			for _, x := range c.summaries.summarise(subject{f: e.To, facts: c.summaries.handsOver(e.To, site, "")}).exits {
				if x.Outcome != Undialed {
					outs = append(outs, c.summaries.exitAt(x, e.To, site))
				}
			}
		}
	}
	return outs
}

// Serves reports whether what dials at the site may serve the connection, too, before
// it returns.
func (c *Finder) Serves(site *ast.CallExpr) bool {
	return slices.ContainsFunc(c.search.outs(site), func(x exit) bool { return x.Outcome == Alive && x.Service != Unserved })
}

// InnerLoop returns the outermost loop around site within loop, nil if there is none.
func (c *Finder) InnerLoop(loop ast.Stmt, site *ast.CallExpr) ast.Node {
	var inner ast.Node
	for _, n := range c.flow.Path(site) {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return inner
		case *ast.ForStmt, *ast.RangeStmt:
			if n == ast.Node(loop) {
				return inner
			}
			inner = n
		}
	}
	return inner
}

// library finds the cycle of a library that calls what dials until it succeeds.
func (c *search) library(f *connflow.Func, site *ast.CallExpr) Handling {
	w := c.Graph.Wait(site)
	if w == nil || w.Role != wslib.Retries || len(c.Graph.Out(site)) == 0 {
		return Handling{}
	}
	p := c.Timing.Retries(w, site)
	if 0 < p.Attempts && p.Attempts <= c.loops.attempts {
		return Handling{Any: true, BacksOff: true}
	}
	pace := timing.PaceOf(p.Pace)
	if pace != timing.Free {
		c.found([]*Cycle{{In: f, Site: site, Retried: &Wait{Pace: pace, Node: site, in: f}}})
	}
	return Handling{Any: true, None: pace == timing.None, BacksOff: pace >= timing.Growing}
}
