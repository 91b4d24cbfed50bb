package connflow

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A param is a receiver or parameter of a function that is a connection, holds
// one, or is a value as which a connection may come, such as a net.Conn.
type param struct {
	f    *Func
	slot wslib.Slot
	lib  *wslib.Library // nil where the type is no library's
	// fields are the places of the connection in a struct of the package, which
	// other functions reach, too.
	fields []node
	*reached
}

// paramExports finds out what functions do to the connections that they are given.
type paramExports struct{ *exporter }

// findParams finds them, and what becomes of these connections.
func (x *paramExports) findParams() {
	for _, f := range x.funcs {
		sig := f.Signature()
		if recv := sig.Recv(); recv != nil {
			x.findParam(f, recv, wslib.Recv)
		}
		for i := range sig.Params().Len() {
			if slot := wslib.Argument(i); slot != wslib.None {
				x.findParam(f, sig.Params().At(i), slot)
			}
		}
	}
}

func (x *paramExports) findParam(f *Func, v *types.Var, slot wslib.Slot) {
	p := &param{f: f, slot: slot}
	if lib, ok := x.held(v.Type()); ok {
		p.lib = lib
		p.reached = x.from(lib, []node{x.varNode(v)}, v.Type())
	} else if p.fields, p.lib = x.connFields(v.Type()); len(p.fields) > 0 {
		p.reached = x.keptIn(namedOf(v.Type()), p.fields, p.lib)
	} else if x.Index.IsStream(v.Type()) {
		p.reached = x.from(nil, []node{x.varNode(v)}, v.Type())
	} else {
		return
	}
	x.params = append(x.params, p)
	for g := range x.running(f) {
		x.covered[g] = true
	}
}

// keptIn returns what a connection in the fields of a struct of the package meets.
func (x *paramExports) keptIn(t *types.Named, fields []node, lib *wslib.Library) *reached {
	r := x.reached[t.Origin()]
	if r == nil {
		r = x.from(lib, fields, nil)
		x.reached[t.Origin()] = r
	}
	return r
}

// from returns what a connection in seeds meets.
func (x *paramExports) from(lib *wslib.Library, seeds []node, typ types.Type) *reached {
	d := &dial{call: &Call{Lib: lib}, typ: typ}
	for _, c := range x.Conns {
		if typ == nil && slices.ContainsFunc(seeds, func(n node) bool { return c.fields[n] }) {
			d.typ, d.methods = c.typ, c.methods
		}
	}
	if d.typ == nil {
		d.typ = x.places[seeds[0]].v.Type()
	}
	r := (&trail{Flow: x.Flow, dial: d}).reach(seeds, 0)
	readBounds{x.Flow}.complete(r.events)
	return r
}

// addParams adds what functions do to the connections that they are given.
func (x *paramExports) addParams() {
	for _, p := range x.params {
		runs := x.running(p.f)
		views := x.views(p)
		events := p.events
		if p.fields != nil {
			events = within(events, runs)
		} else if len(views) > 0 {
			// What others do with it who are given the view, they say themselves.
			events = slices.DeleteFunc(slices.Clone(events), func(e *Event) bool { return !runs[e.In] && x.covered[e.In] })
		}
		x.factOf(p.f)
		if !x.handsOut(p, runs) {
			x.add(p.f, p.lib, wslib.Func{Conn: p.slot})
		}
		x.addEvents(p.f, p.lib, p.slot, events)
		for _, v := range views {
			x.add(p.f, p.lib, wslib.Func{Role: wslib.View, Conn: p.slot, Views: []wslib.Slot{v}})
		}
	}
}

// views returns where p's function leaves the connection for its callers: in a
// result, or in a struct that it is given, too.
func (x *paramExports) views(p *param) []wslib.Slot {
	var views []wslib.Slot
	for i := range p.f.Signature().Results().Len() {
		if slot := resultSlot(i); slot != wslib.None && x.returnsView(p, i) {
			views = append(views, slot)
		}
	}
	if p.fields != nil {
		return views
	}
	for _, q := range x.params {
		if q.f == p.f && q != p && slices.ContainsFunc(q.fields, func(n node) bool { return p.reached.fields[n] }) {
			views = append(views, q.slot)
		}
	}
	return views
}

// returnsView reports whether the i-th result of p's function is the connection,
// reads it, or holds it.
func (x *paramExports) returnsView(p *param, i int) bool {
	if p.visited[x.resultNode(p.f, i)] {
		return true
	}
	for _, t := range x.resultTypes(p.f, i) {
		fields, lib := x.connFields(t)
		if len(fields) == 0 {
			continue
		}
		if p.fields != nil && same(lib, p.lib) || slices.ContainsFunc(fields, func(n node) bool { return p.reached.fields[n] }) {
			return true
		}
	}
	return false
}

// holding returns what importers learn of a type, nil if it holds no connection.
func (x *paramExports) holding(tn *types.TypeName) *holder {
	fields, lib := x.connFields(tn.Type())
	if len(fields) == 0 {
		return nil
	}
	fact := &holder{}
	if lib != nil {
		fact.Lib = lib.Path()
	}
	r := x.keptIn(namedOf(tn.Type()), fields, lib)
	fact.Open = len(x.handedOut(r.away)) == 0 && x.exportsAll(r.events, nil, true)
	return fact
}

// exportsAll reports whether importers learn of all the events that outlast their
// call or close the connection: those are in one of runs or, where the connection
// is in a struct of the package, in a function that is given such a struct.
func (x *exporter) exportsAll(events []*Event, runs map[*Func]bool, held bool) bool {
	return !slices.ContainsFunc(events, func(e *Event) bool {
		return (e.outlasts() || e.Func.Role == wslib.Close) && !runs[e.In] && !(held && x.covered[e.In])
	})
}

// outlasts reports whether what e does goes on when it returns: it sets a
// deadline or a handler, or causes a pong.
func (e *Event) outlasts() bool {
	switch e.Func.Role {
	case wslib.ReadDeadline, wslib.OnPong, wslib.OnPing:
		return true
	case wslib.Write:
		return e.Sends(wslib.OpPing)
	}
	return false
}

// handedOut returns where code out of sight gets a connection, other than by a
// result, as something that does more than read and write.
func (x *exporter) handedOut(away []*Away) []*Away {
	return slices.DeleteFunc(slices.Clone(away), func(a *Away) bool { return a.Returned || x.Access(a.Type) == 0 })
}

// handsOut reports whether p's function hands the connection to code out of sight.
func (x *paramExports) handsOut(p *param, runs map[*Func]bool) bool {
	return slices.ContainsFunc(x.handedOut(p.away), func(a *Away) bool {
		return p.fields == nil || runs[x.Func(a.Node)]
	})
}

// addEvents adds to f what the events do to the connection in slot.
func (x *exporter) addEvents(f *Func, lib *wslib.Library, slot wslib.Slot, events []*Event) {
	for _, e := range events {
		if role, ok := x.does(f, e, events, slot); ok && x.lasts(e, events) {
			x.add(f, lib, role)
		}
	}
}

// within returns those of the events that are in funcs.
func within(events []*Event, funcs map[*Func]bool) []*Event {
	var in []*Event
	for _, e := range events {
		if funcs[e.In] {
			in = append(in, e)
		}
	}
	return in
}

// does returns what e does to a connection, as a role of f with the connection
// in slot, if importers need to know.
func (x *exporter) does(f *Func, e *Event, events []*Event, slot wslib.Slot) (wslib.Func, bool) {
	role := wslib.Func{Role: e.Func.Role, Conn: slot, Op: e.Op, Handshake: e.Func.Handshake, Waits: e.Func.Waits}
	switch e.Func.Role {
	case wslib.OnPing, wslib.OnPong, wslib.OnClose, wslib.Close:
	case wslib.Read:
		if e.InMessage {
			return role, false
		}
		role.Endless, role.Background = x.repeats(f, e)
		role.Ctx = x.paramSlot(f, e.Slot(e.Func.Ctx))
		role.Bound = x.bound(e, events)
	case wslib.ReadDeadline:
		role.When = x.paramSlot(f, e.Slot(e.Func.When))
		if role.Lifts = e.lifts(); role.Lifts {
			return role, !slices.ContainsFunc(events, func(o *Event) bool {
				return o.Func.Role == wslib.ReadDeadline && !o.lifts() && x.lasts(o, events)
			})
		}
	case wslib.Write:
		role.Opcode = x.paramSlot(f, e.Slot(e.Func.Opcode))
		role.Ctx = x.paramSlot(f, e.Slot(e.Func.Ctx))
		if e.Sends(wslib.OpPing) {
			role.Op = wslib.OpPing
		}
		if role.Waits {
			role.Bound = x.bound(e, nil)
			role.Endless, _ = x.repeats(f, e)
		}
	default:
		return role, false
	}
	return role, true
}

// repeats reports whether e, a read or a ping in what f runs, is done again and
// again: before f returns, or in a goroutine that f starts.
func (x *exporter) repeats(f *Func, e *Event) (endless, background bool) {
	runs := x.running(f)
	seen := map[*Func]bool{}
	var visit func(in *Func, n ast.Node, looped, async bool)
	visit = func(in *Func, n ast.Node, looped, async bool) {
		looped = looped || x.Loop(n) != nil
		if looped && (in == f || async) {
			endless, background = endless || !async, background || async
		}
		if in == f || seen[in] {
			return
		}
		seen[in] = true
		sites := x.Callers(in)
		if len(sites) == 0 && looped { // a handler, or a value that is called out of sight
			background = true
		}
		for _, site := range sites {
			if site.In != nil && runs[site.In] {
				visit(site.In, site.Call, looped, async || site.Go)
			}
		}
	}
	if e.In != nil {
		visit(e.In, e.Node, e.Func.Endless, e.Go || e.Func.Background)
	}
	return endless, background && !endless
}

// bound returns what ends the read e: its context, or a deadline that is lifted
// behind it.
func (x *exporter) bound(e *Event, events []*Event) wslib.Bound {
	bound := e.Bound
	if ctx := e.Slot(e.Func.Ctx); ctx != nil {
		bound = max(bound, x.ContextEnds(ctx))
	}
	for _, set := range events {
		if set.Func.Role == wslib.ReadDeadline && set.In == e.In && !x.lasts(set, events) && x.Between(set.Node, e.Node, nil) {
			return wslib.Always
		}
	}
	return bound
}

// paramSlot returns the slot of the parameter of f that e's value comes from.
func (x *exporter) paramSlot(f *Func, e ast.Expr) wslib.Slot {
	if e == nil {
		return wslib.None
	}
	for _, src := range x.Sources(e) {
		if src.Kind == Unseen && src.In == f {
			if slot := f.Param(src.Var); slot != wslib.Recv {
				return slot
			}
		}
	}
	return wslib.None
}

// lasts reports whether what e does outlasts its function: all but a deadline
// that is lifted there again, as one for a handshake is. Where the function
// returns an error, its caller gives up, and the deadline is no matter.
func (x *exporter) lasts(e *Event, events []*Event) bool {
	if e.Func.Role != wslib.ReadDeadline || e.lifts() {
		return true
	}
	lifts := map[ast.Node]bool{}
	for _, other := range events {
		if other.Func.Role == wslib.ReadDeadline && other.In == e.In && other.lifts() {
			if other.Defer {
				return false
			}
			lifts[other.Node] = true
		}
	}
	return len(lifts) == 0 || x.Leaves(e.Node, func(n ast.Node) bool { return lifts[n] || x.ReturnsError(n) })
}

// lifts reports whether e lifts a deadline.
func (e *Event) lifts() bool { return e.Func.Lifts || isZeroTime(e.Slot(e.Func.When)) }

// isZeroTime reports whether e is written as the zero time, which lifts a bound.
func isZeroTime(e ast.Expr) bool {
	lit, ok := e.(*ast.CompositeLit)
	return ok && len(lit.Elts) == 0
}
