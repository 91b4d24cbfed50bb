package redial

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// run1 takes one call.
func (w *walk) run1(call *ast.CallExpr, s State) []State {
	if call == w.target {
		if w.inner == nil || s.left {
			w.onTarget(s)
		}
		return nil
	}
	if w.Graph.Dials[call] {
		return w.dial(call, s)
	}
	out := w.Graph.Out(call)
	if len(out) == 0 {
		return w.other(call, s)
	}
	var states []State
	waited := false
	for _, e := range out {
		t := s
		if e.delay != nil {
			t = w.pause(t, call, e.delay)
		}
		if e.Alive {
			t.Outcome = Alive
			t = t.serves(Served)
		}
		if w.onRing != nil && w.onRing(t, call, e) {
			if e.how != started {
				waited = true
				continue
			}
		}
		if e.how == started {
			w.startedFrom(call, e, t)
			s = w.tends(e, w.starts(call, e, w.delayed(call, e), s))
			continue
		}
		waited = true
		states = append(states, w.through(call, e, s)...)
	}
	if !waited {
		s.facts = w.withoutShared(s.facts, nil)
		states = append(states, s)
	}
	return unique(states)
}

// startedFrom is a function that runs at another time: its dials are dials that
// come after this path.
func (w *walk) startedFrom(call *ast.CallExpr, e Edge, s State) {
	if w.onDial == nil || !w.Graph.Leads[e.To] {
		return
	}
	for _, a := range w.summarise(subject{f: e.To, facts: w.handsOver(e.To, call, s.facts)}).arrivals {
		w.onDial(s.then(w.bind(a, e.To, call)))
	}
}

// through is a call of a function of the package that is waited for.
func (w *walk) through(call *ast.CallExpr, e Edge, s State) []State {
	handed, rest := w.handedSignals(e.To, s.signals)
	sum := w.summarise(subject{e.To, w.handsOver(e.To, call, s.facts), handed, w.beside})
	if !w.seenBefore(call, sum, s) {
		w.met(call, e.To, sum, s)
	}
	s.signals = rest
	if e.retry != nil {
		return w.retried(call, s)
	}
	facts := w.withoutShared(s.facts, e.To)
	states := make([]State, 0, len(sum.exits))
	for _, x := range w.exitsAt(call, e.To, sum) {
		t := s.then(x.State)
		if x.Service == Broken && x.Outcome == Undialed && w.repeats(call) {
			t = t.serves(Served) // a helper that reads once, in a loop
		}
		t.facts = facts
		states = append(states, w.takesBack(w.results(t, call, x.results), x.facts, e.To, call))
	}
	return states
}

// met calls onDial and onSend for what a function that is called comes to.
func (w *walk) met(call *ast.CallExpr, f *connflow.Func, sum *summary, s State) {
	if w.onDial != nil {
		for _, a := range sum.arrivals {
			w.onDial(s.then(w.bind(a, f, call)))
		}
	}
	if w.onSend != nil {
		for _, sends := range sum.firings {
			sends.after = s.then(w.bind(sends.after, f, call))
			w.onSend(sends)
		}
	}
}

// A callAt is a call of a function with that summary, on paths with that state.
type callAt struct {
	call *ast.CallExpr
	*summary
	State
}

// seenBefore reports whether another path that differs from s only in what neither a
// dial nor a send is told apart by has come to call.
func (w *walk) seenBefore(call *ast.CallExpr, sum *summary, s State) bool {
	s.facts, s.signals, s.left, s.defers = "", "", false, 0
	k := callAt{call, sum, s}
	if w.seen[k] {
		return true
	}
	if w.seen == nil {
		w.seen = map[callAt]bool{}
	}
	w.seen[k] = true
	return false
}

// exitsAt returns the ways out of f in the terms of a call of it.
func (w *walk) exitsAt(call *ast.CallExpr, f *connflow.Func, sum *summary) []exit {
	k := callAt{call: call, summary: sum}
	exits, ok := w.exits[k]
	if !ok {
		exits = slices.Clone(sum.exits)
		for i := range exits {
			exits[i].State = w.bind(exits[i].State, f, call)
		}
		if w.exits == nil {
			w.exits = map[callAt][]exit{}
		}
		w.exits[k] = exits
	}
	return exits
}

// elsewhere is a call of a function of another package that has a fact.
func (w *walk) elsewhere(call *ast.CallExpr, does *effects, s State) []State {
	var states []State
	for _, x := range w.ways(call, does) {
		t := s.then(x.State)
		if x.Service == Broken && w.repeats(call) {
			t = t.serves(Served)
		}
		states = append(states, w.results(t, call, x.results))
	}
	for i := range states {
		states[i].facts = w.withoutShared(states[i].facts, nil)
	}
	return unique(states)
}

// retried is a call of a library that calls a dialing function until it succeeds.
func (w *walk) retried(call *ast.CallExpr, s State) []State {
	var states []State
	for _, x := range w.retryExits(call) {
		states = append(states, w.results(s.then(x.State), call, x.results))
	}
	return states
}

// retryExits are the ways out of a library's retries: the last dial failed
// after those before it, or one did not.
func (w *walk) retryExits(call *ast.CallExpr) []exit {
	made := State{Outcome: Alive}
	for _, e := range w.Graph.Out(call) {
		if e.retry != nil {
			for _, x := range w.summarise(subject{f: e.To}).exits {
				if x.Outcome == Alive {
					made.signals = made.signals.union(w.bind(x.State, e.To, call).signals)
				}
			}
		}
	}
	return []exit{
		{State{Outcome: Failed, Wait: opaque}, w.outcomeFacts(call, Failed)},
		{made, w.outcomeFacts(call, Alive)},
	}
}

// delayed is what comes between a call and the function that it starts.
func (w *walk) delayed(call *ast.CallExpr, e Edge) State {
	s := State{}
	if e.delay != nil {
		s = w.pause(s, call, e.delay)
	}
	if e.Alive {
		s.Service = Served
	}
	return s
}

// handled is a state behind a dial, whose connection the library hands to
// functions of the package.
func (w *walk) handled(dial *ast.CallExpr, s State) State {
	if s.Outcome != Alive {
		return s
	}
	for _, e := range w.Graph.Out(dial) {
		if e.Alive {
			s = w.starts(dial, e, w.delayed(dial, e), s)
		}
	}
	return s
}

// boundSignals are signals of a function that is called there.
type boundSignals struct {
	signals
	call *ast.CallExpr
}

// bind says of what a function met that these were the arguments of its call.
func (w *walk) bind(s State, f *connflow.Func, call *ast.CallExpr) State {
	for _, at := range []**Wait{&s.Wait, &s.Steady} {
		if *at != nil {
			*at = w.bound(*at, f, call)
		}
	}
	if s.signals != "" {
		k := boundSignals{s.signals, call}
		ss, ok := w.boundSignals[k]
		if !ok {
			for i := 0; i < len(s.signals); i += 2 {
				sig := w.signals[s.signals.at(i)]
				sig.after = w.bind(sig.after, f, call)
				ss = ss.with(w.signalID(sig))
			}
			w.boundSignals[k] = ss
		}
		s.signals = ss
	}
	return s
}

// dial is another dial than the one that the walk began at.
func (w *walk) dial(call *ast.CallExpr, s State) []State {
	if w.onDial != nil {
		at := s.waits(w.beforeDial(call))
		at.to = call
		w.onDial(at)
	}
	var states []State
	for _, x := range w.dialExits(call) {
		states = append(states, w.results(s.then(w.handled(call, x.State)), call, x.results))
	}
	if w.onDial != nil || w.onRing != nil {
		w.handlers(call, s)
	}
	return states
}

// handlers are the functions that the library calls with the dialed connection.
func (w *walk) handlers(call *ast.CallExpr, s State) {
	for _, e := range w.Graph.Out(call) {
		if !e.Alive {
			continue
		}
		t := State{Outcome: Alive, Service: Served, facts: s.facts}
		if w.onRing != nil {
			w.onRing(t, call, e)
		}
	}
}

// dialExits are the ways in which a dial ends: the two of a library's, or those
// in the fact of another package's function that dials.
func (c *Finder) dialExits(call *ast.CallExpr) []exit {
	if t := c.Graph.effects(call); t != nil && len(t.Ways) > 0 {
		return c.ways(call, t)
	}
	return []exit{
		{State{Outcome: Failed}, c.outcomeFacts(call, Failed)},
		{State{Outcome: Alive}, c.outcomeFacts(call, Alive)},
	}
}

// outcomeFacts are the results of a call that dials: an error, or none and a
// connection.
func (c *Finder) outcomeFacts(call *ast.CallExpr, o Outcome) []paths.Fact {
	of := func(t types.Type) paths.Fact {
		switch {
		case lang.IsError(t):
			return paths.Bool(o == Failed)
		case c.flow.Index.IsConn(t) != nil:
			return paths.Bool(o == Alive)
		}
		return paths.Unknown
	}
	switch t := lang.TypeOf(c.flow.Info, call).(type) {
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

// other is a call of code out of the package.
func (w *walk) other(call *ast.CallExpr, s State) []State {
	if w.Timing.SendAt(call) != nil {
		return []State{w.sent(call, s)}
	}
	if tv := w.flow.Info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return []State{s}
	}
	if w.wraps(call, s) {
		s = w.results(s, call, []paths.Fact{paths.Fresh})
	}
	does := w.Graph.effects(call)
	s = w.sentElsewhere(call, does, s)
	if site := w.flow.Site(call); site != nil && site.Go {
		return []State{s}
	}
	if w.Graph.Reads[call] {
		from := w.Graph.readFrom[call]
		own := len(from) == 0 || w.dials == nil || slices.ContainsFunc(from, func(d *ast.CallExpr) bool { return w.dials[d] })
		if !own || does == nil || len(does.Ways) == 0 {
			return w.read(call, s, own)
		}
	}
	if w.Graph.closes[call] && s.Outcome == Alive && s.Service == Unserved && !does.serves() {
		s.Outcome = Gone
	}
	if does != nil && len(does.Ways) > 0 {
		return w.elsewhere(call, does, s)
	}
	if c := w.Graph.tabled[call]; c != nil && c.Lib != nil && c.Tabled() {
		return []State{s}
	}
	t := w.Graph.Wait(call)
	if t == nil {
		if w.sleeps(call) {
			return []State{w.pause(s, call, call.Args[0])}
		}
		if w.mayWait(call) {
			s = s.serves(Maybe)
			if s.Outcome != Alive || s.Service == Served {
				s = s.waits(opaque)
			}
		}
		return []State{s}
	}
	switch t.Role {
	case wslib.Sleeps:
		s.facts = w.withoutShared(s.facts, nil)
		return []State{w.pause(s, call, t.Dur.In(call))}
	case wslib.Limits:
		return []State{s.waits(opaque)}
	case wslib.Pauses:
		if _, isChan := lang.TypeOf(w.flow.Info, call).Underlying().(*types.Chan); !isChan {
			return []State{s.waits(w.newWait(call, call, w.f))}
		}
	case wslib.Retries:
		return []State{s.waits(opaque)}
	case wslib.Joins:
		return []State{s.serves(Served)}
	case wslib.Listens:
		return w.receive(wslib.Recv.In(call), something, s, target{})
	case wslib.Awaits:
		return nil
	}
	return []State{s}
}

// wraps reports whether call hands an error that there is to a named function that
// cannot be seen and returns an error, and nothing else.
func (w *walk) wraps(call *ast.CallExpr, s State) bool {
	fn := lang.Callee(w.flow.Info, call)
	return fn != nil && fn.Signature().Recv() == nil && lang.IsError(lang.TypeOf(w.flow.Info, call)) && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		return lang.IsError(lang.TypeOf(w.flow.Info, arg)) && w.know.Eval(s.facts, arg).Holds()
	})
}

// pause is a wait at n for the duration dur, which may be zero on this path.
func (w *walk) pause(s State, n ast.Node, dur ast.Expr) State {
	if dur != nil && w.know.Eval(s.facts, dur) == paths.IsZero {
		return s
	}
	return s.waits(w.newWait(n, dur, w.f))
}

// read is a read of the connection: it lives on, or it has ended.
// Where there is none, or it is another's, what comes is an event from outside.
func (w *walk) read(call *ast.CallExpr, s State, own bool) []State {
	if c := w.Graph.tabled[call]; c != nil && c.Func.Endless {
		return []State{s.serves(Served)}
	}
	ended := s.serves(Broken)
	if w.repeats(call) {
		ended = s.serves(Served)
	}
	var goes, ends []paths.Fact
	tells := false
	tuple, ok := lang.TypeOf(w.flow.Info, call).(*types.Tuple)
	n := 1
	if ok {
		n = tuple.Len()
	}
	for i := range n {
		t := lang.ResultType(lang.TypeOf(w.flow.Info, call), i)
		b, isBasic := t.Underlying().(*types.Basic)
		switch {
		case lang.IsError(t):
			goes, ends, tells = append(goes, paths.IsZero), append(ends, paths.NonZero), true
		case isBasic && b.Kind() == types.Bool && n == 1: // bufio.Scanner.Scan
			goes, ends, tells = append(goes, paths.NonZero), append(ends, paths.IsZero), true
		default:
			goes, ends = append(goes, paths.Unknown), append(ends, paths.Unknown)
		}
	}
	switch {
	case !own || s.Outcome == Failed:
		return []State{w.results(s, call, ends)}
	case !tells:
		return []State{ended}
	}
	return []State{w.results(s.serves(Maybe), call, goes), w.results(ended, call, ends)}
}

// repeats reports whether a loop runs n again and again with one connection.
func (w *walk) repeats(n ast.Node) bool {
	loop := w.flow.Loop(n)
	return loop != nil && w.flow.Between(n, n, func(m ast.Node) bool {
		call, ok := m.(*ast.CallExpr)
		return ok && w.Graph.Redials(call) || m.Pos() < loop.Pos() || loop.End() <= m.Pos()
	})
}

// A receipt is what a receive operation, or a range, has got.
type receipt uint8

const (
	something receipt = iota // a value, or the zero value where the channel is closed
	value                    // a value
	closing                  // that the channel is closed
)

// received is an operation that receives from a channel: with a second result,
// paths tell a value from the closing.
func (w *walk) received(e *ast.UnaryExpr, s State) []State {
	path := w.flow.Path(e)
	if assign, ok := path[1].(*ast.AssignStmt); !ok || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
		return w.receive(e.X, something, s, target{e, w.assignee(path[1])})
	}
	var states []State
	for _, t := range w.receive(e.X, value, s, target{e, w.assignee(path[1])}) {
		t.facts = w.know.WithResult(t.facts, e, 1, paths.NonZero)
		states = append(states, t)
	}
	for _, t := range w.receive(e.X, closing, s, target{}) {
		t.facts = w.know.WithResult(t.facts, e, 1, paths.IsZero)
		states = append(states, t)
	}
	return states
}

// A target is the receive expression of a receipt, and the variable to which what is
// received is assigned.
type target struct {
	recv ast.Expr
	v    *types.Var
}

// assignee returns the variable to which a statement assigns its one right side.
func (w *walk) assignee(stmt ast.Node) *types.Var {
	if assign, ok := stmt.(*ast.AssignStmt); ok && len(assign.Rhs) == 1 {
		return lang.Var(w.flow.Info, assign.Lhs[0])
	}
	return nil
}

// receive is a receipt from a channel.
func (w *walk) receive(ch ast.Expr, what receipt, s State, to target) []State {
	s.facts = w.withoutShared(s.facts, nil)
	if states, found := w.signalled(ch, what, s, to); found {
		return states
	}
	switch from := w.channel(ch); from.kind {
	case timed:
		if how := w.visits(ch); how != Unserved && (s.Outcome == Alive || s.Outcome == Undialed) {
			return []State{s.serves(how)}
		}
		return []State{w.pause(s, ch, from.dur)}
	case fed:
		switch {
		case s.Outcome == Failed || what == closing && !from.ends:
			return nil
		case from.says && what != closing:
			return []State{s.serves(Maybe)}
		}
		return []State{s.serves(Served)}
	case paced:
		return []State{s.waits(w.newWait(ch, from.dur, w.f))}
	}
	return w.need(ch, s)
}

// visits reports whether a timer is one of a loop that does something to a
// connection from time to time, and does not dial again and again.
func (w *walk) visits(timer ast.Expr) Service {
	loop := w.flow.Loop(timer)
	if loop == nil {
		return Unserved
	}
	redial := func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		return ok && w.Graph.Redials(call)
	}
	if !w.flow.Between(timer, timer, redial) {
		return Unserved // it is waited for once between two dials
	}
	how := Maybe
	for _, call := range w.Graph.Calls[w.f] {
		if !lang.Within(call, loop) {
			continue
		}
		if w.Graph.Redials(call) && w.flow.Loop(call) == loop {
			return Unserved
		}
		if w.Graph.uses(call) {
			how = Served
		}
	}
	return how
}
