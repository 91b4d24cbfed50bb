package lifetime

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// An effect is a way in which a function leaves a connection that it is given, or
// that it made.
type effect struct {
	State
	// last is what is known of its last result.
	last paths.Fact
}

// An effectKey is a function with a connection in one of its parameters, or, of a
// literal, in the variables of the function around.
type effectKey struct {
	dialed *dialed
	f      *connflow.Func
	param  *types.Var
	around *subject
}

// given returns what f does to the connection that it is given in param.
func (l *Lives) given(d *dialed, f *connflow.Func, param *types.Var) []effect {
	return l.effects.Get(effectKey{dialed: d, f: f, param: param}, func(k effectKey) []effect {
		return l.summary(l.newSubject(d, f, map[*types.Var]bool{param: true}))
	})
}

// within returns what lit, a literal in the function of s, does to the connection
// that the function's variables have.
func (l *Lives) within(s *subject, lit *connflow.Func) []effect {
	return l.effects.Get(effectKey{dialed: s.dialed, f: lit, around: s}, func(k effectKey) []effect {
		return l.summary(l.newSubject(s.dialed, lit, s.vars))
	})
}

// anywhere returns what f does to the connection, wherever it has it from; none
// where it does nothing, or calls itself.
func (l *Lives) anywhere(d *dialed, f *connflow.Func) []effect {
	if !l.touches(d, f) {
		return nil
	}
	return l.effects.Get(effectKey{dialed: d, f: f}, func(k effectKey) []effect {
		s := l.newSubject(d, f, nil)
		s.any = true
		effects := l.summary(s)
		for i := range effects {
			effects[i].Status, effects[i].Slot = Open, wslib.None
		}
		return effects
	})
}

// touches reports whether something in f, or in what it runs, does something to
// the connection.
func (l *Lives) touches(d *dialed, f *connflow.Func) bool {
	runs := l.flow.Reach(f.Body)
	return slices.ContainsFunc(d.conns, func(c *connflow.Conn) bool {
		return slices.ContainsFunc(c.Events, func(e *connflow.Event) bool { return e.In == f || runs[e.In] })
	})
}

// summary follows the connection through its whole function. Where not all paths
// could be followed, the function keeps it.
func (l *Lives) summary(s *subject) []effect {
	w := newWalk(s)
	if !w.fromStart() {
		return []effect{{State: State{Status: Kept}}}
	}
	return w.effects
}

// effectsOf returns what the call, of functions of the package, may do to the
// connection; ok is false where it is given none, or calls none of them.
func (s *subject) effectsOf(call *ast.CallExpr) (effects []effect, ok bool) {
	for _, f := range s.lives.flow.Callees(call) {
		if s.any {
			if does := s.lives.anywhere(s.dialed, f); len(does) > 0 {
				effects, ok = append(effects, does...), true
			}
			continue
		}
		if f.Outer != nil && s.isWithin(f) {
			effects, ok = append(effects, s.lives.within(s, f)...), true
		}
		for v := range params(f) {
			arg := s.lives.flow.Arg(call, f, v)
			if arg == nil || !s.carries(arg) {
				continue
			}
			for _, e := range s.lives.given(s.dialed, f, v) {
				effects = append(effects, s.inCaller(call, e))
			}
			ok = true
		}
	}
	return effects, ok
}

// inCaller returns e as the caller sees it.
func (s *subject) inCaller(call *ast.CallExpr, e effect) effect {
	switch e.Status {
	case Returned:
		e.Status, e.Slot = Open, wslib.None // where it goes shows its assignment
	case Left:
		to := e.Slot.In(call)
		e.Status, e.Slot = Kept, wslib.None
		if to != nil {
			e.Status, e.Slot = s.leaves(to)
		}
	}
	return e
}

// leaves returns what becomes of the connection where a call leaves it in e, its
// receiver or an argument.
func (s *subject) leaves(e ast.Expr) (Status, wslib.Slot) {
	v := s.root(e)
	switch {
	case v == nil || !s.local(v) || !s.inPlace(e):
		return Kept, wslib.None
	case s.vars[v]:
		return Open, wslib.None
	case s.in.Param(v) != wslib.None:
		s.keepers[v] = true
		return Left, s.in.Param(v)
	case s.fresh(v):
		s.vars[v] = true
		return Open, wslib.None
	}
	return Kept, wslib.None
}

// isWithin reports whether f is a literal in the function of s.
func (s *subject) isWithin(f *connflow.Func) bool {
	for ; f != nil; f = f.Outer {
		if f.Outer == s.in {
			return true
		}
	}
	return false
}

// params yields the receiver and the parameters of f.
func params(f *connflow.Func) func(yield func(*types.Var) bool) {
	return func(yield func(*types.Var) bool) {
		sig := f.Signature()
		if recv := sig.Recv(); recv != nil && !yield(recv) {
			return
		}
		for v := range sig.Params().Variables() {
			if !yield(v) {
				return
			}
		}
	}
}

// may reports whether one of the effects has a status.
func may(effects []effect, statuses ...Status) bool {
	for _, e := range effects {
		for _, s := range statuses {
			if e.Status == s {
				return true
			}
		}
	}
	return false
}
