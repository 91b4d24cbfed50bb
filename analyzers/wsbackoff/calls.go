package wsbackoff

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
func (w *walk) run1(call *ast.CallExpr, s state) []state {
	if call == w.target {
		if w.inner == nil || s.left {
			w.onTarget(s)
		}
		return nil
	}
	if w.graph.dials[call] {
		return w.dial(call, s)
	}
	out := w.graph.out(call)
	if len(out) == 0 {
		return w.other(call, s)
	}
	var states []state
	waited := false
	for _, e := range out {
		t := s
		if e.delay != nil {
			t = w.pause(t, call, e.delay)
		}
		if e.alive {
			t.outcome = alive
			t = t.serves(served)
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
func (w *walk) startedFrom(call *ast.CallExpr, e edge, s state) {
	if w.onDial == nil || !w.graph.leads[e.to] {
		return
	}
	for _, a := range w.summarise(subject{f: e.to, facts: w.handsOver(e.to, call, s.facts)}).arrivals {
		w.onDial(s.then(w.bind(a, e.to, call)))
	}
}

// through is a call of a function of the package that is waited for.
func (w *walk) through(call *ast.CallExpr, e edge, s state) []state {
	handed, rest := w.handedSignals(e.to, s.signals)
	sum := w.summarise(subject{e.to, w.handsOver(e.to, call, s.facts), handed, w.beside})
	if !w.seenBefore(call, sum, s) {
		w.met(call, e.to, sum, s)
	}
	s.signals = rest
	if e.retry != nil {
		return w.retried(call, s)
	}
	facts := w.withoutShared(s.facts, e.to)
	states := make([]state, 0, len(sum.exits))
	for _, x := range w.exitsAt(call, e.to, sum) {
		t := s.then(x.state)
		if x.service == broken && x.outcome == undialed && w.repeats(call) {
			t = t.serves(served) // a helper that reads once, in a loop
		}
		t.facts = facts
		states = append(states, w.takesBack(w.results(t, call, x.results), x.facts, e.to, call))
	}
	return states
}

// met calls onDial and onSend for what a function that is called comes to.
func (w *walk) met(call *ast.CallExpr, f *connflow.Func, sum *summary, s state) {
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
	state
}

// seenBefore reports whether another path that differs from s only in what neither a
// dial nor a send is told apart by has come to call.
func (w *walk) seenBefore(call *ast.CallExpr, sum *summary, s state) bool {
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
			exits[i].state = w.bind(exits[i].state, f, call)
		}
		if w.exits == nil {
			w.exits = map[callAt][]exit{}
		}
		w.exits[k] = exits
	}
	return exits
}

// elsewhere is a call of a function of another package that has a fact.
func (w *walk) elsewhere(call *ast.CallExpr, does *effects, s state) []state {
	var states []state
	for _, x := range w.ways(call, does) {
		t := s.then(x.state)
		if x.service == broken && w.repeats(call) {
			t = t.serves(served)
		}
		states = append(states, w.results(t, call, x.results))
	}
	for i := range states {
		states[i].facts = w.withoutShared(states[i].facts, nil)
	}
	return unique(states)
}

// retried is a call of a library that calls a dialing function until it succeeds.
func (w *walk) retried(call *ast.CallExpr, s state) []state {
	var states []state
	for _, x := range w.retryExits(call) {
		states = append(states, w.results(s.then(x.state), call, x.results))
	}
	return states
}

// retryExits are the ways out of a library's retries: the last dial failed
// after those before it, or one did not.
func (w *walk) retryExits(call *ast.CallExpr) []exit {
	made := state{outcome: alive}
	for _, e := range w.graph.out(call) {
		if e.retry != nil {
			for _, x := range w.summarise(subject{f: e.to}).exits {
				if x.outcome == alive {
					made.signals = made.signals.union(w.bind(x.state, e.to, call).signals)
				}
			}
		}
	}
	return []exit{
		{state{outcome: failed, wait: opaque}, w.outcomeFacts(call, failed)},
		{made, w.outcomeFacts(call, alive)},
	}
}

// delayed is what comes between a call and the function that it starts.
func (w *walk) delayed(call *ast.CallExpr, e edge) state {
	s := state{}
	if e.delay != nil {
		s = w.pause(s, call, e.delay)
	}
	if e.alive {
		s.service = served
	}
	return s
}

// handled is a state behind a dial, whose connection the library hands to
// functions of the package.
func (w *walk) handled(dial *ast.CallExpr, s state) state {
	if s.outcome != alive {
		return s
	}
	for _, e := range w.graph.out(dial) {
		if e.alive {
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
func (w *walk) bind(s state, f *connflow.Func, call *ast.CallExpr) state {
	for _, at := range []**wait{&s.wait, &s.steady} {
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
func (w *walk) dial(call *ast.CallExpr, s state) []state {
	if w.onDial != nil {
		at := s.waits(w.beforeDial(call))
		at.to = call
		w.onDial(at)
	}
	var states []state
	for _, x := range w.dialExits(call) {
		states = append(states, w.results(s.then(w.handled(call, x.state)), call, x.results))
	}
	if w.onDial != nil || w.onRing != nil {
		w.handlers(call, s)
	}
	return states
}

// handlers are the functions that the library calls with the dialed connection.
func (w *walk) handlers(call *ast.CallExpr, s state) {
	for _, e := range w.graph.out(call) {
		if !e.alive {
			continue
		}
		t := state{outcome: alive, service: served, facts: s.facts}
		if w.onRing != nil {
			w.onRing(t, call, e)
		}
	}
}

// dialExits are the ways in which a dial ends: the two of a library's, or those
// in the fact of another package's function that dials.
func (c *checker) dialExits(call *ast.CallExpr) []exit {
	if t := c.graph.effects(call); t != nil && len(t.Ways) > 0 {
		return c.ways(call, t)
	}
	return []exit{
		{state{outcome: failed}, c.outcomeFacts(call, failed)},
		{state{outcome: alive}, c.outcomeFacts(call, alive)},
	}
}

// outcomeFacts are the results of a call that dials: an error, or none and a
// connection.
func (c *checker) outcomeFacts(call *ast.CallExpr, o outcome) []paths.Fact {
	of := func(t types.Type) paths.Fact {
		switch {
		case lang.IsError(t):
			return paths.Bool(o == failed)
		case c.flow.Index.IsConn(t) != nil:
			return paths.Bool(o == alive)
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
func (w *walk) other(call *ast.CallExpr, s state) []state {
	if w.timing.SendAt(call) != nil {
		return []state{w.sent(call, s)}
	}
	if tv := w.flow.Info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return []state{s}
	}
	if w.wraps(call, s) {
		s = w.results(s, call, []paths.Fact{paths.Fresh})
	}
	does := w.graph.effects(call)
	s = w.sentElsewhere(call, does, s)
	if site := w.flow.Site(call); site != nil && site.Go {
		return []state{s}
	}
	if w.graph.reads[call] {
		from := w.graph.readFrom[call]
		own := len(from) == 0 || w.dials == nil || slices.ContainsFunc(from, func(d *ast.CallExpr) bool { return w.dials[d] })
		if !own || does == nil || len(does.Ways) == 0 {
			return w.read(call, s, own)
		}
	}
	if w.graph.closes[call] && s.outcome == alive && s.service == unserved && !does.serves() {
		s.outcome = gone
	}
	if does != nil && len(does.Ways) > 0 {
		return w.elsewhere(call, does, s)
	}
	if c := w.graph.tabled[call]; c != nil && c.Lib != nil && c.Tabled() {
		return []state{s}
	}
	t := w.graph.wait(call)
	if t == nil {
		if w.sleeps(call) {
			return []state{w.pause(s, call, call.Args[0])}
		}
		if w.mayWait(call) {
			s = s.serves(maybe)
			if s.outcome != alive || s.service == served {
				s = s.waits(opaque)
			}
		}
		return []state{s}
	}
	switch t.Role {
	case wslib.Sleeps:
		s.facts = w.withoutShared(s.facts, nil)
		return []state{w.pause(s, call, slot(call, t.Dur))}
	case wslib.Limits:
		return []state{s.waits(opaque)}
	case wslib.Pauses:
		if _, isChan := lang.TypeOf(w.flow.Info, call).Underlying().(*types.Chan); !isChan {
			return []state{s.waits(w.newWait(call, call, w.f))}
		}
	case wslib.Retries:
		return []state{s.waits(opaque)}
	case wslib.Joins:
		return []state{s.serves(served)}
	case wslib.Listens:
		return w.receive(slot(call, wslib.Recv), something, s, target{})
	case wslib.Awaits:
		return nil
	}
	return []state{s}
}

// wraps reports whether call hands an error that there is to a named function that
// cannot be seen and returns an error, and nothing else.
func (w *walk) wraps(call *ast.CallExpr, s state) bool {
	fn := lang.Callee(w.flow.Info, call)
	return fn != nil && fn.Signature().Recv() == nil && lang.IsError(lang.TypeOf(w.flow.Info, call)) && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		return lang.IsError(lang.TypeOf(w.flow.Info, arg)) && w.know.Eval(s.facts, arg).Holds()
	})
}

// pause is a wait at n for the duration dur, which may be zero on this path.
func (w *walk) pause(s state, n ast.Node, dur ast.Expr) state {
	if dur != nil && w.know.Eval(s.facts, dur) == paths.IsZero {
		return s
	}
	return s.waits(w.newWait(n, dur, w.f))
}

// read is a read of the connection: it lives on, or it has ended.
// Where there is none, or it is another's, what comes is an event from outside.
func (w *walk) read(call *ast.CallExpr, s state, own bool) []state {
	if c := w.graph.tabled[call]; c != nil && c.Func.Endless {
		return []state{s.serves(served)}
	}
	ended := s.serves(broken)
	if w.repeats(call) {
		ended = s.serves(served)
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
	case !own || s.outcome == failed:
		return []state{w.results(s, call, ends)}
	case !tells:
		return []state{ended}
	}
	return []state{w.results(s.serves(maybe), call, goes), w.results(ended, call, ends)}
}

// repeats reports whether a loop runs n again and again with one connection.
func (w *walk) repeats(n ast.Node) bool {
	loop := w.flow.Loop(n)
	return loop != nil && w.flow.Between(n, n, func(m ast.Node) bool {
		call, ok := m.(*ast.CallExpr)
		return ok && w.graph.redials(call) || m.Pos() < loop.Pos() || loop.End() <= m.Pos()
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
func (w *walk) received(e *ast.UnaryExpr, s state) []state {
	path := w.flow.Path(e)
	if assign, ok := path[1].(*ast.AssignStmt); !ok || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
		return w.receive(e.X, something, s, target{e, w.assignee(path[1])})
	}
	var states []state
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
func (w *walk) receive(ch ast.Expr, what receipt, s state, to target) []state {
	s.facts = w.withoutShared(s.facts, nil)
	if states, found := w.signalled(ch, what, s, to); found {
		return states
	}
	switch from := w.channel(ch); from.kind {
	case timed:
		if how := w.visits(ch); how != unserved && (s.outcome == alive || s.outcome == undialed) {
			return []state{s.serves(how)}
		}
		return []state{w.pause(s, ch, from.dur)}
	case fed:
		switch {
		case s.outcome == failed || what == closing && !from.ends:
			return nil
		case from.says && what != closing:
			return []state{s.serves(maybe)}
		}
		return []state{s.serves(served)}
	case paced:
		return []state{s.waits(w.newWait(ch, from.dur, w.f))}
	}
	return w.need(ch, s)
}

// visits reports whether a timer is one of a loop that does something to a
// connection from time to time, and does not dial again and again.
func (w *walk) visits(timer ast.Expr) service {
	loop := w.flow.Loop(timer)
	if loop == nil {
		return unserved
	}
	redial := func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		return ok && w.graph.redials(call)
	}
	if !w.flow.Between(timer, timer, redial) {
		return unserved // it is waited for once between two dials
	}
	how := maybe
	for _, call := range w.graph.calls[w.f] {
		if !lang.Within(call, loop) {
			continue
		}
		if w.graph.redials(call) && w.flow.Loop(call) == loop {
			return unserved
		}
		if w.graph.uses(call) {
			how = served
		}
	}
	return how
}
