package connflow

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// readBounds knows what ends reads at which nothing comes.
type readBounds struct{ *Flow }

// complete finds out what bounds the reads among events, and which read on in
// a message that a read of the library's began.
func (rb readBounds) complete(events []*Event) {
	for _, e := range events {
		if e.Func.Role != wslib.Read {
			continue
		}
		e.Bound = e.Func.Bound
		if e.Lib == nil {
			e.InMessage = rb.inMessage(e, events)
			if rb.bounded(e.Slot(e.Func.Conn)) {
				e.Bound = wslib.Always
			}
		}
	}
}

// bounded reports whether a value that e may be is of a type of another
// package whose Read sets a deadline.
func (rb readBounds) bounded(e ast.Expr) bool {
	if e == nil {
		return false
	}
	found := false
	rb.upstream(rb.eval(e), func(p *place) {
		t := rb.typeOf(p)
		if t == nil || rb.holdingOf(t) == nil {
			return
		}
		obj, _, _ := types.LookupFieldOrMethod(t, true, rb.Pkg, "Read")
		fn, _ := obj.(*types.Func)
		fact, _ := rb.effectsOf(fn)
		if fact == nil {
			return
		}
		for _, f := range slices.Concat(fact.Funcs, fact.Streams) {
			found = found || f.Conn == wslib.Recv && (f.Role == wslib.ReadDeadline && !f.Lifts || f.Role == wslib.Read && f.Bound == wslib.Always)
		}
	})
	return found
}

func (rb readBounds) inMessage(e *Event, events []*Event) bool {
	conn := e.Slot(e.Func.Conn)
	if conn == nil {
		return false
	}
	through := map[ast.Expr]bool{}
	for _, s := range rb.Sources(conn) {
		for _, e := range s.Path {
			through[e] = true
		}
	}
	return slices.ContainsFunc(events, func(o *Event) bool {
		return o.Func.Role == wslib.Read && o.Lib != nil && len(o.Func.Views) > 0 && through[o.Node]
	})
}
