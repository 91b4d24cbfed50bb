package wskeepalive

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A place is where something happens: a node, or a call that leads to it.
type place struct {
	in   *connflow.Func
	node ast.Node
	// async: it happens in another goroutine than the code behind node.
	async bool
	// from is the place that the call leads to, nil at the node itself.
	from *place
}

// places returns where n happens: at n, at the calls of the function around
// it, at the calls of the functions around these, and so on.
func (c *checker) places(in *connflow.Func, n ast.Node) []*place {
	return c.placesOf(in, n, func(*ast.CallExpr, *connflow.Func) bool { return true })
}

// places returns where n happens to the connection.
func (j *judge) places(in *connflow.Func, n ast.Node) []*place {
	return j.placesOf(in, n, func(call *ast.CallExpr, f *connflow.Func) bool { return j.flow.Gives(j.conn, call, f) })
}

func (c *checker) placesOf(in *connflow.Func, n ast.Node, counts func(*ast.CallExpr, *connflow.Func) bool) []*place {
	if in == nil {
		return nil
	}
	list := []*place{{in: in, node: n}}
	seen := map[ast.Node]bool{}
	for i := 0; i < len(list); i++ {
		p := list[i]
		for _, site := range c.flow.Callers(p.in) {
			if site.In != nil && !seen[site.Call] && counts(site.Call, p.in) {
				seen[site.Call] = true
				list = append(list, &place{in: site.In, node: site.Call, async: p.async || site.Go, from: p})
			}
		}
	}
	return list
}

// A read is a call that waits for the peer.
type read struct {
	*connflow.Event
	places []*place
	// again is the place that runs again and again on one connection, nil if the
	// read is not repeated, and loop the statement that repeats it, nil where the
	// one call reads until the end.
	again *place
	loop  ast.Stmt
}

// findReads gathers the connection's reads, the library's own before those
// through the standard library.
func (j *judge) findReads() {
	var rest []*read
	for _, e := range j.conn.Events {
		if e.Func.Role != wslib.Read || e.In == nil {
			continue
		}
		r := &read{Event: e, places: j.places(e.In, e.Node)}
		j.findLoop(r)
		if e.Lib != nil {
			j.reads = append(j.reads, r)
		} else if !e.InMessage {
			rest = append(rest, r)
		}
	}
	j.reads = append(j.reads, rest...)
}

// findLoop finds the loop in which r is read: not one that dials anew before
// it reads again.
func (j *judge) findLoop(r *read) {
	if r.Func.Endless || r.Func.Background {
		r.again = r.places[0]
		return
	}
	for _, p := range r.places {
		if loop := j.loop(p); loop != nil {
			r.again, r.loop = p, loop
			return
		}
	}
}

// loop returns the statement that runs p again and again on one connection.
func (j *judge) loop(p *place) ast.Stmt {
	loop := j.flow.Loop(p.node)
	if loop == nil || !j.flow.Between(p.node, p.node, j.dials) {
		return nil
	}
	return loop
}

// dials reports whether the connection is dialed in the code of n.
func (j *judge) dials(n ast.Node) bool {
	for _, call := range j.conn.Calls {
		if lang.Within(call.Node, n) {
			return true
		}
	}
	for f := range j.flow.Reach(n) {
		for _, call := range j.conn.Calls {
			if call.In == f {
				return true
			}
		}
	}
	return false
}

// looped reports whether any of the reads is in a loop.
func (j *judge) looped() bool {
	for _, r := range j.reads {
		if r.again != nil {
			return true
		}
	}
	return false
}

// bounded reports whether a read that matters is bounded, and what it does when
// its time is over ends something: one in a loop if there are any, else any.
func (j *judge) bounded() bool {
	j.push = j.pushing()
	for _, r := range j.lastReads() {
		if !r.Bound.Holds(r.again != nil) && !j.boundedByContext(r) && (j.push != nil || !j.boundedByDeadline(r)) {
			continue
		}
		if !j.resumes(r) {
			return true
		}
		j.resumed = true
	}
	return false
}

// lastReads returns the reads that the connection comes to: those in a loop, if
// there are any, but for a loop behind which it is read in another one.
func (j *judge) lastReads() []*read {
	if !j.looped() {
		return j.reads
	}
	var last []*read
	for _, r := range j.reads {
		if r.again != nil && !slices.ContainsFunc(j.reads, func(other *read) bool { return other != r && other.again != nil && j.before(r, other) }) {
			last = append(last, r)
		}
	}
	return last
}

// before reports whether r is done with before other reads, in one function.
func (j *judge) before(r, other *read) bool {
	for _, p := range r.places {
		for _, q := range other.places {
			if p.in == q.in && !p.async && p.node != q.node && j.flow.Between(p.node, q.node, nil) && !j.flow.Between(q.node, p.node, nil) {
				return true
			}
		}
	}
	return false
}
