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

// A caller advances the paths of a walk over calls.
type caller struct {
	*walk
	// seen are the calls that paths have come to, exits the ways out of them.
	seen  map[callAt]bool
	exits map[callAt][]exit
}

// call returns the states of a path behind a call.
func (c *caller) call(call *ast.CallExpr, s State) []State {
	if call == c.target {
		if c.inner == nil || s.left {
			c.onTarget(s)
		}
		return nil
	}
	if c.Graph.Dials[call] {
		return c.dial(call, s)
	}
	out := c.Graph.Out(call)
	if len(out) == 0 {
		return c.other(call, s)
	}
	var states []State
	waited := false
	for _, e := range out {
		t := s
		if e.delay != nil {
			t = c.pause(t, call, e.delay)
		}
		if e.Alive {
			t.Outcome = Alive
			t = t.serves(Served)
		}
		if c.onRing != nil && c.onRing(t, call, e) {
			if e.how != started {
				waited = true
				continue
			}
		}
		if e.how == started {
			c.startedFrom(call, e, t)
			s = c.openings.tends(e, c.messages.starts(call, e, c.delayed(call, e), s))
			continue
		}
		waited = true
		states = append(states, c.through(call, e, s)...)
	}
	if !waited {
		s.facts = c.summaries.withoutShared(s.facts, nil)
		states = append(states, s)
	}
	return unique(states)
}

// startedFrom reports the dials of a function that runs at another time: they come after
// this path.
func (c *caller) startedFrom(call *ast.CallExpr, e Edge, s State) {
	if c.onDial == nil || !c.Graph.Leads[e.To] {
		return
	}
	for _, a := range c.summaries.summarise(subject{f: e.To, facts: c.summaries.handsOver(e.To, call, s.facts)}).arrivals {
		c.onDial(s.then(c.summaries.bind(a, e.To, call)))
	}
}

// through returns the states behind a call of a function of the package that is waited
// for.
func (c *caller) through(call *ast.CallExpr, e Edge, s State) []State {
	handed, rest := c.register.handedSignals(e.To, s.signals)
	sum := c.summaries.summarise(subject{e.To, c.summaries.handsOver(e.To, call, s.facts), handed, c.beside})
	if !c.seenBefore(call, sum, s) {
		c.met(call, e.To, sum, s)
	}
	s.signals = rest
	if e.retry != nil {
		return c.retried(call, s)
	}
	facts := c.summaries.withoutShared(s.facts, e.To)
	states := make([]State, 0, len(sum.exits))
	for _, x := range c.exitsAt(call, e.To, sum) {
		t := s.then(x.State)
		if x.Service == Broken && x.Outcome == Undialed && c.repeats(call) {
			t = t.serves(Served) // a helper that reads once, in a loop
		}
		t.facts = facts
		states = append(states, c.summaries.takesBack(c.results(t, call, x.results), x.facts, e.To, call))
	}
	return states
}

// met calls onDial and onSend for what a function that is called comes to.
func (c *caller) met(call *ast.CallExpr, f *connflow.Func, sum *summary, s State) {
	if c.onDial != nil {
		for _, a := range sum.arrivals {
			c.onDial(s.then(c.summaries.bind(a, f, call)))
		}
	}
	if c.onSend != nil {
		for _, sends := range sum.firings {
			sends.after = s.then(c.summaries.bind(sends.after, f, call))
			c.onSend(sends)
		}
	}
}

// A callAt is a call of a function with that summary, on paths with that state.
type callAt struct {
	call *ast.CallExpr
	*summary
	State
}

// seenBefore reports whether another path has come to call in a state that differs from
// s only in what no dial and no send depends on.
func (c *caller) seenBefore(call *ast.CallExpr, sum *summary, s State) bool {
	s.facts, s.signals, s.left, s.defers = "", "", false, 0
	k := callAt{call, sum, s}
	if c.seen[k] {
		return true
	}
	if c.seen == nil {
		c.seen = map[callAt]bool{}
	}
	c.seen[k] = true
	return false
}

// exitsAt returns the ways out of f in the terms of a call of it.
func (c *caller) exitsAt(call *ast.CallExpr, f *connflow.Func, sum *summary) []exit {
	k := callAt{call: call, summary: sum}
	exits, ok := c.exits[k]
	if !ok {
		exits = slices.Clone(sum.exits)
		for i := range exits {
			exits[i].State = c.summaries.bind(exits[i].State, f, call)
		}
		if c.exits == nil {
			c.exits = map[callAt][]exit{}
		}
		c.exits[k] = exits
	}
	return exits
}

// elsewhere returns the states behind a call of another package's function that has a
// fact.
func (c *caller) elsewhere(call *ast.CallExpr, does *effects, s State) []State {
	var states []State
	for _, x := range c.waits.ways(call, does) {
		t := s.then(x.State)
		if x.Service == Broken && c.repeats(call) {
			t = t.serves(Served)
		}
		states = append(states, c.results(t, call, x.results))
	}
	for i := range states {
		states[i].facts = c.summaries.withoutShared(states[i].facts, nil)
	}
	return unique(states)
}

// retried returns the states behind a call of a library that calls a function that dials
// until it succeeds.
func (c *caller) retried(call *ast.CallExpr, s State) []State {
	var states []State
	for _, x := range c.retryExits(call) {
		states = append(states, c.results(s.then(x.State), call, x.results))
	}
	return states
}

// retryExits returns the exits of a library's retries: all dials failed, or the last one
// did not.
func (c *caller) retryExits(call *ast.CallExpr) []exit {
	made := State{Outcome: Alive}
	for _, e := range c.Graph.Out(call) {
		if e.retry != nil {
			for _, x := range c.summaries.summarise(subject{f: e.To}).exits {
				if x.Outcome == Alive {
					made.signals = made.signals.union(c.summaries.bind(x.State, e.To, call).signals)
				}
			}
		}
	}
	return []exit{
		{State{Outcome: Failed, Wait: opaque}, c.summaries.outcomeFacts(call, Failed)},
		{made, c.summaries.outcomeFacts(call, Alive)},
	}
}

// delayed returns what comes between a call and the function that it starts.
func (c *caller) delayed(call *ast.CallExpr, e Edge) State {
	s := State{}
	if e.delay != nil {
		s = c.pause(s, call, e.delay)
	}
	if e.Alive {
		s.Service = Served
	}
	return s
}

// handled returns the state s behind a dial whose connection the library hands to
// functions of the package.
func (c *caller) handled(dial *ast.CallExpr, s State) State {
	if s.Outcome != Alive {
		return s
	}
	for _, e := range c.Graph.Out(dial) {
		if e.Alive {
			s = c.messages.starts(dial, e, c.delayed(dial, e), s)
		}
	}
	return s
}

// dial returns the states behind another dial than the one that the walk began at.
func (c *caller) dial(call *ast.CallExpr, s State) []State {
	if c.onDial != nil {
		at := s.waits(c.waits.beforeDial(call))
		at.to = call
		c.onDial(at)
	}
	var states []State
	for _, x := range c.summaries.dialExits(call) {
		states = append(states, c.results(s.then(c.handled(call, x.State)), call, x.results))
	}
	if c.onDial != nil || c.onRing != nil {
		c.handlers(call, s)
	}
	return states
}

// handlers calls onRing for the functions that the library calls with the dialed
// connection.
func (c *caller) handlers(call *ast.CallExpr, s State) {
	for _, e := range c.Graph.Out(call) {
		if !e.Alive {
			continue
		}
		t := State{Outcome: Alive, Service: Served, facts: s.facts}
		if c.onRing != nil {
			c.onRing(t, call, e)
		}
	}
}

// other returns the states behind a call of code outside of the package.
func (c *caller) other(call *ast.CallExpr, s State) []State {
	if c.Timing.SendAt(call) != nil {
		return []State{c.messages.sent(call, s)}
	}
	if tv := c.flow.Info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return []State{s}
	}
	if c.wraps(call, s) || c.decodesNothing(call, s) {
		s = c.results(s, call, []paths.Fact{paths.Fresh})
	}
	does := c.Graph.effects(call)
	s = c.messages.sentElsewhere(call, does, s)
	if site := c.flow.Site(call); site != nil && site.Go {
		return []State{s}
	}
	if c.Graph.Reads[call] {
		from := c.Graph.readFrom[call]
		own := len(from) == 0 || c.dials == nil || slices.ContainsFunc(from, func(d *ast.CallExpr) bool { return c.dials[d] })
		if !own || does == nil || len(does.Ways) == 0 {
			return c.read(call, s, own)
		}
	}
	if c.Graph.closes[call] && !does.serves() {
		s = s.closes()
	}
	if does != nil && len(does.Ways) > 0 {
		return c.elsewhere(call, does, s)
	}
	if c := c.Graph.tabled[call]; c != nil && c.Lib != nil && c.Tabled() {
		return []State{s}
	}
	if t := c.Graph.Wait(call); t != nil {
		return c.known(call, t, s)
	}
	return []State{c.unknown(call, s)}
}

// unknown returns the state behind a call of which no table and no fact knows whether
// it waits.
func (c *caller) unknown(call *ast.CallExpr, s State) State {
	if c.blocking.sleeps(call) {
		return c.pause(s, call, call.Args[0])
	}
	if !c.blocking.mayWait(call) {
		return s
	}
	s = s.serves(Maybe)
	if s.Outcome != Alive || s.Service == Served {
		s = s.waits(opaque)
	}
	return s
}

// known returns the states behind a call that waits as t describes.
func (c *caller) known(call *ast.CallExpr, t *wslib.Wait, s State) []State {
	switch t.Role {
	case wslib.Sleeps:
		s.facts = c.summaries.withoutShared(s.facts, nil)
		return []State{c.pause(s, call, t.Dur.In(call))}
	case wslib.Limits:
		return []State{s.waits(opaque)}
	case wslib.Pauses:
		if _, isChan := lang.TypeOf(c.flow.Info, call).Underlying().(*types.Chan); !isChan {
			return []State{s.waits(c.waits.newWait(call, call, c.f))}
		}
	case wslib.Retries:
		return []State{s.waits(opaque)}
	case wslib.Joins:
		return []State{s.serves(Served)}
	case wslib.Listens:
		return c.messages.receive(wslib.Recv.In(call), something, s, target{})
	case wslib.Awaits:
		return nil
	}
	return []State{s}
}

// wraps reports whether call hands an error that there is to a named function that
// cannot be seen and returns an error, and nothing else.
func (c *caller) wraps(call *ast.CallExpr, s State) bool {
	fn := lang.Callee(c.flow.Info, call)
	return fn != nil && fn.Signature().Recv() == nil && lang.IsError(lang.TypeOf(c.flow.Info, call)) && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		return lang.IsError(lang.TypeOf(c.flow.Info, arg)) && c.know.Eval(s.facts, arg).Holds()
	})
}

// decodesNothing reports whether call decodes a message that is empty, as that of a
// failed read: it returns an error.
func (c *caller) decodesNothing(call *ast.CallExpr, s State) bool {
	return wslib.FailsIfEmpty(c.flow.Info, call) && c.know.Eval(s.facts, call.Args[0]) == paths.IsZero
}

// pause returns s after a wait at n for the duration dur, which may be zero on this path.
func (c *caller) pause(s State, n ast.Node, dur ast.Expr) State {
	if dur != nil && c.know.Eval(s.facts, dur) == paths.IsZero {
		return s
	}
	return s.waits(c.waits.newWait(n, dur, c.f))
}

// read returns the states behind a read of the connection: one where the connection
// lives, and one where it has ended. A read without a connection, or of another one,
// waits for an event from outside.
func (c *caller) read(call *ast.CallExpr, s State, own bool) []State {
	if c := c.Graph.tabled[call]; c != nil && c.Func.Endless {
		return []State{s.serves(Served)}
	}
	ended := s.serves(Broken)
	if c.repeats(call) {
		ended = s.serves(Served)
	}
	var goes, ends []paths.Fact
	reports := false // a result shows whether the connection has ended
	tuple, ok := lang.TypeOf(c.flow.Info, call).(*types.Tuple)
	n := 1
	if ok {
		n = tuple.Len()
	}
	for i := range n {
		t := lang.ResultType(lang.TypeOf(c.flow.Info, call), i)
		b, isBasic := t.Underlying().(*types.Basic)
		switch {
		case lang.IsError(t):
			goes, ends, reports = append(goes, paths.IsZero), append(ends, paths.NonZero), true
		case isBasic && b.Kind() == types.Bool && n == 1: // bufio.Scanner.Scan
			goes, ends, reports = append(goes, paths.NonZero), append(ends, paths.IsZero), true
		case lang.IsBytes(t) && c.Graph.tabled[call] != nil: // there is no message
			goes, ends = append(goes, paths.Unknown), append(ends, paths.IsZero)
		default:
			goes, ends = append(goes, paths.Unknown), append(ends, paths.Unknown)
		}
	}
	switch {
	case !own || s.Outcome == Failed:
		return []State{c.results(s, call, ends)}
	case !reports:
		return []State{ended}
	}
	lives := s.serves(Maybe)
	if s.Outcome == Alive || s.Outcome == Undialed { // whatever ended before
		lives.Service = Maybe
	}
	return []State{c.results(lives, call, goes), c.results(ended, call, ends)}
}

// repeats reports whether a loop runs n again and again with one connection.
func (w *walk) repeats(n ast.Node) bool {
	loop := w.flow.Loop(n)
	return loop != nil && w.flow.Between(n, n, func(m ast.Node) bool {
		call, ok := m.(*ast.CallExpr)
		return ok && w.Graph.Redials(call) || m.Pos() < loop.Pos() || loop.End() <= m.Pos()
	})
}
