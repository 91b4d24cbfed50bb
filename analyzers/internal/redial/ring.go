package redial

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
)

// rings finds the cycles through functions, each as one with the loops in it.
func (c *search) rings() {
	rings := map[int]*Handling{}
	for f, h := range c.handlings {
		ring := c.Graph.Ring[f]
		if rings[ring] == nil {
			rings[ring] = &Handling{}
		}
		rings[ring].join(*h)
	}
	for _, f := range c.flow.Funcs {
		ring := c.Graph.Ring[f]
		if ring == 0 {
			continue
		}
		for _, site := range c.Graph.sites(f) {
			if !c.withinRing(f, site) {
				y := c.through(f, site)
				y.ringReads = c.Graph.ringReads(ring)
				y.Inner = *rings[ring]
				if y.Inner.Any { // failures are those of a loop in it
					y.Paths = y.Where(func(s State) bool { return s.Outcome != Failed })
				}
				c.decide([]*Cycle{y}, map[*ast.CallExpr]Handling{})
			}
		}
	}
}

// withinRing reports whether the site runs a function of f's own ring: then the
// cycle is found at the site further in.
func (c *search) withinRing(f *connflow.Func, site *ast.CallExpr) bool {
	return slices.ContainsFunc(c.Graph.Out(site), func(e Edge) bool {
		return !e.Alive && c.Graph.Ring[e.To] == c.Graph.Ring[f]
	})
}

// through follows the paths from the site through f, and through those of its
// callers that are in its ring, to a call that begins the ring anew.
func (c *search) through(f *connflow.Func, site *ast.CallExpr) *Cycle {
	y := &Cycle{In: f, Site: site, Rings: true}
	r := &ringWalk{search: c, y: y, ring: c.Graph.Ring[f], dials: c.Graph.DialsOf(site), seen: map[*ast.CallExpr]bool{}}
	r.from(f, site, c.outs(site), 0)
	// A loop over addresses is one attempt: the call of its function dials again.
	if loop := c.flow.Loop(site); loop != nil && c.loops.walks(loop, site) {
		for _, back := range r.back(f) {
			if y.Site == site || back.Call.Pos() < y.Site.Pos() {
				y.Site = back.Call
			}
		}
	}
	return y
}

// A ringWalk follows the paths of a cycle through functions.
type ringWalk struct {
	*search
	y    *Cycle
	ring int
	// dials are those of the cycle: another connection's dial is no redial of this one.
	dials map[*ast.CallExpr]bool
	seen  map[*ast.CallExpr]bool
}

// back returns the calls of f in its ring.
func (r *ringWalk) back(f *connflow.Func) []*connflow.CallSite {
	return slices.DeleteFunc(slices.Clone(r.flow.Callers(f)), func(site *connflow.CallSite) bool {
		return site.In == nil || r.Graph.Ring[site.In] != r.ring
	})
}

// from follows the paths behind call in f, which came out in these ways, and goes on
// behind the calls of f.
func (r *ringWalk) from(f *connflow.Func, call *ast.CallExpr, outs []exit, depth int) {
	if r.seen[call] || depth > maxDepth {
		return
	}
	r.seen[call] = true
	w := r.newWalk(walk{f: f, dials: r.dials, onRing: r.closes(f)})
	var exits []exit
	w.onExit = func(e exit) {
		if e.Outcome != Undialed && len(exits) < maxExits {
			exits = append(exits, e)
		}
	}
	if call == r.y.Site && r.Graph.Dials[call] {
		w.calls.handlers(call, State{})
	}
	w.after(call, outs)
	if len(exits) == 0 {
		return
	}
	for _, back := range r.back(f) {
		if back.Go || back.Defer {
			continue
		}
		bound := make([]exit, len(exits))
		for i, x := range exits {
			bound[i] = r.summaries.exitAt(x, f, back.Call)
		}
		r.from(back.In, back.Call, bound, depth+1)
	}
}

// closes returns what adds the paths that close the cycle at a call in f.
func (r *ringWalk) closes(f *connflow.Func) func(State, *ast.CallExpr, Edge) bool {
	site := r.y.Site
	return func(at State, call *ast.CallExpr, e Edge) bool {
		if r.Graph.Ring[e.To] != r.ring || call == site && !e.Alive || r.Graph.Dials[site] && r.loops.answered(f.Body, site, call) {
			return false
		}
		for _, a := range r.summaries.summarise(subject{f: e.To, facts: r.summaries.handsOver(e.To, call, at.facts)}).arrivals {
			if r.dials[a.to] {
				r.y.Paths = add(r.y.Paths, at.then(r.summaries.bind(a, e.To, call)))
			}
		}
		return true
	}
}

// maxDepth bounds how many callers a cycle is followed through.
const maxDepth = 8
