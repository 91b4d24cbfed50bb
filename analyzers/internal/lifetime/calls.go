package lifetime

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A callWalk follows a path through one call.
type callWalk struct{ *walk }

// call returns the states behind a call.
func (w callWalk) call(call *ast.CallExpr, p place) []place {
	w.watch.note(call, p.State)
	if call == w.origin {
		if len(w.vars) <= 1 {
			w.end(End{State: p.State, At: call, Replaced: true}, paths.Unknown)
		}
		return nil
	}
	uses, bounds := false, false
	for _, e := range w.lives.callsAt(w.dialed, call) {
		on := e.Slot(e.Func.Conn)
		if on == nil || !w.carries(on) {
			continue
		}
		switch e.Func.Role {
		case wslib.Close:
			p.Framed = p.Framed || e.Func.Handshake
			p = p.become(Closed)
		case wslib.ReadDeadline, wslib.WriteDeadline:
			bounds = true
		case wslib.Read, wslib.Write:
			uses = true
			if SendsFrame(e) {
				p = w.frame(p)
			}
			switch {
			case e.Lib != nil && e.Lib.ClosesItself && e.Func.Endless:
				p = p.become(Closed)
			case e.Func.Background: // in another package, which keeps it
				p = p.become(Kept)
			}
		}
	}
	for _, operand := range operands(call) {
		if w.carries(operand) && w.lives.closesAway(operand) {
			p = p.become(Kept)
		}
	}
	if w.mayClose(call) || wslib.Stores(lang.Callee(w.lives.flow.Info, call)) && w.anyCarries(call.Args) {
		p = p.become(Kept)
	}
	p.Used = p.Used || uses
	if uses || bounds {
		return w.mayFail(call, p)
	}
	effects, ok := w.effectsOf(call)
	if !ok {
		return w.wraps(call, p)
	}
	var states []place
	for _, e := range effects {
		states = append(states, w.after(call, p, e))
	}
	return states
}

// SendsFrame reports whether the call may send a close frame of the program's own: not
// the answer to the peer's.
func SendsFrame(c *connflow.Call) bool {
	return c.Func.Role == wslib.Write && !c.Func.Answers && c.Sends(wslib.OpConnClose)
}

// frame returns the state behind the sending of a close frame.
func (w callWalk) frame(p place) place {
	if w.watch != nil && p.Status == Closed && !p.Framed {
		w.watch.late = true
	}
	p.Framed = true
	return p
}

// mayFail returns the states behind a call that reads or writes the connection, or
// sets a deadline of it: one in which it has failed, and one in which it has not.
func (w callWalk) mayFail(call *ast.CallExpr, p place) []place {
	i, n := lang.ErrorResult(w.lives.flow.Info, call)
	if n == 0 {
		return []place{p}
	}
	failed := p
	failed.Failed = true
	failed.facts = w.lives.known.WithResult(p.facts, call, i, paths.NonZero)
	p.facts = w.lives.known.WithResult(p.facts, call, i, paths.IsZero)
	return []place{p, failed}
}

// wraps returns the states behind a call of another package's function: one that
// returns the connection in something else, or an error, may close it where it
// fails.
func (w callWalk) wraps(call *ast.CallExpr, p place) []place {
	i, n := lang.ErrorResult(w.lives.flow.Info, call)
	wraps := slices.ContainsFunc(w.lives.callsAt(w.dialed, call), func(c *connflow.Call) bool {
		on := c.Slot(c.Func.Conn)
		return c.Func.Role == wslib.View && !c.Tabled() && on != nil && w.carries(on)
	})
	if n == 0 || !wraps || p.Status != Open {
		return []place{p}
	}
	failed := p.become(Kept)
	failed.facts = w.lives.known.WithResult(p.facts, call, i, paths.NonZero)
	p.facts = w.lives.known.WithResult(p.facts, call, i, paths.IsZero)
	return []place{p, failed}
}

// mayClose reports whether the call, of another package's function that is given
// the connection or has it in its receiver, may close that, or keep it in what it
// returns: its name says so, or nothing tells that it does not.
func (w callWalk) mayClose(call *ast.CallExpr) bool {
	fn := lang.Callee(w.lives.flow.Info, call)
	if fn == nil || !w.lives.flow.Foreign(fn) || !w.anyCarries(operands(call)) {
		return false
	}
	calls := w.lives.callsAt(w.dialed, call)
	if len(calls) == 0 || wslib.AccessBy(fn.Name())&wslib.Closes != 0 {
		return true
	}
	views := slices.ContainsFunc(calls, func(c *connflow.Call) bool { return c.Func.Role == wslib.View })
	return !views && w.anyCarries(call.Args) && slices.ContainsFunc(results(fn), func(t types.Type) bool {
		_, isInterface := t.Underlying().(*types.Interface)
		return isInterface && !lang.IsError(t)
	})
}

// results returns the types of what fn returns.
func results(fn *types.Func) []types.Type {
	var all []types.Type
	for v := range fn.Signature().Results().Variables() {
		all = append(all, v.Type())
	}
	return all
}

// after returns the state behind a call that has the effect e.
func (w callWalk) after(call *ast.CallExpr, p place, e effect) place {
	if e.Framed {
		p = w.frame(p)
	}
	p.Used, p.Failed, p.Framed, p.Shared = p.Used || e.Used, p.Failed || e.Failed, p.Framed || e.Framed, p.Shared || e.Shared
	p.Beside = p.Beside || e.Beside
	if p.Status == Open {
		p.Status, p.Slot = e.Status, e.Slot
	} else if p.Status == Left && e.Status == Closed {
		p.Status, p.Slot = Closed, wslib.None
	}
	if e.last.Known() {
		n := 1
		if t, ok := w.lives.flow.Info.TypeOf(call).(*types.Tuple); ok {
			n = t.Len()
		}
		p.facts = w.lives.known.WithResult(p.facts, call, n-1, e.last)
	}
	return p
}
