package connflow

import (
	"go/ast"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// maxMeaning bounds what is said of one function.
const maxMeaning = 32

// export gives the functions that other packages may call, and the types that
// they may use, their facts.
func (fl *Flow) export(pass *analysis.Pass) {
	s := &speaker{
		Flow:    fl,
		said:    map[*Func]*meaning{},
		runs:    map[*Func]map[*Func]bool{},
		reached: map[*types.Named]*reached{},
		told:    map[*Func]bool{},
		habits:  map[*Func]habits{},
	}
	for _, f := range fl.Funcs {
		if f.Obj != nil && f.Obj.Exported() {
			s.funcs = append(s.funcs, f)
		}
	}
	s.findSubjects()
	s.saySubjects()
	s.sayDials()
	s.sayCodes()
	s.sayReceived()
	for f, m := range s.said {
		pass.ExportObjectFact(f.Obj, m)
	}
	held := false
	for _, tn := range fl.types {
		if fact := s.holding(tn); fact != nil {
			pass.ExportObjectFact(tn, fact)
			held = true
		}
	}
	if held || len(s.said) > 0 {
		pass.ExportPackageFact(&carries{Forks: s.Index.Forks(s.Pkg)})
	}
}

// A speaker finds out what is to be said of the functions of a package.
type speaker struct {
	*Flow
	funcs    []*Func // those that other packages may call
	said     map[*Func]*meaning
	subjects []*subject
	runs     map[*Func]map[*Func]bool
	reached  map[*types.Named]*reached
	habits   map[*Func]habits
	users    map[*Func][]*Func // the functions that run or start one
	told     map[*Func]bool    // all that funcs with a subject run
}

// A subject is a receiver or parameter of a function that is a connection or
// holds one.
type subject struct {
	f    *Func
	slot wslib.Slot
	lib  *wslib.Library
	// fields are the places of the connection in a struct of the package, which
	// other functions reach, too.
	fields []node
	*reached
}

// meaningFor returns the meaning of f, a new one if there is none.
func (s *speaker) meaningFor(f *Func, lib *wslib.Library) *meaning {
	m := s.said[f]
	if m == nil {
		m = &meaning{Lib: lib.Path()}
		s.said[f] = m
	}
	return m
}

// say says that f does what role says to a connection of lib.
func (s *speaker) say(f *Func, lib *wslib.Library, role wslib.Func) {
	m := s.meaningFor(f, lib)
	if m.Lib != lib.Path() {
		return // two libraries in one function: the first one's stands
	}
	role.Name = f.Obj.Name()
	m.Funcs = with(m.Funcs, role)
}

// with returns roles with one more, if it is new and there are not too many.
func with(roles []wslib.Func, role wslib.Func) []wslib.Func {
	known := slices.ContainsFunc(roles, func(known wslib.Func) bool { return reflect.DeepEqual(known, role) })
	if known || len(roles) >= maxMeaning {
		return roles
	}
	return append(roles, role)
}

// running returns f and all that it runs or starts.
func (s *speaker) running(f *Func) map[*Func]bool {
	runs, ok := s.runs[f]
	if !ok {
		runs = s.Reach(f.Body)
		runs[f] = true
		s.runs[f] = runs
	}
	return runs
}

// findSubjects finds the receivers and parameters that are connections or hold
// some, and what becomes of these.
func (s *speaker) findSubjects() {
	for _, f := range s.funcs {
		sig := f.signature()
		if recv := sig.Recv(); recv != nil {
			s.addSubject(f, recv, wslib.Recv)
		}
		for i := range sig.Params().Len() {
			if slot := wslib.Argument(i); slot != wslib.None {
				s.addSubject(f, sig.Params().At(i), slot)
			}
		}
	}
}

func (s *speaker) addSubject(f *Func, v *types.Var, slot wslib.Slot) {
	sub := &subject{f: f, slot: slot, lib: s.held(v.Type())}
	if sub.lib != nil {
		sub.reached = s.from(sub.lib, []node{s.varNode(v)}, v.Type())
	} else if sub.fields, sub.lib = s.connFields(v.Type()); sub.lib != nil {
		sub.reached = s.keptIn(namedOf(v.Type()), sub.fields, sub.lib)
	} else {
		return
	}
	s.subjects = append(s.subjects, sub)
	for g := range s.running(f) {
		s.told[g] = true
	}
}

// keptIn returns what a connection in the fields of a struct of the package meets.
func (s *speaker) keptIn(t *types.Named, fields []node, lib *wslib.Library) *reached {
	r := s.reached[t.Origin()]
	if r == nil {
		r = s.from(lib, fields, nil)
		s.reached[t.Origin()] = r
	}
	return r
}

// holding returns what importers are told of a type, nil if it holds no connection.
func (s *speaker) holding(tn *types.TypeName) *holds {
	fields, lib := s.connFields(tn.Type())
	if lib == nil {
		return nil
	}
	r := s.keptIn(namedOf(tn.Type()), fields, lib)
	return &holds{Lib: lib.Path(), Open: len(shown(r.away)) == 0 && s.toldAll(r.events, nil, true)}
}

// toldAll reports whether importers are told of all the events that can save a
// connection: those are in one of runs or, where it is in a struct of the
// package, in a function that is given such a struct.
func (s *speaker) toldAll(events []*Event, runs map[*Func]bool, held bool) bool {
	return !slices.ContainsFunc(events, func(e *Event) bool {
		return (e.saves() || e.Func.Role == wslib.Close) && !runs[e.In] && !(held && s.told[e.In])
	})
}

// saves reports whether e bounds a connection's reads, pings, or looks at pings.
func (e *Event) saves() bool {
	switch e.Func.Role {
	case wslib.ReadDeadline, wslib.OnPong, wslib.OnPing:
		return true
	case wslib.Write:
		return e.Sends(wslib.OpPing)
	}
	return false
}

// shown returns where code out of sight gets a connection other than by a result.
func shown(away []*Away) []*Away {
	return slices.DeleteFunc(slices.Clone(away), func(a *Away) bool { return a.Returned })
}

// from returns what a connection in seeds meets.
func (s *speaker) from(lib *wslib.Library, seeds []node, typ types.Type) *reached {
	d := &dial{call: &Call{Lib: lib}, typ: typ}
	for _, c := range s.Conns {
		if typ == nil && slices.ContainsFunc(seeds, func(n node) bool { return c.fields[n] }) {
			d.typ, d.methods = c.typ, c.methods
		}
	}
	t := &trail{Flow: s.Flow, dial: d}
	return t.reach(seeds, 0)
}

// saySubjects says what functions do to the connections that they are given.
func (s *speaker) saySubjects() {
	for _, sub := range s.subjects {
		events := sub.events
		runs := s.running(sub.f)
		if sub.fields != nil {
			events = within(events, runs)
		}
		s.meaningFor(sub.f, sub.lib)
		if !s.shows(sub, runs) && !s.watches(events, runs, nil) {
			s.say(sub.f, sub.lib, wslib.Func{Conn: sub.slot})
		}
		s.sayEvents(sub.f, sub.lib, sub.slot, events)
		results := sub.f.signature().Results()
		for i := range results.Len() {
			_, own := s.connFields(results.At(i).Type())
			slot := resultSlot(i)
			if slot != wslib.None && (sub.fields != nil && same(own, sub.lib) || sub.visited[s.resultNode(sub.f, i)]) {
				s.say(sub.f, sub.lib, wslib.Func{Role: wslib.View, Conn: sub.slot, Views: []wslib.Slot{slot}})
			}
		}
	}
}

// sayEvents says of f what the events do to the connection in slot.
func (s *speaker) sayEvents(f *Func, lib *wslib.Library, slot wslib.Slot, events []*Event) {
	for _, e := range events {
		if role, ok := s.does(f, e, events, slot); ok && s.lasts(e, events) {
			s.say(f, lib, role)
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

// shows reports whether f hands the subject's connection to code out of sight.
func (s *speaker) shows(sub *subject, runs map[*Func]bool) bool {
	return slices.ContainsFunc(shown(sub.away), func(a *Away) bool {
		return sub.fields == nil || runs[s.Func(a.Node)]
	})
}

// does returns what e does to a connection, as a role of f with the connection
// in slot, if importers need to know.
func (s *speaker) does(f *Func, e *Event, events []*Event, slot wslib.Slot) (wslib.Func, bool) {
	role := wslib.Func{Role: e.Func.Role, Conn: slot, Op: e.Op, Handshake: e.Func.Handshake, Waits: e.Func.Waits}
	switch e.Func.Role {
	case wslib.OnPing, wslib.OnPong, wslib.OnClose, wslib.Close:
	case wslib.Read:
		role.Endless = e.Func.Endless
		role.Ctx = s.param(f, e.Slot(e.Func.Ctx))
		role.Bound = s.bound(e, events)
	case wslib.ReadDeadline:
		role.When = s.param(f, e.Slot(e.Func.When))
		return role, !isZeroTime(e.Slot(e.Func.When))
	case wslib.Write:
		role.Opcode = s.param(f, e.Slot(e.Func.Opcode))
		role.Ctx = s.param(f, e.Slot(e.Func.Ctx))
		if e.Sends(wslib.OpPing) {
			role.Op = wslib.OpPing
		}
	default:
		return role, false
	}
	return role, true
}

// bound returns what ends the read e: its context, or a deadline that is lifted
// behind it.
func (s *speaker) bound(e *Event, events []*Event) wslib.Bound {
	bound := e.Func.Bound
	if ctx := e.Slot(e.Func.Ctx); ctx != nil {
		bound = max(bound, s.ContextEnds(ctx))
	}
	for _, set := range events {
		if set.Func.Role == wslib.ReadDeadline && set.In == e.In && !s.lasts(set, events) && s.Between(set.Node, e.Node, nil) {
			return wslib.Always
		}
	}
	return bound
}

// param returns the slot of the parameter of f that e's value comes from.
func (s *speaker) param(f *Func, e ast.Expr) wslib.Slot {
	if e == nil {
		return wslib.None
	}
	for _, src := range s.Sources(e) {
		if src.Kind == Unseen && src.In == f {
			if slot := f.Param(src.Var); slot != wslib.Recv {
				return slot
			}
		}
	}
	return wslib.None
}

// lasts reports whether what e does outlasts its function: all but a deadline
// that is lifted there again, as one for a handshake is.
func (fl *Flow) lasts(e *Event, events []*Event) bool {
	if e.Func.Role != wslib.ReadDeadline {
		return true
	}
	lifts := map[ast.Node]bool{}
	for _, other := range events {
		if other.Func.Role == wslib.ReadDeadline && other.In == e.In && isZeroTime(other.Slot(other.Func.When)) {
			if other.Defer {
				return false
			}
			lifts[other.Node] = true
		}
	}
	return len(lifts) == 0 || fl.Leaves(e.Node, func(n ast.Node) bool { return lifts[n] })
}

// isZeroTime reports whether e is written as the zero time, which lifts a bound.
func isZeroTime(e ast.Expr) bool {
	lit, ok := e.(*ast.CompositeLit)
	return ok && len(lit.Elts) == 0
}
