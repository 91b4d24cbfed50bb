package wsbackoff

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A cycle leads from a dial to the next one: around a loop, or, through calls,
// back to a function that dials.
type cycle struct {
	f *connflow.Func
	// site is the dial, or the call in f that leads to it.
	site *ast.CallExpr
	// loop is nil for a goto and a cycle through functions.
	loop ast.Stmt
	// rings: the cycle leads through functions.
	rings bool
	// paths are those around the cycle, as they come to the next dial.
	paths []state
	// inner is what cycles within this one do about failed dials.
	inner handling
	// bounded: there are but few attempts.
	bounded bool
}

// A handling is what the cycles in a function do about failed dials.
type handling struct {
	// any: there is one. none: it waits for nothing. backsOff: it does more than
	// to wait the same each time.
	any, none, backsOff bool
}

func (h *handling) join(o handling) {
	h.any = h.any || o.any
	h.none = h.none || o.none
	h.backsOff = h.backsOff || o.backsOff
}

// failures are the paths from a dial that failed.
func (y *cycle) failures() []state {
	return y.where(func(s state) bool { return s.outcome == failed })
}

// lost are the paths from a connection that was served until it ended.
func (y *cycle) lost() []state {
	return y.where(func(s state) bool { return s.outcome == alive && s.service == served })
}

func (y *cycle) where(holds func(state) bool) []state {
	return slices.DeleteFunc(slices.Clone(y.paths), func(s state) bool { return !holds(s) })
}

// function judges the cycles in f, after those in what it calls.
func (c *checker) function(f *connflow.Func) handling {
	if h := c.verdicts[f]; h != nil {
		return *h
	}
	h := &handling{}
	c.verdicts[f] = h
	below := map[*ast.CallExpr]handling{}
	sites := c.graph.sites(f)
	for _, site := range sites {
		b := handling{}
		for _, e := range c.graph.out(site) {
			if c.graph.leads[e.to] {
				b.join(c.function(e.to))
			}
		}
		b.join(c.library(f, site))
		if t := c.graph.effects(site); t != nil && t.BacksOff {
			b.join(handling{any: true, backsOff: true})
		}
		below[site] = b
	}
	for _, loop := range c.loops(f, sites) {
		c.around(f, loop, sites, below)
	}
	for _, site := range sites {
		h.join(below[site])
	}
	return *h
}

// rings judges the cycles through functions, each as one with the loops in it.
func (c *checker) rings() {
	rings := map[int]*handling{}
	for f, h := range c.verdicts {
		ring := c.graph.ring[f]
		if rings[ring] == nil {
			rings[ring] = &handling{}
		}
		rings[ring].join(*h)
	}
	for _, f := range c.flow.Funcs {
		ring := c.graph.ring[f]
		if ring == 0 {
			continue
		}
		for _, site := range c.graph.sites(f) {
			if !c.withinRing(f, site) {
				y := c.through(f, site)
				y.inner = *rings[ring]
				if y.inner.any { // failures are those of a loop in it
					y.paths = y.where(func(s state) bool { return s.outcome != failed })
				}
				c.decide([]*cycle{y}, map[*ast.CallExpr]handling{})
			}
		}
	}
}

// loops returns the loops of f that dial, inner ones first, and last nil: the
// function without its loops, which a goto may run again.
func (c *checker) loops(f *connflow.Func, sites []*ast.CallExpr) []ast.Stmt {
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

// around judges a loop: it is one cycle, however many dials are in it.
func (c *checker) around(f *connflow.Func, loop ast.Stmt, sites []*ast.CallExpr, below map[*ast.CallExpr]handling) {
	var cycles []*cycle
	for _, site := range sites {
		if loop != nil && (!lang.Within(site, loop) || c.walks(loop, site)) {
			continue
		}
		if y := c.looped(f, loop, site); len(y.paths) > 0 {
			y.inner = below[site]
			cycles = append(cycles, y)
		}
	}
	c.decide(cycles, below)
}

// decide reports the worst of what holds for cycles that are one.
func (c *checker) decide(cycles []*cycle, below map[*ast.CallExpr]handling) {
	order := []string{isNone, isConstant, isFirst, isNoJitter}
	worst := len(order)
	var report func()
	for _, y := range cycles {
		category, at, w := c.judge(y)
		b := below[y.site]
		if failures := y.failures(); len(failures) > 0 {
			_, longest := extremes(failures)
			b.join(handling{any: true, none: category == isNone, backsOff: category != isNone && longest.pace >= growing})
			below[y.site] = b
		}
		if i := slices.Index(order, category); i >= 0 && i < worst {
			worst = i
			report = func() { c.report(y, category, at, w) }
		}
	}
	if report != nil {
		report()
	}
}

// looped follows the paths from the site around the loop, or around what a goto
// makes of f, back to the site. Those that stay in a loop within it are that
// one's.
func (c *checker) looped(f *connflow.Func, loop ast.Stmt, site *ast.CallExpr) *cycle {
	y := &cycle{f: f, site: site, loop: loop, bounded: c.few(loop)}
	lap := func(outs []exit, each func(state)) *walk {
		w := &walk{checker: c, f: f, target: site, inner: c.innerLoop(loop, site), onTarget: each, dials: c.graph.dialsOf(site)}
		if loop != nil {
			w.region = loop
		}
		w.after(site, outs)
		return w
	}
	// What leads to another attempt only once is no cycle: what counts are the
	// paths that lead back to where they came from, in what is known there.
	outs := c.outs(site)
	var known []paths.Facts
	all := true
	note := func(s state) {
		switch {
		case slices.Contains(known, s.facts):
		case len(known) < maxKnown:
			known = append(known, s.facts)
		default:
			all = false
		}
	}
	w := lap(outs, note)
	var turns []turn
	for i := 0; i < len(known); i++ {
		from := slices.Clone(outs)
		for j := range from {
			from[j].facts = known[i].With(from[j].facts)
		}
		lap(from, func(s state) {
			note(s)
			turns = append(turns, turn{known[i], s})
		})
	}
	for _, l := range turns {
		if !all || leadsBack(turns, l.to.facts, l.from) {
			y.arrive(c, w, l.to)
		}
	}
	return y
}

// maxKnown bounds what is told apart at the dial of a loop.
const maxKnown = 16

// A turn is a path once around a loop: from what is known at its dial to what is
// known when it comes there again.
type turn struct {
	from paths.Facts
	to   state
}

// leadsBack reports whether turns lead from one thing known to another.
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

// arrive adds a path that has come to the site again, and goes on to the dial.
func (y *cycle) arrive(c *checker, w *walk, s state) {
	if c.graph.dials[y.site] {
		y.paths = add(y.paths, s.waits(c.beforeDial(y.site)))
		return
	}
	for _, e := range c.graph.out(y.site) {
		for _, a := range c.summarise(subject{f: e.to, facts: w.handsOver(e.to, y.site, s.facts)}).arrivals {
			t := s.then(w.bind(a, e.to, y.site))
			// What was only started need not have ended, unless something tells.
			if e.how != started || t.service == served {
				y.paths = add(y.paths, t)
			}
		}
	}
}

// outs are the ways in which the site comes out of its dial.
func (c *checker) outs(site *ast.CallExpr) []exit {
	var outs []exit
	w := &walk{checker: c, f: c.flow.Func(site)}
	if c.graph.dials[site] {
		for _, x := range c.dialExits(site) {
			if x.outcome != undialed {
				x.state = w.handled(site, x.state)
				outs = append(outs, x)
			}
		}
		return outs
	}
	for _, e := range c.graph.out(site) {
		switch {
		case e.retry != nil:
			outs = append(outs, w.retryExits(site)...)
		case e.how == started:
			outs = append(outs, exit{state: w.starts(site, e, w.delayed(site, e), state{outcome: alive})})
		case e.how == called:
			for _, x := range c.summarise(subject{f: e.to, facts: w.handsOver(e.to, site, "")}).exits {
				if x.outcome != undialed {
					left := x.facts
					x.facts = ""
					x.state = w.takesBack(w.bind(x.state, e.to, site), left, e.to, site)
					outs = append(outs, x)
				}
			}
		}
	}
	return outs
}

// innerLoop returns the outermost loop around site within loop.
func (c *checker) innerLoop(loop ast.Stmt, site *ast.CallExpr) ast.Node {
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

// withinRing reports whether the site runs a function of f's own ring: then the
// cycle is found at the site further in.
func (c *checker) withinRing(f *connflow.Func, site *ast.CallExpr) bool {
	return slices.ContainsFunc(c.graph.out(site), func(e edge) bool {
		return !e.alive && c.graph.ring[e.to] == c.graph.ring[f]
	})
}

// through follows the paths from the site through f, and through those of its
// callers that are in its ring, to a call that begins the ring anew.
func (c *checker) through(f *connflow.Func, site *ast.CallExpr) *cycle {
	y := &cycle{f: f, site: site, rings: true}
	ring := c.graph.ring[f]
	dials := c.graph.dialsOf(site)
	seen := map[*ast.CallExpr]bool{}
	var from func(f *connflow.Func, call *ast.CallExpr, outs []exit, depth int)
	from = func(f *connflow.Func, call *ast.CallExpr, outs []exit, depth int) {
		if seen[call] || depth > maxDepth {
			return
		}
		seen[call] = true
		w := &walk{checker: c, f: f, dials: dials}
		var exits []exit
		w.onExit = func(e exit) {
			if e.outcome != undialed && len(exits) < maxExits {
				exits = append(exits, e)
			}
		}
		w.onRing = func(at state, call *ast.CallExpr, e edge) bool {
			if c.graph.ring[e.to] != ring || call == site && !e.alive {
				return false
			}
			for _, a := range c.summarise(subject{f: e.to, facts: w.handsOver(e.to, call, at.facts)}).arrivals {
				if dials[a.to] { // another connection's dial is no redial of this one
					y.paths = add(y.paths, at.then(w.bind(a, e.to, call)))
				}
			}
			return true
		}
		if call == site && c.graph.dials[site] {
			w.handlers(site, state{})
		}
		w.after(call, outs)
		for _, back := range c.flow.Callers(f) {
			if back.In != nil && !back.Go && !back.Defer && c.graph.ring[back.In] == ring && len(exits) > 0 {
				bound := make([]exit, len(exits))
				for i, x := range exits {
					left := x.facts
					x.facts = ""
					x.state = w.takesBack(w.bind(x.state, f, back.Call), left, f, back.Call)
					bound[i] = x
				}
				from(back.In, back.Call, bound, depth+1)
			}
		}
	}
	from(f, site, c.outs(site), 0)
	// A walk over addresses is one attempt: what calls it dials again.
	if loop := c.flow.Loop(site); loop != nil && c.walks(loop, site) {
		for _, back := range c.flow.Callers(f) {
			if back.In != nil && c.graph.ring[back.In] == ring && (y.site == site || back.Call.Pos() < y.site.Pos()) {
				y.site = back.Call
			}
		}
	}
	return y
}

// maxDepth bounds how many callers a cycle is followed through.
const maxDepth = 8

// library judges a library that calls what dials until it succeeds.
func (c *checker) library(f *connflow.Func, site *ast.CallExpr) handling {
	w := c.graph.wait(site)
	if w == nil || w.Role != wslib.Retries || len(c.graph.out(site)) == 0 {
		return handling{}
	}
	p := c.timing.Retries(w, site)
	if 0 < p.Attempts && p.Attempts <= c.limits.attempts {
		return handling{any: true, backsOff: true}
	}
	category := ""
	switch timing.PaceOf(p.Pace) {
	case none:
		category = isNone
	case constant:
		category = isConstant
	case growing:
		category = isNoJitter
	}
	if category != "" {
		c.report(&cycle{f: f, site: site}, category, site, &wait{pace: timing.PaceOf(p.Pace), node: site, in: f})
	}
	return handling{any: true, none: category == isNone, backsOff: category != isNone && category != isConstant}
}
