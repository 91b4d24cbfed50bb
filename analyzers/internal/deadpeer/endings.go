package deadpeer

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// endings finds which code ends a connection.
type endings struct {
	*Peer
	known answers
}

// ends reports whether the branch ends the connection: it closes or cancels,
// or leaves a function that does so then. in is the function around the
// branch, outer the statement that has it.
func (en *endings) ends(in *connflow.Func, branch region, outer ast.Node) bool {
	if en.closes(branch) {
		return true
	}
	returns, breaks := en.exits.leaves(branch)
	return (returns || breaks) && en.exits.closesAfter(in, outer, breaks)
}

// closes reports whether the code of a region closes the connection, cancels its
// context or ends the program, itself or through functions of the package or a
// channel, whatever errors come and whatever other code decides.
func (en *endings) closes(r region) bool {
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
			found = !en.doubtful(n, r.root) && en.signals(n.Chan)
		case *ast.CallExpr:
			if en.doubtful(n, r.root) {
				return false
			}
			found = en.isEnd(n) || en.isExit(n) || lang.IsBuiltin(en.flow.Info, n, "close") && en.signals(n.Args[0])
			if callees := en.flow.Callees(n); len(callees) <= maxTargets {
				found = found || slices.ContainsFunc(callees, en.funcCloses)
			}
			for _, arg := range n.Args { // once.Do(c.close)
				if fn := en.syntax.function(arg); fn != nil && !found {
					found = en.funcCloses(en.flow.FuncOf(fn))
				}
			}
		}
		return !found
	})
	return found
}

// maxTargets bounds how many functions a call may run, through an interface or a
// function value, where the call closes if one of them does.
const maxTargets = 8

// funcCloses is closes of the code of f.
func (en *endings) funcCloses(f *connflow.Func) bool {
	if f == nil {
		return false
	}
	return en.known.get(f, func() bool { return en.closes(region{f.Body, f.Body.Pos()}) })
}

// isEnd reports whether the call closes the connection or cancels its context.
func (en *endings) isEnd(call *ast.CallExpr) bool { return en.isClose(call) || en.isCancel(call.Fun) }

// An answers keeps which functions, channels and contexts end a connection. They depend
// on each other: one that is still being computed is taken not to, and what depends on
// that is computed again later.
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

// doubtful reports whether n, within root, is run only where an error came, or
// where code decides so that looks at nothing that arrives, and not at the time.
func (en *endings) doubtful(n, root ast.Node) bool {
	if en.syntax.errorBranch(n, root) {
		return true
	}
	var child ast.Node
	for _, p := range en.flow.Path(n) {
		if p == root {
			return false
		}
		if stmt, ok := p.(*ast.IfStmt); ok && (child == stmt.Body || child == stmt.Else) && en.decidedElsewhere(stmt.Cond) {
			return true
		}
		child = p
	}
	return false
}

// decidedElsewhere reports whether cond is what a function makes of its arguments
// that knows neither what arrives nor the time.
func (en *endings) decidedElsewhere(cond ast.Expr) bool {
	opaque := false
	lang.Inspect(cond, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || en.flow.Info.Types[call.Fun].IsType() || en.flow.Info.Types[call.Fun].IsBuiltin() || len(call.Args) == 0 {
			return true
		}
		fn := lang.Callee(en.flow.Info, call)
		opaque = opaque || fn == nil || !wslib.IsStd(fn.Pkg())
		return true
	})
	if !opaque {
		return false
	}
	l := en.lookedAt(&poll{cond: []ast.Expr{cond}})
	return !l.time && !en.arriving().leaves(l)
}

// isExit reports whether call ends the program, in a function that has to do
// with the connection: others have reasons of their own.
func (en *endings) isExit(call *ast.CallExpr) bool {
	fn := lang.Callee(en.flow.Info, call)
	if !lang.IsBuiltin(en.flow.Info, call, "panic") && (fn == nil || !wslib.NoReturn(fn)) {
		return false
	}
	in := outermost(en.flow.Func(call))
	for _, e := range en.Conn.Events {
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
func (en *endings) isClose(e ast.Expr) bool {
	for _, event := range en.Conn.Events {
		if event.Func.Role == wslib.Close && (event.Node == e || event.Node == ast.Unparen(e)) {
			return true
		}
	}
	return false
}

// isCancel reports whether e is a function that cancels a context of the
// connection: one that ends its reads, or at whose end it is closed. Where the
// context cannot be seen, it may be.
func (en *endings) isCancel(e ast.Expr) bool {
	t := en.flow.Info.TypeOf(e)
	if t == nil {
		return false
	}
	if _, ok := t.Underlying().(*types.Signature); !ok {
		return false
	}
	calls := en.flow.CancelsOf(e)
	if len(calls) == 0 {
		return wslib.IsCancel(t)
	}
	for _, call := range calls {
		if en.endsWith(call) {
			return true
		}
	}
	return false
}

// endsWith reports whether the connection ends with the context that call makes.
func (en *endings) endsWith(call *ast.CallExpr) bool {
	return en.known.get(call, func() bool { return en.readUnder(call) || en.closedWhenDone(call) })
}

// readUnder reports whether a read, or a view that is read, ends with the context
// that call makes.
func (en *endings) readUnder(call *ast.CallExpr) bool {
	if !en.Conn.Lib.ReadCtx {
		return false
	}
	for _, r := range en.Reads {
		if ctx := r.Slot(r.Func.Ctx); ctx == nil || en.flow.ContextsOf(ctx)[call] {
			return true
		}
	}
	return false
}

// closedWhenDone reports whether the connection is closed when the context ends
// that call makes.
func (en *endings) closedWhenDone(call *ast.CallExpr) bool {
	for _, s := range en.landmarks().receives {
		done, ok := ast.Unparen(en.syntax.receivedFrom(s.node)).(*ast.CallExpr)
		if !ok || wslib.ContextMethod(lang.Callee(en.flow.Info, done)) != wslib.ContextDone {
			continue
		}
		if sel, ok := ast.Unparen(done.Fun).(*ast.SelectorExpr); ok && en.flow.ContextsOf(sel.X)[call] && en.wakesEnd(s.in, s.node) {
			return true
		}
	}
	for _, s := range en.landmarks().waits {
		after, ok := s.node.(*ast.CallExpr)
		if ok && wslib.RunsWhenDone(lang.Callee(en.flow.Info, after)) && en.flow.ContextsOf(after.Args[0])[call] && en.callsClose(after.Args[1]) {
			return true
		}
	}
	return false
}

// wakesEnd reports whether the code that runs when the receive n gets a value
// ends the connection.
func (en *endings) wakesEnd(in *connflow.Func, n ast.Node) bool {
	for _, p := range en.flow.Path(n) {
		switch p := p.(type) {
		case *ast.CommClause:
			if p.Comm != nil && lang.Within(n, p.Comm) {
				return en.ends(in, region{p, p.Pos()}, p)
			}
		case *ast.FuncLit, *ast.FuncDecl:
			return en.exits.closesBehind(in, n) || en.exits.closesDeferred(in)
		}
	}
	return false
}

// signals reports whether a value that is sent to ch, or its closing, ends the
// connection where it is received, or may do so out of sight: not that of a struct
// that has nothing to do with the connection.
func (en *endings) signals(ch ast.Expr) bool {
	v := lang.VarOrField(en.flow.Info, ch)
	if v == nil {
		return false
	}
	return en.known.get(v, func() bool {
		about := !v.IsField() || en.flow.HeldTogether(en.Conn, v)
		return about && en.unseen.closedElsewhere() && en.handedOut(ch) || en.endsWhereReceived(ch)
	})
}

// endsWhereReceived reports whether a value from ch ends the connection where it is
// received.
func (en *endings) endsWhereReceived(ch ast.Expr) bool {
	for _, s := range en.landmarks().receives {
		if !en.syntax.same(en.syntax.receivedFrom(s.node), ch) {
			continue
		}
		if loop, ok := s.node.(*ast.RangeStmt); ok && en.closes(region{loop.Body, loop.Body.Pos()}) || !ok && en.wakesEnd(s.in, s.node) {
			return true
		}
	}
	return false
}

// handedOut reports whether code out of sight may receive from the channel ch.
// What is sent to a channel is among its sources, and of another type.
func (en *endings) handedOut(ch ast.Expr) bool {
	for _, s := range en.flow.Sources(ch) {
		if s.Kind == connflow.Unseen && lang.IsChan(s.Var.Type()) {
			return true
		}
	}
	for _, s := range en.landmarks().returned {
		for _, result := range s.node.(*ast.ReturnStmt).Results {
			if lang.IsChan(en.flow.Info.TypeOf(result)) && en.flow.UnseenCallers(s.in) && en.syntax.same(result, ch) {
				return true
			}
		}
	}
	return false
}

// callsClose reports whether the function value e closes or cancels.
func (en *endings) callsClose(e ast.Expr) bool {
	if en.isClose(e) || en.isCancel(e) {
		return true
	}
	for _, s := range en.flow.Sources(e) {
		if s.Expr != nil && (en.isClose(s.Expr) || en.isCancel(s.Expr)) {
			return true
		}
	}
	for _, f := range en.flow.FuncsOf(e) {
		if en.funcCloses(f) {
			return true
		}
	}
	return false
}
