package redial

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// An exit is a way out of a function.
type exit struct {
	State
	results []paths.Fact
}

// A summary is what a call of a function amounts to.
type summary struct {
	// arrivals are the paths from the function's start to its first dial.
	arrivals []State
	// exits are the paths out of it, those after a dial with what was since.
	exits []exit
	// firings are the sends that it comes to.
	firings []signal
	// cut: there are more than these.
	cut bool
}

// A subject is a function with what is known where it is called.
type subject struct {
	f *connflow.Func
	// facts are those of its arguments, signals those that it may receive.
	facts   paths.Facts
	signals signals
	// beside: it runs in a goroutine of its own.
	beside bool
}

// summarise returns the summary of a function. Functions that call each other are
// gone through several times, each time with what the time before has found.
func (c *Finder) summarise(key subject) *summary {
	if s := c.summaries.Get(key, c.compute); s != nil {
		return s
	}
	return &summary{}
}

func (c *Finder) compute(key subject) *summary {
	s := &summary{}
	w := &walk{Finder: c, f: key.f, beside: key.beside}
	w.onDial = func(at State) {
		if at.Outcome == Undialed {
			s.arrivals = add(s.arrivals, at)
		}
	}
	w.onExit = s.addExit
	w.onSend = func(sig signal) {
		sig.after = State{Outcome: sig.after.Outcome, Service: sig.after.Service, Wait: sig.after.Wait, needs: sig.after.needs}
		s.addFiring(sig)
	}
	w.start(State{facts: key.facts, signals: key.signals})
	s.cut = s.cut || w.cut()
	return s
}

const (
	// maxExits bounds how many ways out of a function that have the same outcome and
	// results are told apart.
	maxExits = 12
	// maxFirings bounds how many ways to one send are.
	maxFirings = 3
	// maxAlike bounds how many paths that differ in their signals alone are.
	maxAlike = 2
)

// addExit adds a way out: to another that differs in its signals alone, where there
// are several of them.
func (s *summary) addExit(e exit) {
	alike, ended := 0, 0
	for i, o := range s.exits {
		if o.Outcome != e.Outcome || !slices.Equal(o.results, e.results) {
			continue
		}
		ended++
		if o.with("") != e.with("") {
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
	if ended == maxExits {
		s.cut = true
		return
	}
	s.exits = append(s.exits, e)
}

// addFiring adds a send, a few for each place.
func (s *summary) addFiring(f signal) {
	alike := 0
	for _, o := range s.firings {
		if o == f {
			return
		}
		if o.Send == f.Send && o.cargo == f.cargo {
			alike++
		}
	}
	if alike < maxFirings {
		s.firings = append(s.firings, f)
	}
}

// with returns s with other signals.
func (s State) with(ss signals) State {
	s.signals = ss
	return s
}

// handsOver returns what is known, at a call of f, of its parameters: switches that
// are true or false, and errors.
func (w *walk) handsOver(f *connflow.Func, call *ast.CallExpr, fs paths.Facts) paths.Facts {
	var known paths.Facts
	i := 0
	for _, param := range f.Type.Params.List {
		for _, name := range param.Names {
			t := lang.TypeOf(w.flow.Info, name)
			b, ok := t.Underlying().(*types.Basic)
			if (ok && b.Info()&types.IsBoolean != 0 || lang.IsError(t)) && i < len(call.Args) {
				known = w.know.With(known, name, w.know.Eval(fs, call.Args[i]))
			}
			i++
		}
		if len(param.Names) == 0 {
			i++
		}
	}
	return known
}

// handedBack returns what a function leaves known of what it was handed: the counts
// and durations that it has set to zero.
func (w *walk) handedBack(fs paths.Facts) paths.Facts {
	var back paths.Facts
	w.know.Fields(fs, func(of, field *types.Var, f paths.Fact) {
		if f == paths.IsZero && isNumber(field.Type()) && w.isParam(of) {
			back = w.know.WithField(back, of, field, f)
		}
	})
	return back
}

// isParam reports whether v is a parameter or the receiver of the function.
func (w *walk) isParam(v *types.Var) bool {
	return v != nil && (w.f.Type.Pos() <= v.Pos() && v.Pos() < w.f.Body.Pos() || w.f.Signature().Recv() == v)
}

// takesBack adds what a callee left known of what it was handed.
func (w *walk) takesBack(s State, left paths.Facts, f *connflow.Func, call *ast.CallExpr) State {
	w.know.Fields(left, func(of, field *types.Var, zero paths.Fact) {
		if v := lang.Var(w.flow.Info, w.flow.Arg(call, f, of)); v != nil {
			s.facts = w.know.WithField(s.facts, v, field, zero)
		}
	})
	return s
}

// withoutShared forgets the fields and package variables, which others may set: f,
// which was called, or goroutines while this one waits. Counts that only functions
// of the cycle set to another value than zero stay zero.
func (w *walk) withoutShared(fs paths.Facts, f *connflow.Func) paths.Facts {
	kept := w.know.WithoutShared(fs)
	w.know.Fields(fs, func(of, field *types.Var, zero paths.Fact) {
		if zero == paths.IsZero && isNumber(field.Type()) && w.staysZero(field, f) {
			kept = w.know.WithField(kept, of, field, zero)
		}
	})
	return kept
}

// A fieldIn is a field, and a function that may set it.
type fieldIn struct {
	field *types.Var
	f     *connflow.Func
}

// staysZero reports whether f, if there is one, leaves v zero, and so do all that do
// not dial.
func (c *Finder) staysZero(v *types.Var, f *connflow.Func) bool {
	k := fieldIn{v, f}
	known, ok := c.zeros[k]
	if !ok {
		known = c.leavesZero(v, f)
		c.zeros[k] = known
	}
	return known
}

func (c *Finder) leavesZero(v *types.Var, f *connflow.Func) bool {
	for _, e := range c.flow.Writes(v) {
		in := c.flow.Func(e)
		switch {
		case c.know.Eval("", e) == paths.IsZero && !isOperand(c.flow.Path(e)):
		case in == nil || !c.Graph.Leads[in]:
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

func add(list []State, s State) []State {
	s.facts, s.signals, s.left, s.defers = "", "", false, 0
	if !slices.Contains(list, s) {
		list = append(list, s)
	}
	return list
}
