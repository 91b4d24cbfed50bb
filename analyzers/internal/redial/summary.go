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

// summaries holds those of a package's functions.
type summaries struct {
	*Finder
	memo         paths.Memo[subject, *summary]
	zeros        map[fieldIn]bool
	boundSignals map[boundSignals]signals
}

func newSummaries(c *Finder) *summaries {
	return &summaries{Finder: c, zeros: map[fieldIn]bool{}, boundSignals: map[boundSignals]signals{}}
}

// summarise returns the summary of a function. Functions that call each other are
// gone through several times, each time with what the time before has found.
func (sm *summaries) summarise(key subject) *summary {
	if s := sm.memo.Get(key, sm.compute); s != nil {
		return s
	}
	return &summary{}
}

func (sm *summaries) compute(key subject) *summary {
	s := &summary{}
	w := sm.newWalk(walk{f: key.f, beside: key.beside})
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
	// maxExits bounds how many exits of a function have the same outcome and results.
	maxExits = 12
	// maxFirings bounds how many firings of a function are of one send.
	maxFirings = 3
	// maxAlike bounds how many paths differ in their signals alone.
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
func (sm *summaries) handsOver(f *connflow.Func, call *ast.CallExpr, fs paths.Facts) paths.Facts {
	var known paths.Facts
	i := 0
	for _, param := range f.Type.Params.List {
		for _, name := range param.Names {
			t := lang.TypeOf(sm.flow.Info, name)
			b, ok := t.Underlying().(*types.Basic)
			if (ok && b.Info()&types.IsBoolean != 0 || lang.IsError(t)) && i < len(call.Args) {
				known = sm.know.With(known, name, sm.know.Eval(fs, call.Args[i]))
			}
			i++
		}
		if len(param.Names) == 0 {
			i++
		}
	}
	return known
}

// exitAt returns the exit x of f, as it is behind a call of f.
func (sm *summaries) exitAt(x exit, f *connflow.Func, call *ast.CallExpr) exit {
	left := x.facts
	x.facts = ""
	x.State = sm.takesBack(sm.bind(x.State, f, call), left, f, call)
	return x
}

// takesBack adds what a callee left known of what it was handed.
func (sm *summaries) takesBack(s State, left paths.Facts, f *connflow.Func, call *ast.CallExpr) State {
	sm.know.Fields(left, func(of, field *types.Var, zero paths.Fact) {
		if v := lang.Var(sm.flow.Info, sm.flow.Arg(call, f, of)); v != nil {
			s.facts = sm.know.WithField(s.facts, v, field, zero)
		}
	})
	return s
}

// withoutShared forgets the fields and package variables, which others may set: f,
// which was called, or goroutines while this one waits. Counts that only functions
// of the cycle set to another value than zero stay zero.
func (sm *summaries) withoutShared(fs paths.Facts, f *connflow.Func) paths.Facts {
	kept := sm.know.WithoutShared(fs)
	sm.know.Fields(fs, func(of, field *types.Var, zero paths.Fact) {
		if zero == paths.IsZero && isNumber(field.Type()) && sm.staysZero(field, f) {
			kept = sm.know.WithField(kept, of, field, zero)
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
func (sm *summaries) staysZero(v *types.Var, f *connflow.Func) bool {
	k := fieldIn{v, f}
	known, ok := sm.zeros[k]
	if !ok {
		known = sm.leavesZero(v, f)
		sm.zeros[k] = known
	}
	return known
}

func (sm *summaries) leavesZero(v *types.Var, f *connflow.Func) bool {
	for _, e := range sm.flow.Writes(v) {
		in := sm.flow.Func(e)
		switch {
		case sm.know.Eval("", e) == paths.IsZero && !isOperand(sm.flow.Path(e)):
		case in == nil || !sm.Graph.Leads[in]:
			return false
		case f != nil && (in == f || sm.flow.Reach(f.Body)[in]):
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
	s.facts, s.signals, s.left, s.names, s.defers = "", "", false, false, 0
	if !slices.Contains(list, s) {
		list = append(list, s)
	}
	return list
}

// bind returns the state s of a path through f where call calls it: waits depend on the
// arguments.
func (sm *summaries) bind(s State, f *connflow.Func, call *ast.CallExpr) State {
	for _, at := range []**Wait{&s.Wait, &s.Steady} {
		if *at != nil {
			*at = sm.waits.bound(*at, f, call)
		}
	}
	if s.signals != "" {
		k := boundSignals{s.signals, call}
		ss, ok := sm.boundSignals[k]
		if !ok {
			for i := 0; i < len(s.signals); i += 2 {
				sig := sm.register.numbered[s.signals.at(i)]
				sig.after = sm.bind(sig.after, f, call)
				ss = ss.with(sm.register.signalID(sig))
			}
			sm.boundSignals[k] = ss
		}
		s.signals = ss
	}
	return s
}

// boundSignals are signals of a function that is called there.
type boundSignals struct {
	signals
	call *ast.CallExpr
}

// dialExits are the ways in which a dial ends: the two of a library's, or those
// in the fact of another package's function that dials.
func (sm *summaries) dialExits(call *ast.CallExpr) []exit {
	if t := sm.Graph.effects(call); t != nil && len(t.Ways) > 0 {
		return sm.waits.ways(call, t)
	}
	return []exit{
		{State{Outcome: Failed}, sm.outcomeFacts(call, Failed)},
		{State{Outcome: Alive}, sm.outcomeFacts(call, Alive)},
	}
}

// outcomeFacts are the results of a call that dials: an error, or none and a
// connection.
func (sm *summaries) outcomeFacts(call *ast.CallExpr, o Outcome) []paths.Fact {
	of := func(t types.Type) paths.Fact {
		switch {
		case lang.IsError(t):
			return paths.Bool(o == Failed)
		case sm.flow.Index.IsConn(t) != nil:
			return paths.Bool(o == Alive)
		}
		return paths.Unknown
	}
	switch t := lang.TypeOf(sm.flow.Info, call).(type) {
	case *types.Tuple:
		var list []paths.Fact
		for v := range t.Variables() {
			list = append(list, of(v.Type()))
		}
		return list
	default:
		return []paths.Fact{of(t)}
	}
}
