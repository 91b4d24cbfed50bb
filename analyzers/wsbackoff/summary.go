package wsbackoff

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// An exit is a way out of a function.
type exit struct {
	state
	results []fact
}

// A summary is what a call of a function amounts to.
type summary struct {
	// arrivals are the paths from the function's start to its first dial.
	arrivals []state
	// exits are the paths out of it, those after a dial with what was since.
	exits []exit
	// firings are the sends that it comes to.
	firings []firing
	// cut: there are more than these.
	cut bool
}

// A subject is a function with what is known where it is called.
type subject struct {
	f *connflow.Func
	// facts are those of its arguments, signals those that it may receive.
	facts
	signals
	// beside: it runs in a goroutine of its own.
	beside bool
}

// summarise returns the summary of a function. Functions that call each other are gone through several times,
// each time with what the time before has found.
func (c *checker) summarise(key subject) *summary {
	if s := c.summaries[key]; s != nil {
		return s
	}
	if c.working[key] || len(c.working) > maxWorking {
		c.cut = true
		if s := c.before[key]; s != nil {
			return s
		}
		return &summary{}
	}
	if len(c.working) > 0 {
		return c.compute(key)
	}
	var s *summary
	for range maxRounds {
		c.cut, c.round = false, nil
		s = c.compute(key)
		if !c.cut {
			return s
		}
		for _, k := range c.round {
			c.before[k] = c.summaries[k]
			delete(c.summaries, k)
		}
	}
	for _, k := range c.round {
		c.summaries[k] = c.before[k]
	}
	return s
}

const (
	// maxRounds bounds how often functions that call each other are gone through.
	maxRounds = 3
	// maxWorking bounds how deep calls are followed.
	maxWorking = 40
)

func (c *checker) compute(key subject) *summary {
	c.working[key] = true
	defer delete(c.working, key)
	s := &summary{}
	w := &walk{checker: c, f: key.f, beside: key.beside}
	w.onDial = func(at state) {
		if at.outcome == undialed {
			s.arrivals = add(s.arrivals, at)
		}
	}
	w.onExit = func(e exit) {
		alike := 0
		for i, o := range s.exits {
			if !slices.Equal(o.results, e.results) || o.but("") != e.but("") {
				continue
			}
			if o.signals == e.signals {
				return
			}
			if alike++; alike == maxAlike {
				s.exits[i].signals = o.signals.union(e.signals)
				return
			}
		}
		if len(s.exits) < maxExits {
			s.exits = append(s.exits, e)
		}
	}
	w.onSend = func(at *send, after state) {
		after = state{outcome: after.outcome, service: after.service, wait: after.wait, steady: after.steady, needs: after.needs}
		if f := (firing{at, after}); len(s.firings) < maxExits && !slices.Contains(s.firings, f) {
			s.firings = append(s.firings, f)
		}
	}
	w.start(state{facts: key.facts, signals: key.signals})
	s.cut = w.cut || len(s.exits) == maxExits
	c.summaries[key] = s
	c.round = append(c.round, key)
	return s
}

// with returns the facts of both, others where they differ.
func (fs facts) with(others facts) facts {
	for i := 0; i < len(others); i += 3 {
		fs = fs.set(uint16(others[i])<<8|uint16(others[i+1]), fact(others[i+2]))
	}
	return fs
}

// handedBack returns what a function leaves known of what it was handed: the
// counts and durations that it has set to zero.
func (w *walk) handedBack(fs facts) facts {
	var back facts
	for i := 0; i < len(fs); i += 3 {
		id := uint16(fs[i])<<8 | uint16(fs[i+1])
		key, ok := w.know.keys[id].(fieldOf)
		if ok && fact(fs[i+2]) == isZero && isNumber(key.field.Type()) && w.isParam(key.of) {
			back = back.set(id, isZero)
		}
	}
	return back
}

// withoutShared forgets the fields and package variables, which others may set: f,
// which was called, or goroutines while this one waits. Counts that only
// functions of the cycle set to another value than zero stay zero.
func (w *walk) withoutShared(fs facts, f *connflow.Func) facts {
	kept := w.know.drop(fs, field)
	for i := 0; i < len(fs); i += 3 {
		id := uint16(fs[i])<<8 | uint16(fs[i+1])
		if key, ok := w.know.keys[id].(fieldOf); ok && fact(fs[i+2]) == isZero && isNumber(key.field.Type()) && w.staysZero(key.field, f) {
			kept = kept.set(id, isZero)
		}
	}
	return kept
}

// staysZero reports whether f, if there is one, leaves v zero, and so do all that do
// not dial.
func (c *checker) staysZero(v *types.Var, f *connflow.Func) bool {
	k := use{f, v}
	known, ok := c.zeros[k]
	if !ok {
		known = c.leavesZero(v, f)
		c.zeros[k] = known
	}
	return known
}

func (c *checker) leavesZero(v *types.Var, f *connflow.Func) bool {
	for _, e := range c.flow.Writes(v) {
		in := c.flow.Func(e)
		switch {
		case c.know.eval(e, "") == isZero && !isOperand(c.flow.Path(e)):
		case in == nil || !c.graph.leads[in]:
			return false
		case f != nil && (in == f || c.flow.Reach(f.Body)[in]):
			return false
		}
	}
	return true
}

// isOperand reports whether the first of path is what a statement such as x++
// changes.
func isOperand(path []ast.Node) bool {
	if len(path) < 2 {
		return false
	}
	switch s := path[1].(type) {
	case *ast.IncDecStmt:
		return true
	case *ast.AssignStmt:
		return s.Tok != token.ASSIGN && s.Tok != token.DEFINE
	}
	return false
}

// isParam reports whether v is a parameter or the receiver of the function.
func (w *walk) isParam(v *types.Var) bool {
	return v != nil && w.f.Type.Pos() <= v.Pos() && v.Pos() < w.f.Body.Pos() || w.f.Obj != nil && w.f.Obj.Signature().Recv() == v && v != nil
}

// takesBack adds what a callee left known of what it was handed.
func (w *walk) takesBack(s state, left facts, f *connflow.Func, call *ast.CallExpr) state {
	for i := 0; i < len(left); i += 3 {
		key := w.know.keys[uint16(left[i])<<8|uint16(left[i+1])].(fieldOf)
		arg := w.handed(key.of, f, call)
		if f.Obj != nil && f.Obj.Signature().Recv() == key.of {
			arg = slot(call, wslib.Recv)
		}
		if v := lang.Var(w.flow.Info, arg); v != nil {
			s.facts = s.facts.set(w.know.id(fieldOf{v, key.field}, field), isZero)
		}
	}
	return s
}

// handsOver returns what is known, at a call of f, of its parameters: switches
// that are true or false.
func (w *walk) handsOver(f *connflow.Func, call *ast.CallExpr, fs facts) facts {
	var known facts
	i := 0
	for _, param := range f.Type.Params.List {
		for _, name := range param.Names {
			if b, ok := lang.TypeOf(w.flow.Info, name).Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 && i < len(call.Args) {
				if id, ok := w.know.of(name); ok {
					known = known.set(id, w.know.eval(call.Args[i], fs))
				}
			}
			i++
		}
		if len(param.Names) == 0 {
			i++
		}
	}
	return known
}

// maxAlike bounds how many ways out that differ in their signals alone are told
// apart.
const maxAlike = 2

// but returns s with other signals.
func (s state) but(ss signals) state {
	s.signals = ss
	return s
}

// maxExits bounds how many ways out of a function are told apart.
const maxExits = 64

func add(list []state, s state) []state {
	s.facts, s.signals, s.left, s.defers = "", "", false, 0
	if !slices.Contains(list, s) {
		list = append(list, s)
	}
	return list
}
