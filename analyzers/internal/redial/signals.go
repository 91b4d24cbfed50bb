package redial

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// A signal is a send that a path has done, or that what it started will do.
type signal struct {
	*timing.Send
	cargo
	// after is what comes between the path and the send: nothing, where the path
	// sends itself.
	after State
}

// signals are those that a path may receive: two bytes each, sorted, the number of
// the signal. As a string they compare.
type signals string

// maxSignals bounds how many signals of a path are told apart.
const maxSignals = 8

func (ss signals) with(id uint16) signals {
	for i := 0; i < len(ss); i += 2 {
		switch other := ss.at(i); {
		case other == id:
			return ss
		case other > id && len(ss) < 2*maxSignals:
			return ss[:i] + signals([]byte{byte(id >> 8), byte(id)}) + ss[i:]
		}
	}
	if len(ss) >= 2*maxSignals {
		return ss
	}
	return ss + signals([]byte{byte(id >> 8), byte(id)})
}

func (ss signals) at(i int) uint16 { return uint16(ss[i])<<8 | uint16(ss[i+1]) }

func (ss signals) union(others signals) signals {
	for i := 0; i < len(others); i += 2 {
		ss = ss.with(others.at(i))
	}
	return ss
}

// signalID returns the number of a signal.
func (c *Finder) signalID(s signal) uint16 {
	s.after = State{Outcome: s.after.Outcome, Service: s.after.Service, Wait: s.after.Wait, needs: s.after.needs}
	id, ok := c.signalIDs[s]
	if !ok {
		id = uint16(len(c.signals))
		c.signalIDs[s] = id
		c.signals = append(c.signals, s)
	}
	return id
}

// sent is a send that the path does.
func (w *walk) sent(n ast.Node, s State) State {
	at := w.Timing.SendAt(n)
	if at == nil || !w.awaited(at) {
		return s
	}
	sig := signal{Send: at, cargo: w.cargo(n, s), after: s}
	if w.onSend != nil {
		w.onSend(sig)
	}
	sig.after = State{}
	s.signals = s.signals.with(w.signalID(sig))
	return s
}

// A cargo is what is known of what is sent: of the value, and of its fields.
type cargo struct {
	value  paths.Fact
	fields paths.Facts
}

// cargo returns what is known of what n, a send, sends.
func (w *walk) cargo(n ast.Node, s State) cargo {
	stmt, ok := n.(*ast.SendStmt)
	if !ok {
		return cargo{}
	}
	sent := cargo{value: w.know.Eval(s.facts, stmt.Value)}
	lit, ok := ast.Unparen(stmt.Value).(*ast.CompositeLit)
	if u, isPtr := ast.Unparen(stmt.Value).(*ast.UnaryExpr); isPtr {
		lit, ok = u.X.(*ast.CompositeLit)
	}
	if !ok {
		return sent
	}
	fields, ok := lang.TypeOf(w.flow.Info, lit).Underlying().(*types.Struct)
	for i := 0; ok && i < len(lit.Elts); i++ {
		elt, field := lit.Elts[i], (*types.Var)(nil)
		if kv, keyed := elt.(*ast.KeyValueExpr); keyed {
			elt, field = kv.Value, lang.VarOrField(w.flow.Info, kv.Key)
		} else if i < fields.NumFields() {
			field = fields.Field(i)
		}
		if f := w.know.Eval(s.facts, elt); field != nil && f.Known() {
			sent.fields = w.know.WithField(sent.fields, nil, field.Origin(), f)
		}
	}
	return sent
}

// unload returns s where what was sent is received.
func (w *walk) unload(sent cargo, s State, to target) State {
	if to.recv != nil && sent.value.Known() {
		s.facts = w.know.WithResult(s.facts, to.recv, 0, sent.value)
	}
	if to.v != nil {
		w.know.Fields(sent.fields, func(_, field *types.Var, f paths.Fact) {
			s.facts = w.know.WithField(s.facts, to.v, field, f)
		})
	}
	return s
}

// awaited reports whether functions that dial, or that run in a cycle which does,
// may receive what is sent.
func (c *Finder) awaited(s *timing.Send) bool {
	known, ok := c.awaiting[s]
	if !ok {
		known = c.exporting && c.leavesPackage(s)
		for _, f := range c.flow.Funcs {
			if c.Graph.Leads[f] || c.cyclic[f] {
				known = known || slices.ContainsFunc(c.Timing.Receipts(f), func(ch ast.Expr) bool { return c.Timing.Receives(ch, s) })
			}
		}
		c.awaiting[s] = known
	}
	return known
}

// sentElsewhere notes the signals of a function of another package, which sends on
// channels that it is handed.
func (w *walk) sentElsewhere(call *ast.CallExpr, t *effects, s State) State {
	if t == nil {
		return s
	}
	for i := range t.Sends {
		ch := t.Sends[i].Chan.In(call)
		if ch == nil {
			continue
		}
		at := w.foreignSends[ch]
		if at == nil {
			at = &timing.Send{Node: call, Chan: ch, In: w.f}
			w.foreignSends[ch] = at
		}
		after := State{Service: t.Sends[i].Service}.waits(w.waitOf(call, &t.Sends[i].Wait))
		if w.onSend != nil {
			w.onSend(signal{Send: at, after: s.then(after)})
		}
		s.signals = s.signals.with(w.signalID(signal{Send: at, after: after}))
	}
	return s
}

// leavesPackage reports whether callers in other packages may receive what is sent:
// on a channel that they hand in, or that a function returns.
func (c *Finder) leavesPackage(s *timing.Send) bool {
	return slices.ContainsFunc(c.flow.Sources(s.Chan), func(src *connflow.Source) bool {
		if src.Kind == connflow.Unseen {
			return src.Var != nil && !src.Var.IsField()
		}
		in := c.flow.Func(src.Expr)
		return src.Kind == connflow.Literal && in != nil && in.Obj != nil && in.Obj.Exported() && in.Obj.Signature().Results().Len() == 1 && lang.IsChan(in.Obj.Signature().Results().At(0).Type())
	})
}

// starts notes, for a path, the signals of a function that runs beside it from
// now on, after what rel says.
func (w *walk) starts(call *ast.CallExpr, e Edge, rel, s State) State {
	if !w.mayFire(e.To) {
		return s
	}
	sum := w.summarise(subject{f: e.To, facts: w.handsOver(e.To, call, s.facts), beside: true})
	for _, f := range sum.firings {
		after := rel.then(w.bind(f.after, e.To, call))
		if w.onSend != nil {
			w.onSend(signal{f.Send, f.cargo, s.then(after)})
		}
		s.signals = s.signals.with(w.signalID(signal{f.Send, f.cargo, after}))
	}
	return s
}

// mayFire reports whether f, or what it runs, sends a signal.
func (c *Finder) mayFire(f *connflow.Func) bool {
	known, ok := c.firing[f]
	if !ok {
		reach := c.flow.Reach(f.Body)
		known = slices.ContainsFunc(c.Timing.Sends(), func(s *timing.Send) bool { return (s.In == f || reach[s.In]) && c.awaited(s) })
		c.firing[f] = known
	}
	return known
}

// signalled goes on behind a receipt with each of the path's signals that can be
// what is received.
func (w *walk) signalled(ch ast.Expr, what receipt, s State, to target) (states []State, found bool) {
	for i := 0; i < len(s.signals); i += 2 {
		sig := w.signals[s.signals.at(i)]
		if !w.Timing.Receives(ch, sig.Send) {
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
			if w.beside || !w.fulfilled(sig.after.needs, s) {
				continue
			}
			sig.after.needs = 0
		}
		if !sig.Stays {
			t.signals = s.signals[:i] + s.signals[i+2:]
		}
		states = append(states, w.unload(sig.cargo, t.then(sig.after), to))
	}
	return states, found
}

// fulfilled reports whether the path has sent what another goroutine waits for
// before it sends.
func (w *walk) fulfilled(needs uint16, s State) bool {
	for i := 0; i < len(s.signals); i += 2 {
		sig := w.signals[s.signals.at(i)]
		if sig.after.needs == 0 && w.Timing.Receives(w.receipts[needs-1], sig.Send) {
			return true
		}
	}
	return false
}

// need returns s after a receipt of what somebody else has to send, in a goroutine
// whose own signals wait for it.
func (w *walk) need(ch ast.Expr, s State) []State {
	if !w.beside || s.needs != 0 {
		return nil
	}
	i := slices.Index(w.receipts, ch)
	if i < 0 {
		i = len(w.receipts)
		w.receipts = append(w.receipts, ch)
	}
	s.needs = uint16(i + 1)
	return []State{s}
}

// handedSignals returns the signals that a function may receive for its caller,
// and the others. One that dials waits for signals of its own.
func (c *Finder) handedSignals(f *connflow.Func, ss signals) (handed, rest signals) {
	if ss == "" || c.Graph.Leads[f] {
		return "", ss
	}
	receipts := c.receivedIn(f)
	for i := 0; i < len(ss); i += 2 {
		sig := c.signals[ss.at(i)]
		if slices.ContainsFunc(receipts, func(ch ast.Expr) bool { return c.Timing.Receives(ch, sig.Send) }) {
			handed += ss[i : i+2]
		} else {
			rest += ss[i : i+2]
		}
	}
	return handed, rest
}

// receivedIn returns the channels from which f, or what it runs, receives.
func (c *Finder) receivedIn(f *connflow.Func) []ast.Expr {
	known, ok := c.receiving[f]
	if !ok {
		known = c.Timing.Receipts(f)
		for g := range c.flow.Reach(f.Body) {
			if g != f {
				known = append(known, c.Timing.Receipts(g)...)
			}
		}
		c.receiving[f] = known
	}
	return known
}

// receives reports whether e receives from a channel.
func receives(e *ast.UnaryExpr) bool { return e.Op == token.ARROW }
