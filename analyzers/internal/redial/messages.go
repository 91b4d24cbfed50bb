package redial

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// messages advances the paths of a walk over sends and receive operations.
type messages struct{ *walk }

// received returns the states behind a receive operation. With a second result, there
// are states for a value and for a closed channel.
func (m *messages) received(e *ast.UnaryExpr, s State) []State {
	path := m.flow.Path(e)
	if assign, ok := path[1].(*ast.AssignStmt); !ok || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
		return m.receive(e.X, something, s, target{e, m.assignee(path[1])})
	}
	var states []State
	for _, t := range m.receive(e.X, value, s, target{e, m.assignee(path[1])}) {
		t.facts = m.know.WithResult(t.facts, e, 1, paths.NonZero)
		states = append(states, t)
	}
	for _, t := range m.receive(e.X, closing, s, target{}) {
		t.facts = m.know.WithResult(t.facts, e, 1, paths.IsZero)
		states = append(states, t)
	}
	return states
}

// assignee returns the variable to which a statement assigns its one right side.
func (m *messages) assignee(stmt ast.Node) *types.Var {
	if assign, ok := stmt.(*ast.AssignStmt); ok && len(assign.Rhs) == 1 {
		return lang.Var(m.flow.Info, assign.Lhs[0])
	}
	return nil
}

// receive returns the states in which a path has received from a channel.
func (m *messages) receive(ch ast.Expr, what receipt, s State, to target) []State {
	s.facts = m.summaries.withoutShared(s.facts, nil)
	if states, found := m.signalled(ch, what, s, to); found {
		return states
	}
	switch from := m.feeds.channel(ch); from.kind {
	case timed:
		if how := m.visits(ch); how != Unserved && (s.Outcome == Alive || s.Outcome == Undialed) {
			return []State{s.serves(how)}
		}
		return []State{m.calls.pause(s, ch, from.dur)}
	case fed:
		switch {
		case s.Outcome == Failed || what == closing && !from.ends:
			return nil
		case from.messages && what != closing:
			return []State{s.serves(Maybe)}
		}
		return []State{s.serves(Served)}
	case paced:
		return []State{s.waits(m.waits.newWait(ch, from.dur, m.f))}
	}
	return m.need(ch, s)
}

// visits reports whether a timer is one of a loop that does something to a
// connection from time to time, and neither dials again and again nor starts what does.
func (m *messages) visits(timer ast.Expr) Service {
	loop := m.flow.Loop(timer)
	if loop == nil {
		return Unserved
	}
	redial := func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		return ok && m.Graph.Redials(call)
	}
	if !m.flow.Between(timer, timer, redial) {
		return Unserved // it is waited for once between two dials
	}
	how := Maybe
	for _, call := range m.Graph.Calls[m.f] {
		if !lang.Within(call, loop) {
			continue
		}
		if m.Graph.reaches(call) && m.flow.Loop(call) == loop {
			return Unserved
		}
		if m.Graph.uses(call) {
			how = Served
		}
	}
	return how
}

// sent returns s behind a send.
func (m *messages) sent(n ast.Node, s State) State {
	at := m.Timing.SendAt(n)
	if at == nil || !m.register.awaited(at) {
		return s
	}
	sig := signal{Send: at, cargo: m.cargo(n, s), after: s}
	if m.onSend != nil {
		m.onSend(sig)
	}
	sig.after = State{}
	s.signals = s.signals.with(m.register.signalID(sig))
	return s
}

// sentElsewhere notes the signals of a function of another package, which sends on
// channels that it is handed.
func (m *messages) sentElsewhere(call *ast.CallExpr, t *effects, s State) State {
	if t == nil {
		return s
	}
	for i := range t.Sends {
		ch := t.Sends[i].Chan.In(call)
		if ch == nil {
			continue
		}
		at := m.register.foreignSends[ch]
		if at == nil {
			at = &timing.Send{Node: call, Chan: ch, In: m.f}
			m.register.foreignSends[ch] = at
		}
		after := State{Service: t.Sends[i].Service}.waits(m.waits.waitOf(call, &t.Sends[i].Wait))
		if m.onSend != nil {
			m.onSend(signal{Send: at, after: s.then(after)})
		}
		s.signals = s.signals.with(m.register.signalID(signal{Send: at, after: after}))
	}
	return s
}

// starts notes, for a path, the signals of a function that runs beside it from
// now on, each after rel.
func (m *messages) starts(call *ast.CallExpr, e Edge, rel, s State) State {
	if !m.register.mayFire(e.To) {
		return s
	}
	sum := m.summaries.summarise(subject{f: e.To, facts: m.summaries.handsOver(e.To, call, s.facts), beside: true})
	for _, f := range sum.firings {
		after := rel.then(m.summaries.bind(f.after, e.To, call))
		if m.onSend != nil {
			m.onSend(signal{f.Send, f.cargo, s.then(after)})
		}
		s.signals = s.signals.with(m.register.signalID(signal{f.Send, f.cargo, after}))
	}
	return s
}

// cargo returns what is known of what n, a send, sends.
func (m *messages) cargo(n ast.Node, s State) cargo {
	stmt, ok := n.(*ast.SendStmt)
	if !ok {
		return cargo{}
	}
	sent := cargo{value: m.know.Eval(s.facts, stmt.Value)}
	lit, ok := ast.Unparen(stmt.Value).(*ast.CompositeLit)
	if u, isPtr := ast.Unparen(stmt.Value).(*ast.UnaryExpr); isPtr {
		lit, ok = u.X.(*ast.CompositeLit)
	}
	if !ok {
		return sent
	}
	fields, ok := lang.TypeOf(m.flow.Info, lit).Underlying().(*types.Struct)
	for i := 0; ok && i < len(lit.Elts); i++ {
		elt, field := lit.Elts[i], (*types.Var)(nil)
		if kv, keyed := elt.(*ast.KeyValueExpr); keyed {
			elt, field = kv.Value, lang.VarOrField(m.flow.Info, kv.Key)
		} else if i < fields.NumFields() {
			field = fields.Field(i)
		}
		if f := m.know.Eval(s.facts, elt); field != nil && f.Known() {
			sent.fields = m.know.WithField(sent.fields, nil, field.Origin(), f)
		}
	}
	return sent
}

// unload returns s where what was sent is received.
func (m *messages) unload(sent cargo, s State, to target) State {
	if to.recv != nil && sent.value.Known() {
		s.facts = m.know.WithResult(s.facts, to.recv, 0, sent.value)
	}
	if to.v != nil {
		m.know.Fields(sent.fields, func(_, field *types.Var, f paths.Fact) {
			s.facts = m.know.WithField(s.facts, to.v, field, f)
		})
	}
	return s
}

// signalled goes on behind a receipt with each of the path's signals that can be
// what is received.
func (m *messages) signalled(ch ast.Expr, what receipt, s State, to target) (states []State, found bool) {
	for i := 0; i < len(s.signals); i += 2 {
		sig := m.register.numbered[s.signals.at(i)]
		if !m.Timing.Receives(ch, sig.Send) {
			continue
		}
		found = true
		if what == value && sig.Stays || what == closing && !sig.Stays {
			continue
		}
		if s.Outcome == Failed && sig.after.Service != Unserved {
			continue // it is another connection that was lost
		}
		t := s
		if sig.after.needs != 0 {
			if m.beside || !m.fulfilled(sig.after.needs, s) {
				continue
			}
			sig.after.needs = 0
		}
		if !sig.Stays {
			t.signals = s.signals[:i] + s.signals[i+2:]
		}
		states = append(states, m.unload(sig.cargo, t.then(sig.after), to))
	}
	return states, found
}

// fulfilled reports whether the path has sent what another goroutine waits for
// before it sends.
func (m *messages) fulfilled(needs uint16, s State) bool {
	for i := 0; i < len(s.signals); i += 2 {
		sig := m.register.numbered[s.signals.at(i)]
		if sig.after.needs == 0 && m.Timing.Receives(m.register.receipts[needs-1], sig.Send) {
			return true
		}
	}
	return false
}

// need returns s after a receipt of what somebody else has to send, in a goroutine
// whose own signals wait for it.
func (m *messages) need(ch ast.Expr, s State) []State {
	if !m.beside || s.needs != 0 {
		return nil
	}
	i := slices.Index(m.register.receipts, ch)
	if i < 0 {
		i = len(m.register.receipts)
		m.register.receipts = append(m.register.receipts, ch)
	}
	s.needs = uint16(i + 1)
	return []State{s}
}

// receives reports whether e receives from a channel.
func receives(e *ast.UnaryExpr) bool { return e.Op == token.ARROW }

// A receipt is what a receive operation, or a range, has got.
type receipt uint8

const (
	something receipt = iota // a value, or the zero value where the channel is closed
	value                    // a value
	closing                  // that the channel is closed
)

// A target is the receive expression of a receipt, and the variable to which what is
// received is assigned.
type target struct {
	recv ast.Expr
	v    *types.Var
}
