package deadpeer

import (
	"go/ast"
	"go/token"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// exits finds where leaving code ends the connection.
type exits struct{ *Peer }

// leaves reports whether the branch returns from its function, or leaves the loop
// around otherwise.
func (x *exits) leaves(branch region) (returns, breaks bool) {
	lang.Walk(branch.root, func(n ast.Node) {
		if n.Pos() < branch.from {
			return
		}
		switch n := n.(type) {
		case *ast.ReturnStmt:
			returns = returns || !x.endings.doubtful(n, branch.root)
		case *ast.BranchStmt:
			leaving := n.Tok == token.GOTO || n.Tok == token.BREAK && (n.Label != nil || x.breaksLoop(n))
			breaks = breaks || leaving && !x.endings.doubtful(n, branch.root)
		}
	})
	return returns, breaks
}

// breaksLoop reports whether the break without a label ends a loop.
func (x *exits) breaksLoop(n ast.Node) bool {
	for _, p := range x.flow.Path(n) {
		switch p.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.SelectStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt:
			return false
		}
	}
	return false
}

// closesAfter reports whether the connection ends when in is left at n: by a
// deferred call, by one behind n where the code goes on there, as a member of an
// errgroup, or by these of a function that calls in and then reads no more.
func (x *exits) closesAfter(in *connflow.Func, n ast.Node, goesOn bool) bool {
	if goesOn && x.closesBehind(in, n) || x.closesDeferred(in) || x.inGroup(in) {
		return true
	}
	for _, p := range x.Places(in, n) {
		if p.From == nil || p.Async || x.readsAfter(p) {
			continue
		}
		if x.closesDeferred(p.In) || x.closesBehind(p.In, p.Node) || x.inGroup(p.In) {
			return true
		}
	}
	return false
}

// readsAfter reports whether the function around p reads the connection behind it.
func (x *exits) readsAfter(p *Place) bool {
	for _, r := range x.Reads {
		for _, q := range r.Places {
			if q.In == p.In && !q.Async && x.flow.Between(p.Node, q.Node, nil) {
				return true
			}
		}
	}
	return false
}

// closesBehind reports whether in closes or cancels in a statement behind n.
func (x *exits) closesBehind(in *connflow.Func, n ast.Node) bool {
	found := false
	lang.Walk(in.Body, func(m ast.Node) {
		call, ok := m.(*ast.CallExpr)
		if ok && !found && call.Pos() > n.End() && !x.syntax.errorBranch(call, in.Body) {
			found = x.endings.isEnd(call) || x.calleeCloses(call)
		}
	})
	return found
}

// closesDeferred reports whether in closes or cancels by a deferred call.
func (x *exits) closesDeferred(in *connflow.Func) bool {
	found := false
	lang.Walk(in.Body, func(m ast.Node) {
		if m, ok := m.(*ast.DeferStmt); ok && !found {
			found = x.endings.isEnd(m.Call) || x.endings.closes(region{m.Call.Fun, m.Call.Fun.Pos()}) || x.calleeCloses(m.Call)
		}
	})
	return found
}

// calleeCloses reports whether the function called closes in its own body.
func (x *exits) calleeCloses(call *ast.CallExpr) bool {
	found := false
	for _, f := range x.flow.Callees(call) {
		lang.Walk(f.Body, func(n ast.Node) {
			if c, ok := n.(*ast.CallExpr); ok && !x.syntax.errorBranch(c, f.Body) {
				found = found || x.endings.isEnd(c)
			}
		})
	}
	return found
}

// inGroup reports whether f is run by an errgroup: the first error that a
// member returns cancels the context of all.
func (x *exits) inGroup(f *connflow.Func) bool {
	if f.Obj != nil {
		return false
	}
	call, ok := x.flow.Parent(f.Node).(*ast.CallExpr)
	return ok && wslib.CancelsOnError(lang.Callee(x.flow.Info, call))
}
