package wskeepalive

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// watched reports whether something ends the connection when nothing arrives.
func (j *judge) watched() bool {
	for _, s := range j.landmarks().waits {
		found := false
		switch n := s.node.(type) {
		case *ast.CallExpr:
			found = lang.CalleeIs(j.flow.Info, n, "time", "AfterFunc") && j.callsClose(n.Args[1]) ||
				lang.CalleeIs(j.flow.Info, n, "context", "AfterFunc") && j.bounding(n.Args[0], true) && j.callsClose(n.Args[1])
		case *ast.UnaryExpr:
			found = j.timeoutWatches(s.in, n)
		case *ast.SelectStmt:
			found = j.selectWatches(s.in, n)
		case *ast.IfStmt:
			found = j.tickWatches(s.in, n)
		}
		if found {
			return true
		}
	}
	return j.pingWatches()
}

// callsClose reports whether the function value e closes or cancels.
func (j *judge) callsClose(e ast.Expr) bool {
	if j.isClose(e) || j.isCancel(e) {
		return true
	}
	for _, s := range j.flow.Sources(e) {
		if s.Expr == nil {
			continue
		}
		if j.isClose(s.Expr) || j.isCancel(s.Expr) {
			return true
		}
		for _, f := range j.flow.Funcs {
			if (f.Node == s.Expr || f.Obj != nil && f.Obj == j.function(s.Expr)) && j.closes(f.Body) {
				return true
			}
		}
	}
	return false
}

// timeoutWatches: where a context with a timeout is done, the connection is
// closed there and then. Code that only returns when it is done says nothing.
func (j *judge) timeoutWatches(in *connflow.Func, n *ast.UnaryExpr) bool {
	sel, ok := ast.Unparen(ast.Unparen(n.X).(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	return ok && j.closesAt(in, n) && j.bounding(sel.X, true)
}

// closesAt reports whether in closes the connection itself, behind n or in the
// clause that n wakes.
func (j *judge) closesAt(in *connflow.Func, n ast.Node) bool {
	region := j.woken(in, n)
	for _, e := range j.conn.Events {
		if e.Func.Role == wslib.Close && e.In == in && !e.Defer && lang.Within(e.Node, region.root) && e.Node.Pos() > n.End() {
			return true
		}
	}
	return false
}

// wakesEnd reports whether the code that runs when the receive n gets a value
// ends the connection.
func (j *judge) wakesEnd(in *connflow.Func, n ast.Node) bool {
	for _, p := range j.flow.Path(n) {
		switch p := p.(type) {
		case *ast.CommClause:
			if p.Comm != nil && lang.Within(n, p.Comm) {
				return j.ends(in, p, p)
			}
		case *ast.FuncLit, *ast.FuncDecl:
			return j.closesBehind(in, n) || j.closesDeferred(in)
		}
	}
	return false
}

// signals reports whether a value that is sent to ch, or its closing, ends the
// connection where it is received, or may do so out of sight.
func (j *judge) signals(ch ast.Expr) bool {
	v := lang.VarOrField(j.flow.Info, ch)
	if v == nil || j.signalled[v] {
		return false
	}
	if j.closedElsewhere() && j.handedOut(ch) {
		return true
	}
	if j.signalled == nil {
		j.signalled = map[*types.Var]bool{}
	}
	j.signalled[v] = true
	defer delete(j.signalled, v)
	for _, s := range j.landmarks().receives {
		if u, ok := s.node.(*ast.UnaryExpr); ok && j.same(u.X, ch) && j.wakesEnd(s.in, u) {
			return true
		}
	}
	return false
}

// handedOut reports whether code out of sight may receive from the channel ch.
// What is sent to a channel is among its sources, and of another type.
func (j *judge) handedOut(ch ast.Expr) bool {
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

// selectWatches: a select with a timer that runs out beside a channel that is
// fed by what arrives, or a timer that is reset by it.
func (j *judge) selectWatches(in *connflow.Func, sel *ast.SelectStmt) bool {
	var timers []*ast.CommClause
	var feeds []ast.Expr
	var expiring []ast.Expr
	for _, stmt := range sel.Body.List {
		clause := stmt.(*ast.CommClause)
		ch := received(clause.Comm)
		switch {
		case ch == nil:
		case j.oneShot(ch):
			timers = append(timers, clause)
			expiring = append(expiring, ch)
		default:
			feeds = append(feeds, ch)
		}
	}
	if len(timers) == 0 {
		return false
	}
	for i, clause := range timers {
		if !j.ends(in, clause, sel) {
			continue
		}
		if timer, ok := ast.Unparen(expiring[i]).(*ast.SelectorExpr); ok && j.sameAny(timer.X, j.arriving().resets) {
			return true
		}
		if j.looped() && !j.repeated(in, sel) {
			continue
		}
		for _, feed := range feeds {
			if j.sameAny(feed, j.arriving().sent) {
				return true
			}
		}
	}
	return false
}

// repeated reports whether sel, or a call that leads to it, is in a loop.
func (j *judge) repeated(in *connflow.Func, sel *ast.SelectStmt) bool {
	for _, stmt := range sel.Body.List {
		if comm := stmt.(*ast.CommClause).Comm; comm != nil && j.flow.Loop(comm) != nil {
			return true
		}
	}
	for _, p := range j.places(in, sel) {
		if j.flow.Loop(p.node) != nil {
			return true
		}
	}
	return false
}

// received returns the channel that a select's clause receives from.
func received(comm ast.Stmt) ast.Expr {
	var e ast.Expr
	switch comm := comm.(type) {
	case *ast.ExprStmt:
		e = comm.X
	case *ast.AssignStmt:
		e = comm.Rhs[0]
	}
	if u, ok := ast.Unparen(e).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		return u.X
	}
	return nil
}

// oneShot reports whether ch is the channel of a timer, not of a ticker.
func (j *judge) oneShot(ch ast.Expr) bool {
	if !j.ticks(ch) {
		return false
	}
	if j.timerChannel(ch) {
		return true
	}
	for _, s := range j.flow.Sources(ch) {
		if s.Expr != nil && j.timerChannel(s.Expr) {
			return true
		}
	}
	return false
}

func (j *judge) timerChannel(ch ast.Expr) bool {
	switch ch := ast.Unparen(ch).(type) {
	case *ast.CallExpr:
		return lang.CalleeIs(j.flow.Info, ch, "time", "After")
	case *ast.SelectorExpr:
		t := j.flow.Info.TypeOf(ch.X)
		return t != nil && lang.IsNamed(t, "time", "Timer")
	}
	return false
}

// tickWatches: in a loop that waits for time, a condition looks at what
// arriving code writes, and its branch ends the connection.
func (j *judge) tickWatches(in *connflow.Func, stmt *ast.IfStmt) bool {
	dialsOnce := func(loop, at ast.Node) bool { return !j.redials(loop, at) }
	if !j.timed(in, stmt, dialsOnce) || !intersect(j.looksAt(stmt.Cond), j.arriving().written) {
		return false
	}
	return j.ends(in, stmt.Body, stmt) || stmt.Else != nil && j.ends(in, stmt.Else, stmt)
}

// timed reports whether n runs in a loop that waits for time and counts, in
// which it, or the call that leads to it, is at a place.
func (c *checker) timed(in *connflow.Func, n ast.Node, counts func(loop, at ast.Node) bool) bool {
	for _, p := range c.places(in, n) {
		if p.async {
			continue
		}
		for _, outer := range c.flow.Path(p.node) {
			if outer == p.in.Node {
				break
			}
			switch outer.(type) {
			case *ast.ForStmt, *ast.RangeStmt:
				if c.periodic(outer) && counts(outer, p.node) {
					return true
				}
			}
		}
	}
	return false
}

// redials reports whether the connection is dialed again and again in loop,
// other than in the code of n: a watchdog that ends a connection may replace it.
func (j *judge) redials(loop, n ast.Node) bool {
	found := false
	lang.Walk(loop, func(m ast.Node) {
		if call, ok := m.(*ast.CallExpr); ok && !found && !lang.Within(call, n) {
			found = j.dials(call) && j.flow.Loop(call) != nil
		}
	})
	return found
}

// looksAt returns the variables and fields that the value of e depends on,
// the results of getters included.
func (j *judge) looksAt(e ast.Expr) map[*types.Var]bool {
	vars := map[*types.Var]bool{}
	var visit func(e ast.Expr, depth int)
	visit = func(e ast.Expr, depth int) {
		ast.Inspect(e, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				v, ok := j.flow.Info.Uses[n].(*types.Var)
				if !ok || vars[v] || !j.news(v) {
					return true
				}
				vars[v] = true
				if !v.IsField() && depth < 4 {
					for _, rhs := range j.flow.Writes(v) {
						visit(rhs, depth+1)
					}
				}
			case *ast.CallExpr:
				if depth >= 4 {
					return true
				}
				for _, f := range j.flow.Callees(n) {
					lang.Walk(f.Body, func(n ast.Node) {
						if ret, ok := n.(*ast.ReturnStmt); ok {
							for _, result := range ret.Results {
								visit(result, depth+1)
							}
						}
					})
				}
			case *ast.FuncLit:
				return false
			}
			return true
		})
	}
	visit(e, 0)
	return vars
}

// news reports whether v can tell that something arrived: a time, a number, a
// flag.
func (j *judge) news(v *types.Var) bool {
	t := v.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if lang.IsNamed(t, "time", "Time") {
		return true
	}
	if named := lang.Named(t); named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "sync/atomic" {
		return true
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsInteger|types.IsBoolean|types.IsFloat) != 0
}

// ends reports whether the branch ends the connection: it closes or cancels,
// or leaves a function that does so then. in is the function around the
// branch, outer the statement that has it.
func (j *judge) ends(in *connflow.Func, branch, outer ast.Node) bool {
	return j.closes(branch) || j.leaves(branch) && j.closesAfter(in, outer)
}

// closes reports whether the code of root closes the connection, cancels a
// context or ends the program, itself or through functions of the package or a
// channel, whatever errors come.
func (j *judge) closes(root ast.Node) bool {
	seen := map[*connflow.Func]bool{}
	var visit func(root ast.Node) bool
	enter := func(f *connflow.Func) bool {
		if f == nil || seen[f] {
			return false
		}
		seen[f] = true
		return visit(f.Body)
	}
	visit = func(root ast.Node) bool {
		found := false
		ast.Inspect(root, func(n ast.Node) bool {
			if n == nil || found {
				return false
			}
			switch n := n.(type) {
			case *ast.SendStmt:
				found = !j.errorBranch(n, root) && j.signals(n.Chan)
			case *ast.CallExpr:
				if j.errorBranch(n, root) {
					return false
				}
				found = j.isClose(n) || j.isCancel(n.Fun) || j.isExit(n) || lang.IsBuiltin(j.flow.Info, n, "close") && j.signals(n.Args[0])
				for _, f := range j.flow.Callees(n) {
					found = found || enter(f)
				}
				for _, arg := range n.Args { // once.Do(c.close)
					if fn := j.function(arg); fn != nil && !found {
						found = enter(j.declared(fn))
					}
				}
			}
			return !found
		})
		return found
	}
	return visit(root)
}

// isExit reports whether call ends the program, in a function that has to do
// with the connection: others have reasons of their own.
func (j *judge) isExit(call *ast.CallExpr) bool {
	exits := lang.CalleeIs(j.flow.Info, call, "os", "Exit") || lang.IsBuiltin(j.flow.Info, call, "panic") ||
		lang.CalleeIs(j.flow.Info, call, "log", "Fatal", "Fatalf", "Fatalln", "Logger.Fatal", "Logger.Fatalf", "Logger.Fatalln")
	if !exits {
		return false
	}
	in := outermost(j.flow.Func(call))
	for _, e := range j.conn.Events {
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
func (j *judge) isClose(e ast.Expr) bool {
	for _, event := range j.conn.Events {
		if event.Func.Role == wslib.Close && (event.Node == e || event.Node == ast.Unparen(e)) {
			return true
		}
	}
	return false
}

// isCancel reports whether e is a function that cancels a context.
func (j *judge) isCancel(e ast.Expr) bool {
	t := j.flow.Info.TypeOf(e)
	if t == nil {
		return false
	}
	if lang.IsNamed(t, "context", "CancelFunc") || lang.IsNamed(t, "context", "CancelCauseFunc") {
		return true
	}
	if _, ok := t.Underlying().(*types.Signature); !ok {
		return false
	}
	// A func() that a cancel function was given to.
	if v := lang.VarOrField(j.flow.Info, e); v != nil {
		for _, s := range j.flow.Sources(e) {
			if call, ok := s.Expr.(*ast.CallExpr); ok && s.Index == 1 && lang.CalleeIs(j.flow.Info, call, "context",
				"WithCancel", "WithCancelCause", "WithTimeout", "WithTimeoutCause", "WithDeadline", "WithDeadlineCause") {
				return true
			}
		}
	}
	return false
}

// leaves reports whether the branch leaves its function, or the loop around.
func (j *judge) leaves(branch ast.Node) bool {
	found := false
	lang.Walk(branch, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			found = found || !j.errorBranch(n, branch)
		case *ast.BranchStmt:
			leaving := n.Tok == token.GOTO || n.Tok == token.BREAK && (n.Label != nil || j.breaksLoop(n))
			found = found || leaving && !j.errorBranch(n, branch)
		}
	})
	return found
}

// breaksLoop reports whether the break without a label ends a loop.
func (j *judge) breaksLoop(n ast.Node) bool {
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

// closesAfter reports whether in closes or cancels when it is left at n: by a
// deferred call, by one behind n, as a member of an errgroup, or by a deferred
// call of a function that calls it.
func (j *judge) closesAfter(in *connflow.Func, n ast.Node) bool {
	if j.closesBehind(in, n) {
		return true
	}
	for _, p := range j.places(in, n) {
		if p.from != nil && !p.async && (j.closesDeferred(p.in) || j.inGroup(p.in)) {
			return true
		}
	}
	return j.closesDeferred(in) || j.inGroup(in)
}

// closesBehind reports whether in closes or cancels in a statement behind n.
func (j *judge) closesBehind(in *connflow.Func, n ast.Node) bool {
	found := false
	lang.Walk(in.Body, func(m ast.Node) {
		call, ok := m.(*ast.CallExpr)
		if ok && !found && call.Pos() > n.End() && !j.errorBranch(call, in.Body) {
			found = j.isClose(call) || j.isCancel(call.Fun) || j.calleeCloses(call)
		}
	})
	return found
}

// closesDeferred reports whether in closes or cancels by a deferred call.
func (j *judge) closesDeferred(in *connflow.Func) bool {
	found := false
	lang.Walk(in.Body, func(m ast.Node) {
		if m, ok := m.(*ast.DeferStmt); ok && !found {
			found = j.isClose(m.Call) || j.isCancel(m.Call.Fun) || j.closes(m.Call.Fun) || j.calleeCloses(m.Call)
		}
	})
	return found
}

// calleeCloses reports whether the function called closes in its own body.
func (j *judge) calleeCloses(call *ast.CallExpr) bool {
	found := false
	for _, f := range j.flow.Callees(call) {
		lang.Walk(f.Body, func(n ast.Node) {
			if c, ok := n.(*ast.CallExpr); ok && !j.errorBranch(c, f.Body) {
				found = found || j.isClose(c) || j.isCancel(c.Fun)
			}
		})
	}
	return found
}

// inGroup reports whether f is run by an errgroup: the first error that a
// member returns cancels the context of all.
func (j *judge) inGroup(f *connflow.Func) bool {
	if f.Obj != nil {
		return false
	}
	call, ok := j.parent(f.Node).(*ast.CallExpr)
	return ok && lang.CalleeIs(j.flow.Info, call, "golang.org/x/sync/errgroup", "Group.Go", "Group.TryGo")
}

// pingWatches: a ping that waits for its pong, under a timeout, and whose
// failure ends the connection, or is told to code out of sight that can.
func (j *judge) pingWatches() bool {
	for _, e := range j.conn.Events {
		if !e.Func.Waits || e.In == nil {
			continue
		}
		ctx := e.Slot(e.Func.Ctx)
		if ctx == nil {
			continue
		}
		if j.bounding(ctx, true) && j.failureEnds(e.In, e.Node, map[*connflow.Func]bool{}) {
			return true
		}
		if j.bounding(ctx, false) && j.closedElsewhere() && j.tellsCallers(e.In, e.Node) {
			return true
		}
	}
	return false
}

// tellsCallers reports whether code out of sight calls in and is told the error
// of the call n that in returns.
func (j *judge) tellsCallers(in *connflow.Func, n ast.Node) bool {
	if !j.flow.UnseenCallers(in) || j.dialedIn(in) {
		return false
	}
	for _, p := range j.flow.Path(n) {
		if ret, ok := p.(*ast.ReturnStmt); ok {
			return len(ret.Results) > 0
		}
	}
	errs := j.errorsOf(n)
	told := false
	lang.Walk(in.Body, func(m ast.Node) {
		if ret, ok := m.(*ast.ReturnStmt); ok && ret.Pos() > n.End() {
			for _, result := range ret.Results {
				told = told || j.mentions(result, errs)
			}
		}
	})
	return told
}

// failureEnds reports whether the error of the call n, in the function in,
// ends the connection.
func (j *judge) failureEnds(in *connflow.Func, n ast.Node, seen map[*connflow.Func]bool) bool {
	if in == nil || seen[in] {
		return false
	}
	seen[in] = true
	errs := j.errorsOf(n)
	found, returned := false, false
	lang.Walk(in.Body, func(m ast.Node) {
		switch m := m.(type) {
		case *ast.IfStmt:
			failed, _ := j.errorTest(m.Cond)
			if !failed || m.Pos() > n.Pos() && !j.mentions(m.Cond, errs) || m.Pos() <= n.Pos() && !j.tests(m, n) {
				return
			}
			if j.ends(in, m.Body, m) {
				found = true
			}
			lang.Walk(m.Body, func(r ast.Node) {
				if ret, ok := r.(*ast.ReturnStmt); ok && len(ret.Results) > 0 {
					returned = true
				}
			})
		case *ast.ReturnStmt:
			if lang.Within(n, m) || m.Pos() > n.Pos() && len(errs) > 0 && len(m.Results) > 0 && j.mentions(m.Results[len(m.Results)-1], errs) {
				returned = true
			}
		}
	})
	if found || returned && j.inGroup(in) {
		return true
	}
	if returned {
		for _, site := range j.flow.Callers(in) {
			if j.failureEnds(site.In, site.Call, seen) {
				return true
			}
		}
	}
	return false
}

// errorsOf returns the variables that the error of the call n is assigned to.
func (c *checker) errorsOf(n ast.Node) []*types.Var {
	var errs []*types.Var
	for _, lhs := range assignedTo(n, c.flow) {
		if v := lang.VarOrField(c.flow.Info, lhs); v != nil && lang.IsError(v.Type()) {
			errs = append(errs, v)
		}
	}
	return errs
}

// tests reports whether the if statement makes the call n and tests its error.
func (j *judge) tests(stmt *ast.IfStmt, n ast.Node) bool {
	return lang.Within(n, stmt.Cond) || stmt.Init != nil && lang.Within(n, stmt.Init)
}

func (j *judge) mentions(e ast.Expr, vars []*types.Var) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			for _, v := range vars {
				found = found || j.flow.Info.Uses[id] == v
			}
		}
		return !found
	})
	return found
}
