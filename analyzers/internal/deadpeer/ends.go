package deadpeer

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// ends reports whether the branch ends the connection: it closes or cancels,
// or leaves a function that does so then. in is the function around the
// branch, outer the statement that has it.
func (j *Peer) ends(in *connflow.Func, branch region, outer ast.Node) bool {
	if j.closes(branch) {
		return true
	}
	returns, breaks := j.leaves(branch)
	return (returns || breaks) && j.closesAfter(in, outer, breaks)
}

// closes reports whether the code of a region closes the connection, cancels its
// context or ends the program, itself or through functions of the package or a
// channel, whatever errors come and whatever other code decides.
func (j *Peer) closes(r region) bool {
	found := false
	ast.Inspect(r.root, func(n ast.Node) bool {
		if n == nil || found || n.End() <= r.from {
			return false
		}
		if n.Pos() < r.from {
			return true
		}
		switch n := n.(type) {
		case *ast.SendStmt:
			found = !j.doubtful(n, r.root) && j.signals(n.Chan)
		case *ast.CallExpr:
			if j.doubtful(n, r.root) {
				return false
			}
			found = j.isEnd(n) || j.isExit(n) || lang.IsBuiltin(j.flow.Info, n, "close") && j.signals(n.Args[0])
			if callees := j.flow.Callees(n); len(callees) <= maxTargets {
				found = found || slices.ContainsFunc(callees, j.funcCloses)
			}
			for _, arg := range n.Args { // once.Do(c.close)
				if fn := j.function(arg); fn != nil && !found {
					found = j.funcCloses(j.flow.FuncOf(fn))
				}
			}
		}
		return !found
	})
	return found
}

// maxTargets bounds how many functions a call may run, through an interface or a
// function value, of which one that closes says that the call does.
const maxTargets = 8

// funcCloses is closes of the code of f.
func (j *Peer) funcCloses(f *connflow.Func) bool {
	if f == nil {
		return false
	}
	return j.ending.get(f, func() bool { return j.closes(region{f.Body, f.Body.Pos()}) })
}

// isEnd reports whether the call closes the connection or cancels its context.
func (j *Peer) isEnd(call *ast.CallExpr) bool { return j.isClose(call) || j.isCancel(call.Fun) }

// An answers keeps which functions, channels and contexts end a connection. They
// depend on each other: what is asked for while it is being found out does not, and
// what is no for this reason is asked again later.
type answers struct {
	known     map[any]bool
	tentative []any
	depth     int
}

func (a *answers) get(key any, find func() bool) bool {
	if yes, ok := a.known[key]; ok {
		return yes
	}
	if a.known == nil {
		a.known = map[any]bool{}
	}
	a.known[key] = false
	a.depth++
	yes := find()
	a.depth--
	a.known[key] = yes
	switch {
	case a.depth == 0:
		for _, other := range a.tentative {
			if !a.known[other] {
				delete(a.known, other)
			}
		}
		a.tentative = nil
		a.known[key] = yes
	case !yes:
		a.tentative = append(a.tentative, key)
	}
	return yes
}

// doubtful reports whether n, below root, is run only where an error came, or
// where code decides so that looks at nothing that arrives, and not at the time.
func (j *Peer) doubtful(n, root ast.Node) bool {
	if j.errorBranch(n, root) {
		return true
	}
	var child ast.Node
	for _, p := range j.flow.Path(n) {
		if p == root {
			return false
		}
		if stmt, ok := p.(*ast.IfStmt); ok && (child == stmt.Body || child == stmt.Else) && j.decidedElsewhere(stmt.Cond) {
			return true
		}
		child = p
	}
	return false
}

// decidedElsewhere reports whether cond is what a function makes of its arguments
// that knows neither what arrives nor the time.
func (j *Peer) decidedElsewhere(cond ast.Expr) bool {
	asks := false
	lang.Inspect(cond, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || j.flow.Info.Types[call.Fun].IsType() || j.flow.Info.Types[call.Fun].IsBuiltin() || len(call.Args) == 0 {
			return true
		}
		fn := lang.Callee(j.flow.Info, call)
		asks = asks || fn == nil || !wslib.IsStd(fn.Pkg())
		return true
	})
	if !asks {
		return false
	}
	l := j.lookedAt(&poll{cond: []ast.Expr{cond}})
	return !l.time && !j.arriving().leaves(l)
}

// isExit reports whether call ends the program, in a function that has to do
// with the connection: others have reasons of their own.
func (j *Peer) isExit(call *ast.CallExpr) bool {
	fn := lang.Callee(j.flow.Info, call)
	if !lang.IsBuiltin(j.flow.Info, call, "panic") && (fn == nil || !wslib.NoReturn(fn)) {
		return false
	}
	in := outermost(j.flow.Func(call))
	for _, e := range j.Conn.Events {
		if in != nil && outermost(e.In) == in {
			return true
		}
	}
	return false
}

// outermost returns the declared function around f.
func outermost(f *connflow.Func) *connflow.Func {
	for f != nil && f.Outer != nil {
		f = f.Outer
	}
	return f
}

// isClose reports whether e closes the connection.
func (j *Peer) isClose(e ast.Expr) bool {
	for _, event := range j.Conn.Events {
		if event.Func.Role == wslib.Close && (event.Node == e || event.Node == ast.Unparen(e)) {
			return true
		}
	}
	return false
}

// isCancel reports whether e is a function that cancels a context of the
// connection: one that ends its reads, or at whose end it is closed. Where the
// context cannot be seen, it may be.
func (j *Peer) isCancel(e ast.Expr) bool {
	t := j.flow.Info.TypeOf(e)
	if t == nil {
		return false
	}
	if _, ok := t.Underlying().(*types.Signature); !ok {
		return false
	}
	calls := j.flow.CancelsOf(e)
	if len(calls) == 0 {
		return wslib.IsCancelFunc(t)
	}
	for _, call := range calls {
		if j.endsWith(call) {
			return true
		}
	}
	return false
}

// endsWith reports whether the connection ends with the context that call makes.
func (j *Peer) endsWith(call *ast.CallExpr) bool {
	return j.ending.get(call, func() bool { return j.readUnder(call) || j.closedWhenDone(call) })
}

// readUnder reports whether a read, or a view that is read, ends with the context
// that call makes.
func (j *Peer) readUnder(call *ast.CallExpr) bool {
	if !j.Conn.Lib.ReadCtx {
		return false
	}
	for _, r := range j.Reads {
		if ctx := r.Slot(r.Func.Ctx); ctx == nil || j.flow.ContextsOf(ctx)[call] {
			return true
		}
	}
	return false
}

// closedWhenDone reports whether the connection is closed when the context ends
// that call makes.
func (j *Peer) closedWhenDone(call *ast.CallExpr) bool {
	for _, s := range j.landmarks().receives {
		done, ok := ast.Unparen(j.receivedFrom(s.node)).(*ast.CallExpr)
		if !ok || !wslib.IsContextDone(lang.Callee(j.flow.Info, done)) {
			continue
		}
		if sel, ok := ast.Unparen(done.Fun).(*ast.SelectorExpr); ok && j.flow.ContextsOf(sel.X)[call] && j.wakesEnd(s.in, s.node) {
			return true
		}
	}
	for _, s := range j.landmarks().waits {
		after, ok := s.node.(*ast.CallExpr)
		if ok && wslib.RunsWhenDone(lang.Callee(j.flow.Info, after)) && j.flow.ContextsOf(after.Args[0])[call] && j.callsClose(after.Args[1]) {
			return true
		}
	}
	return false
}

// leaves reports whether the branch returns from its function, or leaves the loop
// around otherwise.
func (j *Peer) leaves(branch region) (returns, breaks bool) {
	lang.Walk(branch.root, func(n ast.Node) {
		if n.Pos() < branch.from {
			return
		}
		switch n := n.(type) {
		case *ast.ReturnStmt:
			returns = returns || !j.doubtful(n, branch.root)
		case *ast.BranchStmt:
			leaving := n.Tok == token.GOTO || n.Tok == token.BREAK && (n.Label != nil || j.breaksLoop(n))
			breaks = breaks || leaving && !j.doubtful(n, branch.root)
		}
	})
	return returns, breaks
}

// breaksLoop reports whether the break without a label ends a loop.
func (j *Peer) breaksLoop(n ast.Node) bool {
	for _, p := range j.flow.Path(n) {
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
func (j *Peer) closesAfter(in *connflow.Func, n ast.Node, goesOn bool) bool {
	if goesOn && j.closesBehind(in, n) || j.closesDeferred(in) || j.inGroup(in) {
		return true
	}
	for _, p := range j.Places(in, n) {
		if p.From == nil || p.Async || j.readsAfter(p) {
			continue
		}
		if j.closesDeferred(p.In) || j.closesBehind(p.In, p.Node) || j.inGroup(p.In) {
			return true
		}
	}
	return false
}

// readsAfter reports whether the function around p reads the connection behind it.
func (j *Peer) readsAfter(p *Place) bool {
	for _, r := range j.Reads {
		for _, q := range r.Places {
			if q.In == p.In && !q.Async && j.flow.Between(p.Node, q.Node, nil) {
				return true
			}
		}
	}
	return false
}

// closesBehind reports whether in closes or cancels in a statement behind n.
func (j *Peer) closesBehind(in *connflow.Func, n ast.Node) bool {
	found := false
	lang.Walk(in.Body, func(m ast.Node) {
		call, ok := m.(*ast.CallExpr)
		if ok && !found && call.Pos() > n.End() && !j.errorBranch(call, in.Body) {
			found = j.isEnd(call) || j.calleeCloses(call)
		}
	})
	return found
}

// closesDeferred reports whether in closes or cancels by a deferred call.
func (j *Peer) closesDeferred(in *connflow.Func) bool {
	found := false
	lang.Walk(in.Body, func(m ast.Node) {
		if m, ok := m.(*ast.DeferStmt); ok && !found {
			found = j.isEnd(m.Call) || j.closes(region{m.Call.Fun, m.Call.Fun.Pos()}) || j.calleeCloses(m.Call)
		}
	})
	return found
}

// calleeCloses reports whether the function called closes in its own body.
func (j *Peer) calleeCloses(call *ast.CallExpr) bool {
	found := false
	for _, f := range j.flow.Callees(call) {
		lang.Walk(f.Body, func(n ast.Node) {
			if c, ok := n.(*ast.CallExpr); ok && !j.errorBranch(c, f.Body) {
				found = found || j.isEnd(c)
			}
		})
	}
	return found
}

// inGroup reports whether f is run by an errgroup: the first error that a
// member returns cancels the context of all.
func (j *Peer) inGroup(f *connflow.Func) bool {
	if f.Obj != nil {
		return false
	}
	call, ok := j.flow.Parent(f.Node).(*ast.CallExpr)
	return ok && wslib.CancelsOnError(lang.Callee(j.flow.Info, call))
}

// wakesEnd reports whether the code that runs when the receive n gets a value
// ends the connection.
func (j *Peer) wakesEnd(in *connflow.Func, n ast.Node) bool {
	for _, p := range j.flow.Path(n) {
		switch p := p.(type) {
		case *ast.CommClause:
			if p.Comm != nil && lang.Within(n, p.Comm) {
				return j.ends(in, region{p, p.Pos()}, p)
			}
		case *ast.FuncLit, *ast.FuncDecl:
			return j.closesBehind(in, n) || j.closesDeferred(in)
		}
	}
	return false
}

// signals reports whether a value that is sent to ch, or its closing, ends the
// connection where it is received, or may do so out of sight.
func (j *Peer) signals(ch ast.Expr) bool {
	v := lang.VarOrField(j.flow.Info, ch)
	if v == nil {
		return false
	}
	return j.ending.get(v, func() bool { return j.closedElsewhere() && j.handedOut(ch) || j.endsWhereReceived(ch) })
}

// endsWhereReceived reports whether a value from ch ends the connection where it is
// received.
func (j *Peer) endsWhereReceived(ch ast.Expr) bool {
	for _, s := range j.landmarks().receives {
		if !j.same(j.receivedFrom(s.node), ch) {
			continue
		}
		if loop, ok := s.node.(*ast.RangeStmt); ok && j.closes(region{loop.Body, loop.Body.Pos()}) || !ok && j.wakesEnd(s.in, s.node) {
			return true
		}
	}
	return false
}

// handedOut reports whether code out of sight may receive from the channel ch.
// What is sent to a channel is among its sources, and of another type.
func (j *Peer) handedOut(ch ast.Expr) bool {
	for _, s := range j.flow.Sources(ch) {
		if s.Kind == connflow.Unseen && lang.IsChan(s.Var.Type()) {
			return true
		}
	}
	for _, s := range j.landmarks().returned {
		for _, result := range s.node.(*ast.ReturnStmt).Results {
			if lang.IsChan(j.flow.Info.TypeOf(result)) && j.flow.UnseenCallers(s.in) && j.same(result, ch) {
				return true
			}
		}
	}
	return false
}
