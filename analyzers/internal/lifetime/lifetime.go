// Package lifetime follows a connection from the call that makes it along the
// paths of the function around: until it is closed, kept by something that lives
// on, handed to the caller, or dropped. On the way it notes whether the
// connection was used, whether a read or write of it failed, and whether a close
// frame was sent.
//
// What the package's other functions do to a connection that they are given is
// part of the path, as a summary of each: how they leave it, by what they return.
// A function that returns the connection that it made, or leaves it in a struct,
// makes one for each of its callers.
//
// It judges nothing.
package lifetime

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Status is what has become of a connection on a path.
type Status uint8

const (
	// Open: only the function's own variables have it.
	Open Status = iota
	// Closed: it was closed, or a deferred call closes it.
	Closed
	// Kept: something that lives on has it, or code out of sight: it was stored,
	// sent or handed away, or a goroutine was started that closes it.
	Kept
	// Left: it is in a receiver or parameter of the function, State.Slot.
	Left
	// Returned: it is a result of the function, State.Slot.
	Returned
)

// A State is what is known of a connection on a path.
type State struct {
	Status
	Slot wslib.Slot
	// Used: it was read or written.
	Used bool
	// Failed: a read or write of it has failed, or a deadline could not be set.
	Failed bool
	// Framed: a close frame may have been sent.
	Framed bool
	// Shared: a goroutine was started that has it, too, and does not close it.
	Shared bool
	// Beside: it was put into a container, beside others.
	Beside bool
}

// An End is the end of a path.
type End struct {
	State
	// At is the return statement, or the function's body where it runs off its
	// end, or the node that puts another value in the place of the connection.
	At ast.Node
	// Replaced: At is such a node.
	Replaced bool
}

// A Life is a connection from a call that makes it, in the function around.
type Life struct {
	Lib *wslib.Library
	// Call makes it, In is the function around.
	Call *ast.CallExpr
	In   *connflow.Func
	// Ends are the ends of the paths behind the call on which it succeeds. There
	// is none where they could not all be followed.
	Ends []End
	// Returns are the results of In in which it leaves the connection to its
	// callers, where it does not fail.
	Returns []wslib.Slot

	subject *subject
}

// Holder returns the local variable that is the connection itself, or else the one
// that the call gives a struct with the connection in it, nil if there is none or if
// there are several.
func (l *Life) Holder() *types.Var {
	var holder *types.Var
	for v := range l.subject.vars {
		if t := l.subject.dialed.typ; t == nil || !types.Identical(t, v.Type()) {
			continue
		}
		if holder != nil {
			return nil
		}
		holder = v
	}
	if i := l.subject.slot.Result(); holder == nil && i >= 0 {
		if to := l.subject.lives.flow.AssignedTo(l.Call); i < len(to) {
			if v := lang.Var(l.subject.lives.flow.Info, to[i]); l.subject.vars[v] {
				return v
			}
		}
	}
	return holder
}

// Dial returns the call that dials the connection: Call, or one in what that runs.
func (l *Life) Dial() *ast.CallExpr { return l.subject.dialed.dial }

// Field returns the field, of the receiver or a parameter of the function around the
// dial, that this function puts the connection itself into; nil where there is none, or
// where there are several.
func (l *Life) Field() *ast.SelectorExpr {
	d := l.subject.dialed
	if len(d.fields) != 1 {
		return nil
	}
	field, ok := d.fields[0].(*ast.SelectorExpr)
	if !ok || d.typ == nil || !types.Identical(d.typ, lang.TypeOf(l.subject.lives.flow.Info, field)) {
		return nil
	}
	return field
}

// NeverClosed reports whether the package reads the connection, and neither it nor code
// that is handed the connection closes it, nor its library where a read fails.
func (l *Life) NeverClosed() bool {
	flow, read := l.subject.lives.flow, false
	for _, c := range l.subject.dialed.conns {
		for _, e := range c.Events {
			if e.Func.Role == wslib.Close || e.Func.Background || e.Func.Endless {
				return false
			}
			read = read || e.Func.Role == wslib.Read
		}
		for _, a := range c.Away {
			if flow.Access(a.Type)&wslib.Closes != 0 {
				return false
			}
		}
	}
	return read && !l.Lib.ReadCtx
}

// Lives answers for one package. It is not safe for concurrent use.
type Lives struct {
	flow    *connflow.Flow
	known   *paths.Knowledge
	effects paths.Memo[effectKey, []effect]
	// dynamic are the calls through interfaces that do something to a connection.
	dynamic map[*dialed]map[ast.Node][]*connflow.Call
}

// New returns the lives of the flow's package.
func New(flow *connflow.Flow) *Lives {
	return &Lives{
		flow:    flow,
		known:   paths.NewKnowledge(flow.Info, flow.Pkg, flow.Files),
		dynamic: map[*dialed]map[ast.Node][]*connflow.Call{},
	}
}

// A dialed is what one dial leads to: its connections, one for each call of a
// helper that only returns it.
type dialed struct {
	lib  *wslib.Library
	dial *ast.CallExpr
	// typ is the type of what the dial gives.
	typ   types.Type
	conns []*connflow.Conn
	// fields are those of its function's receiver or parameters that the function
	// around the dial puts the connection into.
	fields []ast.Expr
}

// Dialed returns the lives of the connections that the package dials, in the
// order of their calls: for each call of a function that hands on what it made,
// one more. imported returns where a call of another package's function leaves a
// connection that it dialed, as far as connflow does not say so.
func (l *Lives) Dialed(imported func(*ast.CallExpr) (*wslib.Library, wslib.Slot)) []*Life {
	x := &search{Lives: l, seen: map[*ast.CallExpr]bool{}}
	for _, d := range l.dials() {
		if slot := d.conns[0].Calls[0].Func.Conn; slot.Result() >= 0 {
			x.begin(d, &connflow.CallSite{Call: d.dial, In: d.conns[0].Calls[0].In}, slot, made)
		}
	}
	for _, site := range l.flow.ForeignCalls() {
		if lib, slot := imported(site.Call); slot.Result() >= 0 {
			d := &dialed{lib: lib, dial: site.Call, typ: lang.ResultType(l.flow.Info.TypeOf(site.Call), slot.Result())}
			x.begin(d, site, slot, made)
		}
	}
	slices.SortStableFunc(x.lives, func(a, b *Life) int { return int(a.Call.Pos() - b.Call.Pos()) })
	return x.lives
}

// dials returns what the calls lead to that dial in a function of the package.
func (l *Lives) dials() []*dialed {
	known := map[*connflow.Call]*dialed{}
	var all []*dialed
	for _, c := range l.flow.Conns {
		first := c.Calls[0]
		if !c.Dialed || first.Expr == nil || first.In == nil {
			continue
		}
		d := known[first]
		if d == nil {
			d = &dialed{lib: first.Lib, dial: first.Expr, typ: c.Type()}
			known[first] = d
			all = append(all, d)
		}
		d.conns = append(d.conns, c)
	}
	return all
}

// made is how a dial leaves a connection.
var made = []effect{{last: paths.IsZero}}

// A search finds the lives of a package.
type search struct {
	*Lives
	seen  map[*ast.CallExpr]bool
	lives []*Life
}

// begin adds the life that begins at a call which leaves the connection in slot,
// and those of the calls of its function, where that hands the connection on.
// first is how the call may leave it.
func (x *search) begin(d *dialed, site *connflow.CallSite, slot wslib.Slot, first []effect) {
	if x.seen[site.Call] || site.In == nil || site.Go || site.Defer {
		return
	}
	x.seen[site.Call] = true
	life := &Life{Lib: d.lib, Call: site.Call, In: site.In}
	life.subject = x.newSubject(d, site.In, nil)
	life.subject.origin, life.subject.slot = site.Call, slot
	w := newWalk(life.subject)
	if !w.fromOrigin(first) {
		return
	}
	life.Ends = w.ends
	slices.SortStableFunc(life.Ends, func(a, b End) int { return int(a.At.End() - b.At.End()) })
	x.lives = append(x.lives, life)
	after := map[wslib.Slot][]effect{}
	var slots []wslib.Slot
	for _, e := range w.effects {
		slot := e.Slot
		switch {
		case e.Status == Returned && !(e.last == paths.NonZero && endsWithError(site.In)):
			life.Returns = append(life.Returns, slot)
			e.last = paths.IsZero
		case e.Status == Left:
		default:
			continue
		}
		if after[slot] == nil {
			slots = append(slots, slot)
		}
		e.Status, e.Slot = Open, wslib.None
		if !slices.Contains(after[slot], e) {
			after[slot] = append(after[slot], e)
		}
	}
	for _, slot := range slots {
		for _, caller := range x.flow.Callers(site.In) {
			x.begin(d, caller, slot, after[slot])
		}
	}
}

// endsWithError reports whether the last result of f is an error.
func endsWithError(f *connflow.Func) bool {
	results := f.Signature().Results()
	return results.Len() > 0 && lang.AreErrors(results.At(results.Len()-1).Type())
}

// isOne reports whether e may be the connection, or have it in it.
func (l *Lives) isOne(d *dialed, e ast.Expr) bool {
	t := lang.TypeOf(l.flow.Info, e)
	return slices.ContainsFunc(d.conns, func(c *connflow.Conn) bool { return l.flow.Holds(c, e) || l.flow.Contains(c, t) })
}

// holds reports whether e may be the connection.
func (l *Lives) holds(d *dialed, e ast.Expr) bool {
	if lib := l.flow.Index.IsConn(lang.TypeOf(l.flow.Info, e)); lib != nil && lib.Path() == d.lib.Path() {
		return true
	}
	return slices.ContainsFunc(d.conns, func(c *connflow.Conn) bool { return l.flow.Holds(c, e) })
}

// contains reports whether a value of type t may have the connection in it.
func (l *Lives) contains(d *dialed, t types.Type) bool {
	return slices.ContainsFunc(d.conns, func(c *connflow.Conn) bool { return l.flow.Contains(c, t) })
}

// callsAt returns what the call or function value n does to a connection: what
// the tables and the facts say, and, through an interface, what is known of the
// types that come there.
func (l *Lives) callsAt(d *dialed, n ast.Expr) []*connflow.Call {
	dynamic := l.dynamic[d]
	if dynamic == nil {
		dynamic = map[ast.Node][]*connflow.Call{}
		for _, c := range d.conns {
			for _, e := range c.Events {
				if len(l.flow.CallsAt(e.Node)) == 0 {
					dynamic[e.Node] = append(dynamic[e.Node], e.Call)
				}
			}
		}
		l.dynamic[d] = dynamic
	}
	return append(slices.Clone(l.flow.CallsAt(n)), dynamic[n]...)
}

// closesAway reports whether at n a connection goes out of sight as something that
// can be closed.
func (l *Lives) closesAway(n ast.Node) bool {
	a := l.flow.AwayAt(n)
	return a != nil && l.flow.Access(a.Type)&wslib.Closes != 0
}
