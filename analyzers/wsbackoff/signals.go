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

// A send is a place where something is sent on a channel, where the channel is
// closed, or where a context is cancelled.
type send struct {
	node ast.Node
	// ch is the channel, or the cancel function.
	ch ast.Expr
	in *connflow.Func
	// closes: what was sent stays there. cancels: it is a context's end.
	closes, cancels bool
}

// A signal is a send that a path has done, or that what it started will do.
type signal struct {
	*send
	// after is what comes between the path and the send: nothing, where the path
	// sends itself.
	after state
}

// signals are those that a path may receive: two bytes each, sorted, the number of
// the signal. As a string they compare.
type signals string

// maxSignals bounds how many signals of a path are told apart.
const maxSignals = 6

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
func (c *checker) signalID(s signal) uint16 {
	s.after = state{outcome: s.after.outcome, service: s.after.service, wait: s.after.wait, needs: s.after.needs}
	id, ok := c.signalIDs[s]
	if !ok {
		id = uint16(len(c.signals))
		c.signalIDs[s] = id
		c.signals = append(c.signals, s)
	}
	return id
}

// findSends finds the places where signals come from.
func (c *checker) findSends() {
	add := func(s *send) {
		c.sends = append(c.sends, s)
		c.sendAt[s.node] = s
	}
	for _, f := range c.flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.SendStmt:
				add(&send{node: n, ch: n.Chan, in: f})
			case *ast.CallExpr:
				switch id, _ := ast.Unparen(n.Fun).(*ast.Ident); {
				case id != nil && id.Name == "close" && c.flow.Info.Types[n.Fun].IsBuiltin() && len(n.Args) == 1:
					add(&send{node: n, ch: n.Args[0], in: f, closes: true})
				case lang.Callee(c.flow.Info, n) == nil && c.cancels(n):
					add(&send{node: n, ch: n.Fun, in: f, closes: true, cancels: true})
				default:
					if w := c.graph.wait(n); w != nil && w.Role == wslib.Wakes {
						add(&send{node: n, ch: slot(n, wslib.Recv), in: f, closes: true})
					}
				}
			}
		})
	}
}

// cancels reports whether call ends a context.
func (c *checker) cancels(call *ast.CallExpr) bool {
	if named, ok := types.Unalias(lang.TypeOf(c.flow.Info, call.Fun)).(*types.Named); ok {
		return named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
	}
	sig, ok := lang.TypeOf(c.flow.Info, call.Fun).Underlying().(*types.Signature)
	if !ok || sig.Params().Len() > 0 || sig.Results().Len() > 0 {
		return false
	}
	return slices.ContainsFunc(c.flow.Sources(call.Fun), func(s *connflow.Source) bool {
		return s.Kind == connflow.CallResult && s.Index == 1 && lang.IsNamed(lang.ResultType(lang.TypeOf(c.flow.Info, s.Expr), 0), "context", "Context")
	})
}

// sent is a send that the path does.
func (w *walk) sent(n ast.Node, s state) state {
	at := w.sendAt[n]
	if at == nil || !w.awaited(at) {
		return s
	}
	if w.onSend != nil {
		w.onSend(at, s)
	}
	s.signals = s.signals.with(w.signalID(signal{send: at}))
	return s
}

// awaited reports whether functions that dial, or that run in a cycle which does,
// may receive what is sent.
func (c *checker) awaited(s *send) bool {
	known, ok := c.awaiting[s]
	if !ok {
		known = c.telling && c.leavesPackage(s)
		for _, f := range c.flow.Funcs {
			if c.graph.leads[f] || c.cyclic[f] {
				known = known || slices.ContainsFunc(c.ownReceipts(f), func(ch ast.Expr) bool { return c.receives(ch, s) })
			}
		}
		c.awaiting[s] = known
	}
	return known
}

// sentElsewhere notes the signals of a function of another package, which sends on
// channels that it is handed.
func (w *walk) sentElsewhere(call *ast.CallExpr, t *told, s state) state {
	if t == nil {
		return s
	}
	for i := range t.Sends {
		ch := slot(call, t.Sends[i].Chan)
		if ch == nil {
			continue
		}
		at := w.sendAt[ch]
		if at == nil {
			at = &send{node: call, ch: ch, in: w.f}
			w.sendAt[ch] = at
		}
		after := state{service: t.Sends[i].Service}.waits(w.waitOf(call, &t.Sends[i].Wait))
		if w.onSend != nil {
			w.onSend(at, s.then(after))
		}
		s.signals = s.signals.with(w.signalID(signal{at, after}))
	}
	return s
}

// leavesPackage reports whether callers in other packages may receive what is sent:
// on a channel that they hand in, or that a function returns.
func (c *checker) leavesPackage(s *send) bool {
	return slices.ContainsFunc(c.flow.Sources(s.ch), func(src *connflow.Source) bool {
		if src.Kind == connflow.Unseen {
			return src.Var != nil && !src.Var.IsField()
		}
		in := c.flow.Func(src.Expr)
		return src.Kind == connflow.Literal && in != nil && in.Obj != nil && in.Obj.Exported() && in.Obj.Signature().Results().Len() == 1 && lang.IsChan(in.Obj.Signature().Results().At(0).Type())
	})
}

// A firing is a send that a function comes to, and what comes before it.
type firing struct {
	*send
	state
}

// starts notes, for a path, the signals of a function that runs beside it from
// now on, after what rel says.
func (w *walk) starts(call *ast.CallExpr, e edge, rel, s state) state {
	if !w.mayFire(e.to) {
		return s
	}
	sum := w.summarise(subject{f: e.to, facts: w.handsOver(e.to, call, s.facts), beside: true})
	for _, f := range sum.firings {
		after := rel.then(w.bind(f.state, e.to, call))
		if w.onSend != nil {
			w.onSend(f.send, s.then(after))
		}
		s.signals = s.signals.with(w.signalID(signal{f.send, after}))
	}
	return s
}

// mayFire reports whether f, or what it runs, sends a signal.
func (c *checker) mayFire(f *connflow.Func) bool {
	known, ok := c.firing[f]
	if !ok {
		reach := c.flow.Reach(f.Body)
		known = slices.ContainsFunc(c.sends, func(s *send) bool { return (s.in == f || reach[s.in]) && c.awaited(s) })
		c.firing[f] = known
	}
	return known
}

// signalled goes on behind a receipt with each of the path's signals that can be
// what is received.
func (w *walk) signalled(ch ast.Expr, what receipt, s state) (states []state, found bool) {
	for i := 0; i < len(s.signals); i += 2 {
		sig := w.signals[s.signals.at(i)]
		if !w.receives(ch, sig.send) {
			continue
		}
		found = true
		if what == value && sig.closes || what == closing && !sig.closes {
			continue
		}
		t := s
		if sig.after.needs != 0 {
			if w.beside || !w.fulfilled(sig.after.needs, s) {
				continue
			}
			sig.after.needs = 0
		}
		if !sig.closes {
			t.signals = s.signals[:i] + s.signals[i+2:]
		}
		states = append(states, t.then(sig.after))
	}
	return states, found
}

// fulfilled reports whether the path has sent what another goroutine waits for
// before it sends.
func (w *walk) fulfilled(needs uint16, s state) bool {
	for i := 0; i < len(s.signals); i += 2 {
		sig := w.signals[s.signals.at(i)]
		if sig.after.needs == 0 && w.receives(w.receipts[needs-1], sig.send) {
			return true
		}
	}
	return false
}

// need returns s after a receipt of what somebody else has to send, in a goroutine
// whose own signals wait for it.
func (w *walk) need(ch ast.Expr, s state) []state {
	if !w.beside || s.needs != 0 {
		return nil
	}
	i := slices.Index(w.receipts, ch)
	if i < 0 {
		i = len(w.receipts)
		w.receipts = append(w.receipts, ch)
	}
	s.needs = uint16(i + 1)
	return []state{s}
}

// receives reports whether what is received from ch may come from a send.
func (c *checker) receives(ch ast.Expr, from *send) bool {
	k := received{ch, from}
	known, ok := c.received[k]
	if ok {
		return known
	}
	switch ctx := c.doneOf(ch); {
	case from.cancels && ctx != nil:
		known = c.cancelled(ctx, from.ch, 0)
	case !from.cancels && ctx == nil:
		known = c.flow.Same(ch, from.ch)
	}
	c.received[k] = known
	return known
}

// A received is a place that receives and one that sends.
type received struct {
	ch ast.Expr
	*send
}

// doneOf returns the context whose end ch tells, nil if it is another channel.
func (c *checker) doneOf(ch ast.Expr) ast.Expr {
	call, ok := ast.Unparen(ch).(*ast.CallExpr)
	if !ok {
		for _, s := range c.flow.Sources(ch) {
			if made, ok := s.Expr.(*ast.CallExpr); ok && s.Kind == connflow.CallResult {
				call = made
			}
		}
	}
	if call == nil {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if ok && lang.IsNamed(lang.TypeOf(c.flow.Info, sel.X), "context", "Context") {
		return sel.X
	}
	return nil
}

// cancelled reports whether the function cancel ends ctx, or one that ctx is
// derived from.
func (c *checker) cancelled(ctx, cancel ast.Expr, depth int) bool {
	var makers []ast.Expr
	for _, s := range c.flow.Sources(cancel) {
		if s.Kind == connflow.CallResult {
			makers = append(makers, s.Expr)
		}
	}
	for _, s := range c.flow.Sources(ctx) {
		call, ok := s.Expr.(*ast.CallExpr)
		if !ok || s.Kind != connflow.CallResult {
			continue
		}
		if slices.Contains(makers, s.Expr) {
			return true
		}
		if len(call.Args) > 0 && depth < maxVia && lang.IsNamed(lang.TypeOf(c.flow.Info, call.Args[0]), "context", "Context") && c.cancelled(call.Args[0], cancel, depth+1) {
			return true
		}
	}
	return false
}

// handedSignals returns the signals that a function may receive for its caller,
// and the others. One that dials waits for signals of its own.
func (c *checker) handedSignals(f *connflow.Func, ss signals) (handed, rest signals) {
	if ss == "" || c.graph.leads[f] {
		return "", ss
	}
	receipts := c.receivedIn(f)
	for i := 0; i < len(ss); i += 2 {
		sig := c.signals[ss.at(i)]
		if slices.ContainsFunc(receipts, func(ch ast.Expr) bool { return c.receives(ch, sig.send) }) {
			handed += ss[i : i+2]
		} else {
			rest += ss[i : i+2]
		}
	}
	return handed, rest
}

// receivedIn returns the channels from which f, or what it runs, receives.
func (c *checker) receivedIn(f *connflow.Func) []ast.Expr {
	known, ok := c.receiving[f]
	if !ok {
		known = c.ownReceipts(f)
		for g := range c.flow.Reach(f.Body) {
			if g != f {
				known = append(known, c.ownReceipts(g)...)
			}
		}
		c.receiving[f] = known
	}
	return known
}

func (c *checker) ownReceipts(f *connflow.Func) (chans []ast.Expr) {
	lang.Walk(f.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if receives(n) {
				chans = append(chans, n.X)
			}
		case *ast.CallExpr:
			if w := c.graph.wait(n); w != nil && w.Role == wslib.Listens {
				chans = append(chans, slot(n, wslib.Recv))
			}
		case *ast.RangeStmt:
			if _, ok := lang.TypeOf(c.flow.Info, n.X).Underlying().(*types.Chan); ok {
				chans = append(chans, n.X)
			}
		}
	})
	return chans
}

// receives reports whether e receives from a channel.
func receives(e *ast.UnaryExpr) bool { return e.Op == token.ARROW }
