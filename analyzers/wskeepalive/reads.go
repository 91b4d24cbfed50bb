package wskeepalive

import (
	"go/ast"

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
	if in == nil {
		return nil
	}
	list := []*place{{in: in, node: n}}
	seen := map[ast.Node]bool{}
	for i := 0; i < len(list); i++ {
		p := list[i]
		for _, site := range c.flow.Callers(p.in) {
			if site.In != nil && !seen[site.Call] {
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

// bounded reports whether a read that matters is bounded: one in a loop if
// there are any, else any.
func (j *judge) bounded() bool {
	looped := j.looped()
	for _, r := range j.reads {
		if looped && r.again == nil {
			continue
		}
		if r.Func.Bound.Holds(r.again != nil) || j.boundedByContext(r) || j.boundedByDeadline(r) {
			return true
		}
	}
	return false
}
