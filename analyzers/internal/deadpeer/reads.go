package deadpeer

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Place is where something happens: a node, or a call that leads to it.
type Place struct {
	In   *connflow.Func
	Node ast.Node
	// Async: it happens in another goroutine than the code behind node.
	Async bool
	// From is the place that the call leads to, nil at the node itself.
	From *Place
}

// places returns where n happens: at n, at the calls of the function around
// it, at the calls of the functions around these, and so on.
func (c *Finder) places(in *connflow.Func, n ast.Node) []*Place {
	return c.placesOf(in, n, func(*ast.CallExpr, *connflow.Func) bool { return true })
}

// Places returns where n happens to the connection.
func (j *Peer) Places(in *connflow.Func, n ast.Node) []*Place {
	return j.placesOf(in, n, func(call *ast.CallExpr, f *connflow.Func) bool { return j.flow.Gives(j.Conn, call, f) })
}

func (c *Finder) placesOf(in *connflow.Func, n ast.Node, counts func(*ast.CallExpr, *connflow.Func) bool) []*Place {
	if in == nil {
		return nil
	}
	list := []*Place{{In: in, Node: n}}
	seen := map[ast.Node]bool{}
	for i := 0; i < len(list); i++ {
		p := list[i]
		for _, site := range c.flow.Callers(p.In) {
			if site.In != nil && !seen[site.Call] && counts(site.Call, p.In) {
				seen[site.Call] = true
				list = append(list, &Place{In: site.In, Node: site.Call, Async: p.Async || site.Go, From: p})
			}
		}
	}
	return list
}

// A Read is a call that reads the connection.
type Read struct {
	*connflow.Event
	Places []*Place
	// Again is the place that runs again and again on one connection, nil if the read is
	// not repeated. Loop is the statement that repeats it, nil where the one call reads
	// until the connection ends.
	Again *Place
	Loop  ast.Stmt
}

// reads finds the reads of a connection, and which of them matter.
type reads struct{ *Peer }

// find gathers the connection's reads, the library's own before those
// through the standard library.
func (rd *reads) find() {
	var rest []*Read
	for _, e := range rd.Conn.Events {
		if e.Func.Role != wslib.Read || e.In == nil {
			continue
		}
		r := &Read{Event: e, Places: rd.Places(e.In, e.Node)}
		rd.findLoop(r)
		if e.Lib != nil {
			rd.Peer.Reads = append(rd.Reads, r)
		} else if !e.InMessage {
			rest = append(rest, r)
		}
	}
	rd.Peer.Reads = append(rd.Reads, rest...)
}

// findLoop finds the loop in which r reads one connection: not one that dials before it
// reads again.
func (rd *reads) findLoop(r *Read) {
	if r.Func.Endless || r.Func.Background {
		r.Again = r.Places[0]
		return
	}
	for _, p := range r.Places {
		if loop := rd.Loop(p); loop != nil {
			r.Again, r.Loop = p, loop
			return
		}
	}
}

// last returns the reads that the connection comes to last: those in a loop, if
// there are any, but not in a loop behind which another loop reads.
func (rd *reads) last() []*Read {
	if !rd.Looped() {
		return rd.Reads
	}
	var list []*Read
	for _, r := range rd.Reads {
		if r.Again != nil && !slices.ContainsFunc(rd.Reads, func(other *Read) bool { return other != r && other.Again != nil && rd.before(r, other) }) {
			list = append(list, r)
		}
	}
	return list
}

// before reports whether r is done with before other reads, in one function.
func (rd *reads) before(r, other *Read) bool {
	for _, p := range r.Places {
		for _, q := range other.Places {
			if p.In == q.In && !p.Async && p.Node != q.Node && rd.flow.Between(p.Node, q.Node, nil) && !rd.flow.Between(q.Node, p.Node, nil) {
				return true
			}
		}
	}
	return false
}

// Loop returns the statement that runs p again and again on one connection.
func (j *Peer) Loop(p *Place) ast.Stmt {
	loop := j.flow.Loop(p.Node)
	if loop == nil || !j.flow.Between(p.Node, p.Node, j.Dials) {
		return nil
	}
	for q := p.From; q != nil; q = q.From {
		if !j.flow.Between(nil, q.Node, j.Dials) {
			return nil // a function on the way to the read dials first
		}
	}
	return loop
}

// Dials reports whether the connection is dialed in the code of n.
func (j *Peer) Dials(n ast.Node) bool {
	for _, call := range j.Conn.Calls {
		if lang.Within(call.Node, n) {
			return true
		}
	}
	for f := range j.flow.Reach(n) {
		for _, call := range j.Conn.Calls {
			if call.In == f {
				return true
			}
		}
	}
	return false
}

// Looped reports whether any of the reads is in a loop.
func (j *Peer) Looped() bool {
	for _, r := range j.Reads {
		if r.Again != nil {
			return true
		}
	}
	return false
}

// Bounded reports whether one of the reads that the connection comes to last is bounded,
// and does not go on where its bound has expired.
func (j *Peer) Bounded() bool {
	j.Push = j.deadlines.pushing()
	for _, r := range j.reads.last() {
		if !r.Bound.Holds(r.Again != nil) && !j.deadlines.boundedByContext(r) && (j.Push != nil || !j.deadlines.boundedByDeadline(r)) {
			continue
		}
		if !j.expiry.resumes(r) {
			return true
		}
		j.Resumed = true
	}
	return false
}
