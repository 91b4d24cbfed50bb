package lifetime

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A walk follows a connection along the paths of its function.
type walk struct {
	*verdicts
	ends    []End
	effects []effect
	// watch notes how the paths come to calls and assignments, where it is not nil;
	// ended is Connection.ended then.
	watch *reached
	ended func(ast.Node) bool
}

func newWalk(s *subject) *walk { return &walk{verdicts: &verdicts{subject: s}} }

func (w *walk) calls() callWalk { return callWalk{w} }
func (w *walk) later() later    { return later{w} }

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
			closes, keeps := w.later().closesOrKeeps(d.Call)
			found = found || closes || keeps
		}
		return !found
	})
	return found
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
			if !more && p.Status == Open && w.carries(loop.X) && w.later().closesIn(loop.Body) {
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
		return w.forget(w.later().starts(s.Call, p), n)
	}
	paths.InOrder(n, func(m ast.Node) {
		switch m := m.(type) {
		case *ast.CallExpr:
			if !began {
				began = m == from
				return
			}
			each(func(s place) []place { return w.calls().call(m, s) })
		case *ast.SelectorExpr:
			if began && w.later().isCloseValue(m) {
				each(func(s place) []place { return []place{s.become(Kept)} })
			}
		}
	})
	each(func(s place) []place { return []place{w.later().literals(n, s)} })
	if _, isStmt := n.(ast.Stmt); isStmt && w.ended != nil && w.ended(n) {
		each(func(s place) []place { s.Failed = true; return []place{s} })
	}
	switch n := n.(type) {
	case *ast.DeferStmt:
		each(func(s place) []place { return w.later().starts(n.Call, s) })
	case *ast.SendStmt:
		if w.carries(n.Value) {
			each(func(s place) []place { return []place{s.become(Kept)} })
		}
	case *ast.ReturnStmt:
		each(func(s place) []place { return []place{w.returns(n, s)} })
	case *ast.AssignStmt, *ast.ValueSpec:
		each(func(s place) []place {
			w.watch.note(n, s.State)
			return w.assign(n, s)
		})
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
// it, or of something else to the one variable that has it, where that is known.
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
	if !ok || w.any || p.Status != Open || len(w.vars) != 1 {
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
