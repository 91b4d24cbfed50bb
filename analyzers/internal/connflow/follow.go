package connflow

import (
	"cmp"
	"go/ast"
	"go/types"
	"maps"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

const (
	// maxChain bounds how many helpers in a row may hand on what they dial.
	maxChain = 5
	// maxConns bounds the connections that one dial counts as.
	maxConns = 100
)

// helperCall is what the call of a helper that returns its dial's result means.
var helperCall = &wslib.Func{Name: "helper", Role: wslib.Dial, Conn: wslib.Result0}

// follow follows every connection from its dial to all that is done to it.
func (fl *Flow) follow() {
	slices.SortStableFunc(fl.Calls, func(a, b *Call) int { return cmp.Compare(a.Node.Pos(), b.Node.Pos()) })
	for _, d := range fl.dials {
		t := &trail{Flow: fl, dial: d}
		t.extend([]*Call{d.call}, d.seeds, nil, nil, nil)
		for _, c := range t.found {
			c.finish()
			readBounds{fl}.complete(c.Events)
			fl.Conns = append(fl.Conns, c)
		}
	}
	slices.SortStableFunc(fl.Conns, func(a, b *Conn) int { return cmp.Compare(a.Call().Node.Pos(), b.Call().Node.Pos()) })
}

func (c *Conn) finish() {
	slices.SortStableFunc(c.Events, func(a, b *Event) int { return cmp.Compare(a.Node.Pos(), b.Node.Pos()) })
	slices.SortStableFunc(c.Away, func(a, b *Away) int { return cmp.Compare(a.Node.Pos(), b.Node.Pos()) })
}

// A trail follows one dial.
type trail struct {
	*Flow
	dial  *dial
	found []*Conn
}

// extend follows the connection from seeds, the results of the last of chain,
// and finds all connections that chain leads to: one, or, where the function
// around only returns it, one for each call of that function.
func (t *trail) extend(chain []*Call, seeds []node, events []*Event, away []*Away, visited map[node]bool) {
	r := t.reach(seeds, len(chain)-1)
	maps.Copy(r.visited, visited)
	events = append(slices.Clone(events), r.events...)
	away = append(slices.Clone(away), r.away...)
	conn := func(more ...*Away) {
		if len(t.found) < maxConns {
			t.found = append(t.found, &Conn{
				Lib: t.library(), Dialed: t.dial.call.Func.Role == wslib.Dial,
				Calls: slices.Clone(chain), Events: dedupe(events), Away: append(slices.Clone(away), more...), fields: r.fields, visited: r.visited,
				typ: t.dial.typ, methods: t.dial.methods,
			})
		}
	}
	if len(r.returned) == 0 {
		conn()
		return
	}
	for _, ret := range r.returned {
		sites := t.callers[ret.fn]
		if len(sites) == 0 || t.UnseenCallers(ret.fn) || len(chain) >= maxChain {
			conn(&Away{Node: ret.fn.Node, Type: ret.typ(), Returned: true, Depth: len(chain) - 1, of: ret.fn, result: ret.results[0]})
		}
		if len(chain) >= maxChain {
			continue
		}
		for _, site := range sites {
			if slices.ContainsFunc(chain, func(c *Call) bool { return c.Expr == site.Call }) {
				continue
			}
			var next []node
			for _, i := range ret.results {
				next = append(next, t.callNode(site.Call, i))
			}
			call := &Call{Node: site.Call, Expr: site.Call, Func: helperCall, Lib: t.library(), In: site.In, Go: site.Go, Defer: site.Defer}
			t.extend(append(slices.Clone(chain), call), next, events, away, r.visited)
		}
	}
}

func (t *trail) library() *wslib.Library { return t.dial.call.Lib }

func dedupe(events []*Event) []*Event {
	type key struct {
		node ast.Expr
		fn   *wslib.Func
	}
	seen := map[key]bool{}
	var kept []*Event
	for _, e := range events {
		if k := (key{e.Node, e.Func}); !seen[k] {
			seen[k] = true
			kept = append(kept, e)
		}
	}
	return kept
}

// A returned is a function that returns a connection straight from its dial.
type returned struct {
	fn      *Func
	results []int
}

func (r returned) typ() types.Type {
	if sig := r.fn.Signature(); sig != nil && r.results[0] < sig.Results().Len() {
		return sig.Results().At(r.results[0]).Type()
	}
	return types.Typ[types.Invalid]
}

// A reached is what a connection meets.
type reached struct {
	events   []*Event
	away     []*Away
	returned []returned
	fields   map[node]bool
	visited  map[node]bool
}

// reach walks forward from seeds. straight is lost where the connection goes
// through a place that all callers share: from there, a function that returns
// it is no dial, but hands out what is kept.
func (t *trail) reach(seeds []node, depth int) *reached {
	type state struct {
		node     node
		via      *callString
		straight bool
	}
	r := &reached{fields: map[node]bool{}, visited: map[node]bool{}}
	seen := map[state]bool{}
	var queue []state
	push := func(s state) {
		if t.places[s.node].shared {
			s.via, s.straight = nil, false
		} else if len(seen) > maxStates {
			s.via = nil
		}
		if !seen[s] {
			seen[s] = true
			queue = append(queue, s)
		}
	}
	for _, n := range seeds {
		if n != noNode {
			push(state{n, nil, true})
		}
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if !r.visited[at.node] {
			r.visited[at.node] = true
			t.meet(r, at.node, depth)
		}
		p := &t.places[at.node]
		if p.v == nil && p.fn != nil && !p.isFunc && at.via == nil { // a result, returned to any caller
			if at.straight && t.dialed(p.fn) {
				r.returns(p.fn, p.index)
				continue
			}
			if t.UnseenCallers(p.fn) {
				r.away = append(r.away, &Away{Node: p.fn.Node, Type: returned{p.fn, []int{p.index}}.typ(), Returned: true, Depth: depth})
			}
		}
		for _, e := range p.out {
			next := state{e.to, at.via, at.straight}
			switch e.kind {
			case enter:
				next.via = t.callStrings.push(at.via, e.site)
			case leave:
				if at.via != nil {
					if at.via.site != e.site {
						continue
					}
					next.via = at.via.up
				}
			}
			push(next)
		}
	}
	return r
}

// dialed reports whether f, which returns the connection, is what dialed it: a
// closure may return one that the function around it did.
func (t *trail) dialed(f *Func) bool {
	in := t.dial.call.In
	return in == nil || in == f || t.Reach(f.Body)[in]
}

func (r *reached) returns(f *Func, i int) {
	for j := range r.returned {
		if r.returned[j].fn == f {
			if !slices.Contains(r.returned[j].results, i) {
				r.returned[j].results = append(r.returned[j].results, i)
				slices.Sort(r.returned[j].results)
			}
			return
		}
	}
	r.returned = append(r.returned, returned{f, []int{i}})
}

// meet collects what is done to what n holds.
func (t *trail) meet(r *reached, n node, depth int) {
	p := &t.places[n]
	if p.v != nil && p.v.IsField() {
		r.fields[n] = true
	}
	for _, c := range p.calls {
		r.events = append(r.events, &Event{Call: c, Depth: depth})
	}
	for _, d := range p.dynamic {
		typ := t.dial.typ
		if typ == nil {
			continue
		}
		calls, known := t.methodOf(typ, d)
		for _, c := range calls {
			r.events = append(r.events, &Event{Call: c, Depth: depth})
		}
		if !known {
			r.away = append(r.away, &Away{Node: d.node, Type: typ, Depth: depth})
		}
	}
	for _, a := range p.away {
		if a.of == nil || t.UnseenCallers(a.of) {
			away := *a.Away
			away.Depth = depth
			r.away = append(r.away, &away)
		}
	}
}
