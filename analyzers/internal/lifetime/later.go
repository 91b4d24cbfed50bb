package lifetime

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// later is what a path leaves to be done by other code: in goroutines, deferred calls,
// and function values.
type later struct{ *walk }

// starts returns the states behind a go or defer statement of the call: what it
// does on some path counts as done.
func (w later) starts(call *ast.CallExpr, p place) []place {
	if w.any { // it runs beside, or later
		w.watch.note(call, p.State)
		return []place{w.literals(call, p)}
	}
	closes, keeps := w.closesOrKeeps(call)
	switch {
	case closes:
		p = p.become(Closed)
	case keeps:
		p = p.become(Kept)
	}
	return []place{w.literals(call, p)}
}

func (w later) closesOrKeeps(call *ast.CallExpr) (closes, keeps bool) {
	var effects []effect
	first := place{}
	if w.left {
		first.Status = Left
	}
	states := w.calls().call(call, first)
	for _, s := range states {
		effects = append(effects, effect{State: s.State})
	}
	return may(effects, Closed), may(effects, Kept)
}

// literals returns the state behind the making of the function literals in n
// which are called elsewhere: one that closes the connection has it.
func (w later) literals(n ast.Node, p place) place {
	if w.any {
		ast.Inspect(n, func(n ast.Node) bool {
			lit, ok := n.(*ast.FuncLit)
			if ok {
				w.watch.note(lit, p.State)
			}
			return !ok
		})
		return p
	}
	ast.Inspect(n, func(m ast.Node) bool {
		switch m := m.(type) {
		case *ast.CallExpr:
			if _, ok := ast.Unparen(m.Fun).(*ast.FuncLit); ok { // called here
				for _, arg := range m.Args {
					p = w.literals(arg, p)
				}
				return false
			}
		case *ast.FuncLit:
			if f := w.lives.flow.FuncAt(m); f != nil && p.Status == Open && may(w.lives.within(w.subject, f), Closed, Kept) {
				p = p.become(Kept)
			}
			return false
		}
		return true
	})
	return p
}

// isCloseValue reports whether e is a method value that closes the connection.
func (w later) isCloseValue(e *ast.SelectorExpr) bool {
	for _, event := range w.lives.callsAt(w.dialed, e) {
		if event.Func.Role == wslib.Close && w.carries(e.X) {
			return true
		}
	}
	return false
}

// closesIn reports whether something in n closes the connection.
func (w later) closesIn(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !found {
			closes, keeps := w.closesOrKeeps(call)
			found = closes || keeps
		}
		return !found
	})
	return found
}
