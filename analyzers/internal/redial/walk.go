package redial

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// A walk follows the paths through one function.
type walk struct {
	*Finder
	f *connflow.Func
	// region is the loop that the paths stay in, nil for all of the function.
	region ast.Node
	// inner is the loop that a path has to leave to be of the region's own cycle.
	inner ast.Node
	// target is the call at which paths end.
	target *ast.CallExpr
	// dials are those whose connections the paths are about, nil for any.
	dials map[*ast.CallExpr]bool
	// onTarget is called for each path that comes to target.
	onTarget func(State)
	// onDial is called where a path comes to a dial, here or in what it runs.
	onDial func(at State)
	// onExit is called for each path that leaves the function.
	onExit func(exit)
	// onRing, for cycles through functions, is called for each call that runs another
	// function; where it returns true, the path has closed its cycle.
	onRing func(at State, call *ast.CallExpr, e Edge) bool
	// onSend is called where a path sends a signal, here or in what it runs.
	onSend func(signal)
	// beside: the function runs in a goroutine, beside what started it.
	beside bool

	along *paths.Walk[State]
	alike map[arrival][]signals

	calls    *caller
	messages *messages
	deferred *defers
	returns  *returns
}

// newWalk returns w with what it needs for calls, messages, defers and results.
func (c *Finder) newWalk(w walk) *walk {
	w.Finder = c
	w.calls = &caller{walk: &w, seen: map[callAt]bool{}, exits: map[callAt][]exit{}}
	w.messages = &messages{&w}
	w.deferred = &defers{&w}
	w.returns = &returns{&w}
	return &w
}

func (w *walk) paths() *paths.Walk[State] {
	if w.along == nil {
		w.alike = map[arrival][]signals{}
		w.along = &paths.Walk[State]{Graph: w.f.Graph(), Step: w.step, Range: w.next, Branch: w.branch, Enter: w.enter, Exit: w.leave}
	}
	return w.along
}

// start walks from the function's first statement.
func (w *walk) start(s State) { w.paths().Start(s) }

// cut reports whether there were more paths than a walk takes.
func (w *walk) cut() bool { return w.paths().Cut }

// after walks from behind a call, where its function came out in these ways.
func (w *walk) after(call *ast.CallExpr, outs []exit) {
	at, ok := w.f.Graph().At(call)
	if !ok {
		return
	}
	n := at.Node()
	for _, out := range outs {
		s := w.results(out.State, call, out.results)
		s.defers |= w.deferred.before(call)
		w.paths().After(call, w.assigned(n, w.expressions(n, []State{s}, call))...)
	}
}

// results notes what a call returned, for the rest of its statement.
func (w *walk) results(s State, call *ast.CallExpr, results []paths.Fact) State {
	for i, f := range results {
		s.facts = w.know.WithResult(s.facts, call, i, f)
		if f.Holds() && s.Outcome == Alive && s.Service == Unserved && lang.IsError(lang.ResultType(lang.TypeOf(w.flow.Info, call), i)) {
			s.Outcome = Gone
		}
	}
	return s
}

// step returns the states behind a node of the graph, none where that is outside of the
// region.
func (w *walk) step(n ast.Node, s State) []State {
	if w.region != nil && !lang.Within(n, w.region) {
		return nil
	}
	s.left = s.left || w.inner != nil && !lang.Within(n, w.inner)
	return w.assigned(n, w.expressions(n, []State{s}, nil))
}

// enter returns the state in which a path comes to a block, unless that is outside of the
// region: a way out of a loop may pass no statement.
func (w *walk) enter(b *cfg.Block, s State) (State, bool) {
	if w.region != nil && outside(b, w.region) {
		return s, false
	}
	s.left = s.left || w.inner != nil && outside(b, w.inner)
	s.facts = w.know.Needed(w.know.WithoutResults(s.facts), w.f.Graph(), b)
	return w.merged(b, s), true
}

// merged returns s with the signals of other paths that come to b in the same state,
// where there are more than maxAlike of these.
func (w *walk) merged(b *cfg.Block, s State) State {
	k := arrival{b, s.with("")}
	for _, ss := range w.alike[k] {
		if ss == s.signals {
			return s
		}
	}
	if len(w.alike[k]) < maxAlike {
		w.alike[k] = append(w.alike[k], s.signals)
		return s
	}
	all := &w.alike[k][maxAlike-1]
	*all = all.union(s.signals)
	return s.with(*all)
}

// An arrival is a state, its signals left out, in which paths come to a block.
type arrival struct {
	*cfg.Block
	State
}

// outside reports whether a block is behind a loop, or belongs to a statement
// around it.
func outside(b *cfg.Block, loop ast.Node) bool {
	if b.Stmt == nil {
		return false
	}
	return ast.Node(b.Stmt) == loop && (b.Kind == cfg.KindForDone || b.Kind == cfg.KindRangeDone) || !lang.Within(b.Stmt, loop)
}

// next returns the states in which a range statement has got its next value, or ends.
func (w *walk) next(loop *ast.RangeStmt, more bool, s State) []State {
	s.facts = w.know.Next(s.facts, loop)
	if !lang.IsChan(lang.TypeOf(w.flow.Info, loop.X)) {
		return []State{s}
	}
	if more {
		return w.messages.receive(loop.X, value, s, target{v: lang.Var(w.flow.Info, loop.Key)})
	}
	return w.messages.receive(loop.X, closing, s, target{})
}

// branch returns the state in which a condition holds, or does not. A condition that
// cannot be decided and guards nothing but a wait is taken to hold; a test for an error
// of the package's own does not where the path mentions none.
func (w *walk) branch(cond ast.Expr, holds bool, s State) (State, bool) {
	is := w.know.Eval(s.facts, cond)
	if is.Known() && is.Holds() != holds || !is.Known() && !holds && w.summaries.guardsWait(cond) {
		return s, false
	}
	if s.Outcome != Undialed && !s.names && w.sentinels.tests(cond, holds) {
		return s, false
	}
	known := w.know.Refine(s.facts, cond, holds)
	if s.Outcome == Alive && s.Service == Unserved && w.know.LearnsError(cond, s.facts, known) {
		s.Outcome = Gone
	}
	s.facts = known
	return s, true
}

// assigned returns the states behind what a statement assigns.
func (w *walk) assigned(n ast.Node, states []State) []State {
	names := w.sentinels.mentions(n)
	for i := range states {
		states[i].names = states[i].names || names
		states[i].facts = w.know.Assign(states[i].facts, n)
	}
	return unique(states)
}

// leave ends a path at a return: what was deferred runs.
func (w *walk) leave(ret *ast.ReturnStmt, s State) {
	states := w.deferred.run(s)
	if w.onExit == nil {
		return
	}
	for _, s := range states {
		w.onExit(w.returns.exit(ret, s))
	}
}

// expressions returns the states behind the calls, sends and receive operations in n, in
// the order of evaluation: behind all of them, or only those behind after, if not nil.
func (w *walk) expressions(n ast.Node, states []State, after *ast.CallExpr) []State {
	done := after == nil
	if d, ok := n.(*ast.DeferStmt); ok {
		for i := range states {
			states[i].defers |= w.deferred.bit(d.Call)
		}
	}
	paths.InOrder(n, func(n ast.Node) {
		if n == ast.Node(after) {
			done = true
			return
		}
		if !done {
			return
		}
		var next []State
		for _, s := range states {
			next = append(next, w.node(n, w.openings.keeps(n, s))...)
		}
		states = unique(next)
	})
	return states
}

// node returns the states behind one node of the syntax, after those of its children.
func (w *walk) node(n ast.Node, s State) []State {
	switch n := n.(type) {
	case *ast.CallExpr:
		return w.calls.call(n, s)
	case *ast.SendStmt:
		return []State{w.messages.sent(n, s)}
	case *ast.UnaryExpr:
		if receives(n) {
			return w.messages.received(n, s)
		}
	}
	return []State{s}
}

func unique(states []State) []State {
	var kept []State
	for _, s := range states {
		if !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// isNumber reports whether t is a number or a truth value.
func isNumber(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsNumeric|types.IsBoolean) != 0
}
