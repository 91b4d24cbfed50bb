package lifetime

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A walk follows a connection along the paths of its function.
type walk struct {
	*subject
	// verdict is the variable that has the error of the call that makes the
	// connection, where what is in it cannot be known: a function literal sets it,
	// too.
	verdict *types.Var
	// response is the variable that has the response to the handshake.
	response *types.Var
	ends     []End
	effects  []effect
	// watch notes how the paths come to calls, where it is not nil; ended is
	// Connection.ended then.
	watch *reached
	ended func(ast.Node) bool
}

// A place is the state of a path.
type place struct {
	State
	facts paths.Facts
	// untested: the error of the call that makes the connection is in a variable
	// of which nothing can be known, and was not looked at yet.
	untested bool
}

// fromOrigin walks the paths behind the call that makes the connection, which may
// leave it so. It reports whether it could follow them all.
func (w *walk) fromOrigin(made []effect) bool {
	w.findVars()
	at, ok := w.in.Graph().At(w.origin)
	if !ok {
		return false
	}
	first := place{untested: w.findVerdict(at.Node())}
	if i := w.slot.Result(); i >= 0 {
		first.facts = w.lives.known.WithResult(first.facts, w.origin, i, paths.NonZero)
	} else if to := w.slot.In(w.origin); to != nil {
		first.Status, first.Slot = w.leaves(to)
	} else {
		return false
	}
	if w.deferredBefore() {
		first.State = first.become(Closed).State
	}
	var states []place
	for _, e := range made {
		p := first
		p.Used, p.Failed, p.Framed, p.Shared, p.Beside = e.Used, e.Failed, e.Framed, e.Shared, e.Beside
		if i, n := lang.ErrorResult(w.lives.flow.Info, w.origin); n > 0 && e.last.Known() {
			p.facts = w.lives.known.WithResult(p.facts, w.origin, i, e.last)
		}
		p.untested = p.untested && e.last == paths.IsZero
		states = append(states, w.node(at.Node(), p, w.origin)...)
	}
	walk := w.paths()
	walk.After(w.origin, states...)
	return !walk.Cut
}

// deferredBefore reports whether a function that was deferred before the call closes
// what the call makes.
func (w *walk) deferredBefore() bool {
	found := false
	lang.Inspect(w.in.Body, func(n ast.Node) bool {
		if d, ok := n.(*ast.DeferStmt); ok && d.Pos() < w.origin.Pos() && w.in.Graph().Between(d, w.origin, nil) {
			closes, keeps := w.closesOrKeeps(d.Call)
			found = found || closes || keeps
		}
		return !found
	})
	return found
}

// findVerdict finds the variables that n assigns the error and the response of the
// origin to, and reports whether nothing can be known of the error.
func (w *walk) findVerdict(n ast.Node) bool {
	assign, ok := n.(*ast.AssignStmt)
	i, count := lang.ErrorResult(w.lives.flow.Info, w.origin)
	if !ok || count != len(assign.Lhs) {
		return false
	}
	for _, lhs := range assign.Lhs {
		if v := lang.Var(w.lives.flow.Info, lhs); v != nil && wslib.IsResponse(v.Type()) {
			w.response = v
		}
	}
	w.verdict = lang.Var(w.lives.flow.Info, assign.Lhs[i])
	return w.verdict != nil && w.lives.known.With("", assign.Lhs[i], paths.NonZero) == ""
}

// fromStart walks the paths of the whole function.
func (w *walk) fromStart() bool {
	w.findVars()
	walk := w.paths()
	walk.Start(place{})
	return !walk.Cut
}

func (w *walk) paths() *paths.Walk[place] {
	known := w.lives.known
	graph := w.in.Graph()
	return &paths.Walk[place]{
		Graph: graph,
		Step:  func(n ast.Node, p place) []place { return w.node(n, p, nil) },
		Range: func(loop *ast.RangeStmt, more bool, p place) []place {
			p.facts = known.Next(p.facts, loop)
			if !more && p.Status == Open && w.carries(loop.X) && w.closesIn(loop.Body) {
				p.Status = Closed
			}
			return []place{p}
		},
		Branch: w.branch,
		Enter: func(b *cfg.Block, p place) (place, bool) {
			p.facts = known.Needed(known.WithoutResults(p.facts), graph, b)
			return p, true
		},
		Exit: w.exit,
	}
}

// branch returns the state where cond holds, or does not.
func (w *walk) branch(cond ast.Expr, holds bool, p place) (place, bool) {
	w.left = p.Status == Left
	if f := w.truth(cond, p); f.Known() && f.Holds() != holds {
		return p, false
	}
	if w.verdict != nil && lang.Mentions(w.lives.flow.Info, cond, w.verdict) {
		p.untested = false
	}
	if holds && w.ended != nil && w.ended(cond) {
		p.Failed = true
	}
	p.facts = w.lives.known.Refine(p.facts, cond, holds)
	return p, true
}

// truth returns what is known of a condition where the connection is there.
func (w *walk) truth(cond ast.Expr, p place) paths.Fact {
	info := w.lives.flow.Info
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return w.truth(e.X, p).Not()
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND:
			return both(w.truth(e.X, p), w.truth(e.Y, p))
		case token.LOR:
			return both(w.truth(e.X, p).Not(), w.truth(e.Y, p).Not()).Not()
		}
		if x, notNil, ok := lang.NilTest(info, e); ok {
			switch {
			case p.untested && lang.Var(info, x) == w.verdict:
				return paths.Bool(!notNil)
			case p.Status == Open && !w.any && w.carries(x):
				return paths.Bool(notNil)
			}
		}
		if holds, ok := w.testsStatus(e); ok {
			return paths.Bool(holds)
		}
	}
	return w.lives.known.Eval(p.facts, cond)
}

// both returns what is known of x && y.
func both(x, y paths.Fact) paths.Fact {
	switch {
	case x == paths.IsZero || y == paths.IsZero:
		return paths.IsZero
	case x.Holds() && y.Holds():
		return paths.NonZero
	}
	return paths.Unknown
}

// testsStatus reports whether e compares the status of the response to the
// handshake, and whether it holds where that has succeeded.
func (w *walk) testsStatus(e *ast.BinaryExpr) (holds, ok bool) {
	info := w.lives.flow.Info
	if e.Op != token.EQL && e.Op != token.NEQ || w.response == nil {
		return false, false
	}
	field, isField := ast.Unparen(e.X).(*ast.SelectorExpr)
	code, isConst := lang.Int(info, e.Y)
	if !isField || !isConst || lang.Var(info, field.X) != w.response || !wslib.IsResponseStatus(lang.VarOrField(info, field)) {
		return false, false
	}
	return (code == wslib.SwitchingProtocols) == (e.Op == token.EQL), true
}

// exit ends a path that leaves the function.
func (w *walk) exit(ret *ast.ReturnStmt, p place) {
	if ret == nil || ret.Pos() >= w.in.Body.Rbrace {
		w.end(End{State: p.State, At: w.in.Body}, paths.Unknown)
		return
	}
	last := w.lastResult(ret, p.facts)
	if last == paths.IsZero && w.returnsNothing(ret) {
		return
	}
	w.end(End{State: p.State, At: ret}, last)
}

// lastResult returns what is known of the last value that ret returns.
func (w *walk) lastResult(ret *ast.ReturnStmt, facts paths.Facts) paths.Fact {
	known, results := w.lives.known, w.in.Type.Results
	switch n := len(ret.Results); {
	case n == 1 && w.in.Signature().Results().Len() > 1:
		return known.Result(facts, ast.Unparen(ret.Results[0]), w.in.Signature().Results().Len()-1)
	case n > 0:
		return known.Eval(facts, ret.Results[n-1])
	case results != nil && len(results.List) > 0:
		if names := results.List[len(results.List)-1].Names; len(names) > 0 {
			return known.Eval(facts, names[len(names)-1])
		}
	}
	return paths.Unknown
}

// returnsNothing reports whether ret returns an error that it names and nothing
// else: where the error is nil there, the path is none that the program takes.
func (w *walk) returnsNothing(ret *ast.ReturnStmt) bool {
	info := w.lives.flow.Info
	n := len(ret.Results)
	if n < 2 || !lang.IsError(lang.TypeOf(info, ret.Results[n-1])) || lang.IsNil(info, ret.Results[n-1]) {
		return false
	}
	return !slices.ContainsFunc(ret.Results[:n-1], func(e ast.Expr) bool { return !lang.IsNil(info, e) })
}

func (w *walk) end(end End, last paths.Fact) {
	if w.watch != nil && !slices.Contains(w.watch.ends, end.State) {
		w.watch.ends = append(w.watch.ends, end.State)
	}
	if !slices.Contains(w.ends, end) {
		w.ends = append(w.ends, end)
	}
	if e := (effect{end.State, last}); !end.Replaced && !slices.Contains(w.effects, e) {
		w.effects = append(w.effects, e)
	}
}

// node returns the states of a path behind n, a node of the graph. Of what n does,
// all counts that is behind from, where there is one.
func (w *walk) node(n ast.Node, p place, from ast.Node) []place {
	states := []place{p}
	each := func(do func(place) []place) {
		var next []place
		for _, s := range states {
			w.left = s.Status == Left
			next = append(next, do(s)...)
		}
		states = next
	}
	began := from == nil
	if !began && !lang.Within(from, n) {
		return states
	}
	if s, ok := n.(*ast.GoStmt); ok {
		if !began {
			return states
		}
		w.left = p.Status == Left
		p.Shared = p.Shared || w.mentions(s.Call)
		return w.forget(w.starts(s.Call, p), n)
	}
	paths.InOrder(n, func(m ast.Node) {
		switch m := m.(type) {
		case *ast.CallExpr:
			if !began {
				began = m == from
				return
			}
			each(func(s place) []place { return w.call(m, s) })
		case *ast.SelectorExpr:
			if began && w.isCloseValue(m) {
				each(func(s place) []place { return []place{s.become(Kept)} })
			}
		}
	})
	each(func(s place) []place { return []place{w.literals(n, s)} })
	if _, isStmt := n.(ast.Stmt); isStmt && w.ended != nil && w.ended(n) {
		each(func(s place) []place { s.Failed = true; return []place{s} })
	}
	switch n := n.(type) {
	case *ast.DeferStmt:
		each(func(s place) []place { return w.starts(n.Call, s) })
	case *ast.SendStmt:
		if w.carries(n.Value) {
			each(func(s place) []place { return []place{s.become(Kept)} })
		}
	case *ast.ReturnStmt:
		each(func(s place) []place { return []place{w.returns(n, s)} })
	case *ast.AssignStmt, *ast.ValueSpec:
		each(func(s place) []place { return w.assign(n, s) })
	}
	return w.forget(states, n)
}

// forget gives the states what the assignment n makes known, and takes what was
// known of fields where n may run other code.
func (w *walk) forget(states []place, n ast.Node) []place {
	calls := false
	lang.Inspect(n, func(n ast.Node) bool {
		_, call := n.(*ast.CallExpr)
		calls = calls || call
		return !calls
	})
	for i := range states {
		if calls {
			states[i].facts = w.lives.known.WithoutShared(states[i].facts)
		}
		states[i].facts = w.lives.known.Assign(states[i].facts, n)
		switch n.(type) {
		case *ast.ReturnStmt: // what it returns is still to be looked at
		case ast.Stmt:
			states[i].facts = w.lives.known.WithoutResults(states[i].facts)
		}
	}
	return states
}

// become returns p with the status, where the connection is open.
func (p place) become(s Status) place {
	if p.Status == Open || s == Closed && p.Status == Left {
		p.Status, p.Slot = s, wslib.None
	}
	return p
}

// call returns the states behind a call.
func (w *walk) call(call *ast.CallExpr, p place) []place {
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
func (w *walk) frame(p place) place {
	if w.watch != nil && p.Status == Closed && !p.Framed {
		w.watch.late = true
	}
	p.Framed = true
	return p
}

// mayFail returns the states behind a call that reads or writes the connection, or
// sets a deadline of it: one in which it has failed, and one in which it has not.
func (w *walk) mayFail(call *ast.CallExpr, p place) []place {
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
func (w *walk) wraps(call *ast.CallExpr, p place) []place {
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
func (w *walk) mayClose(call *ast.CallExpr) bool {
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
func (w *walk) after(call *ast.CallExpr, p place, e effect) place {
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

// starts returns the states behind a go or defer statement of the call: what it
// does on some path counts as done.
func (w *walk) starts(call *ast.CallExpr, p place) []place {
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

func (w *walk) closesOrKeeps(call *ast.CallExpr) (closes, keeps bool) {
	var effects []effect
	first := place{}
	if w.left {
		first.Status = Left
	}
	states := w.call(call, first)
	for _, s := range states {
		effects = append(effects, effect{State: s.State})
	}
	return may(effects, Closed), may(effects, Kept)
}

// literals returns the state behind the making of the function literals in n
// which are called elsewhere: one that closes the connection has it.
func (w *walk) literals(n ast.Node, p place) place {
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
func (w *walk) isCloseValue(e *ast.SelectorExpr) bool {
	for _, event := range w.lives.callsAt(w.dialed, e) {
		if event.Func.Role == wslib.Close && w.carries(e.X) {
			return true
		}
	}
	return false
}

// returns returns the state behind a return statement.
func (w *walk) returns(ret *ast.ReturnStmt, p place) place {
	if p.Status != Open {
		return p
	}
	for i, e := range ret.Results {
		carried := w.carries(e)
		if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && len(ret.Results) == 1 && w.in.Signature().Results().Len() > 1 {
			for j := range w.in.Signature().Results().Len() {
				if w.carriesResult(call, j) {
					return returned(p, j)
				}
			}
		}
		if carried {
			return returned(p, i)
		}
	}
	if len(ret.Results) == 0 {
		for i := range w.in.Signature().Results().Len() {
			if w.vars[w.in.Signature().Results().At(i)] {
				return returned(p, i)
			}
		}
	}
	return p
}

func returned(p place, i int) place {
	p.Status, p.Slot = Returned, wslib.None
	if i <= int(wslib.Result2-wslib.Result0) {
		p.Slot = wslib.Result0 + wslib.Slot(i)
	}
	return p
}

// assign returns the states behind an assignment: of the connection to what keeps
// it, or of something else to the one variable that has it.
func (w *walk) assign(n ast.Node, p place) []place {
	moved := map[ast.Expr]bool{}
	w.eachMove(n, func(to, from ast.Expr) {
		moved[to] = true
		if status, slot := w.target(to); status != Open && p.Status == Open {
			p.Status, p.Slot = status, slot
			p.Beside = p.Beside || w.isContainer(to)
			if status == Left && w.origin == w.dialed.dial && !slices.Contains(w.dialed.fields, to) {
				w.dialed.fields = append(w.dialed.fields, to)
			}
		}
	})
	s, ok := n.(*ast.AssignStmt)
	if !ok || p.Status != Open || len(w.vars) != 1 {
		return []place{p}
	}
	for _, lhs := range s.Lhs {
		if v := lang.Var(w.lives.flow.Info, lhs); v != nil && w.vars[v] && !moved[lhs] {
			w.end(End{State: p.State, At: n, Replaced: true}, paths.Unknown)
			return nil
		}
	}
	return []place{p}
}

// closesIn reports whether something in n closes the connection.
func (w *walk) closesIn(n ast.Node) bool {
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

// mentions reports whether n names a variable that has the connection.
func (w *walk) mentions(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			v := lang.Var(w.lives.flow.Info, id)
			found = found || w.vars[v] || w.left && w.keepers[v]
		}
		return !found
	})
	return found
}
