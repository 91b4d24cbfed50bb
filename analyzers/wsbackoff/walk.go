package wsbackoff

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A walk follows the paths through one function.
type walk struct {
	*checker
	f *connflow.Func
	// region is where the paths stay, nil for all of the function.
	region ast.Node
	// inner is the loop that a path has to leave to be of the region's own cycle.
	inner ast.Node
	// target is the call at which paths end.
	target *ast.CallExpr
	// dials are those whose connections the paths are about, nil for any.
	dials map[*ast.CallExpr]bool
	// onTarget is called for each path that comes to target.
	onTarget func(state)
	// onDial is called where a path comes to a dial, here or in what it runs.
	onDial func(at state)
	// onExit is called for each path that leaves the function.
	onExit func(exit)
	// onRing, for the cycles through functions, is asked of each call that runs
	// another function; where it says so, the path has closed its cycle.
	onRing func(at state, call *ast.CallExpr, e edge) bool
	// onSend is called where a path sends a signal, here or in what it runs.
	onSend func(at *send, after state)
	// beside: the function runs in a goroutine, beside what started it.
	beside bool

	seen map[place]bool
	todo []place
	// cut: there were more paths than a walk takes.
	cut bool
}

// A place is a state at a place of the function.
type place struct {
	block *cfg.Block
	index int
	state
}

// maxPlaces bounds a walk.
const maxPlaces = 20000

// start walks from the function's first statement.
func (w *walk) start(s state) {
	w.run(place{w.f.CFG().Blocks[0], entry, s})
}

// after walks from behind a call, where its function came out in these ways.
func (w *walk) after(call *ast.CallExpr, outs []exit) {
	block, index := w.spot(call)
	if block == nil {
		return
	}
	for _, out := range outs {
		s := w.results(out.state, call, out.results)
		s.defers |= w.deferred(call)
		var n ast.Node
		if index >= 0 {
			n = block.Nodes[index]
		}
		for _, s := range w.rest(n, call, s) {
			if ret, ok := n.(*ast.ReturnStmt); ok {
				w.leave(s, ret)
			} else {
				w.run(place{block, index + 1, s})
			}
		}
	}
}

// spot returns the node of the function's graph that holds n.
func (w *walk) spot(n ast.Node) (*cfg.Block, int) {
	var found *cfg.Block
	at := 0
	size := token.Pos(0)
	for _, b := range w.f.CFG().Blocks {
		if !b.Live {
			continue
		}
		for i, m := range b.Nodes {
			if m.Pos() <= n.Pos() && n.End() <= m.End() && (found == nil || m.End()-m.Pos() < size) {
				found, at, size = b, i, m.End()-m.Pos()
			}
		}
	}
	if found != nil {
		// The communications of a select are in the graph before its cases.
		if clause := w.clause(found.Nodes[at]); clause != nil {
			for _, b := range w.f.CFG().Blocks {
				if b.Kind == cfg.KindSelectCaseBody && b.Stmt == ast.Stmt(clause) {
					return b, -1
				}
			}
		}
	}
	return found, at
}

// results notes what a call returned, for the rest of its statement.
func (w *walk) results(s state, call *ast.CallExpr, results []fact) state {
	for i, f := range results {
		s.facts = s.facts.set(w.know.id(resultOf{call, i}, result), f)
		if f >= nonZero && s.outcome == alive && s.service == unserved && lang.IsError(lang.ResultType(lang.TypeOf(w.flow.Info, call), i)) {
			s.outcome = gone
		}
	}
	return s
}

// rest finishes the statement around a call from behind the call on.
func (w *walk) rest(n ast.Node, after *ast.CallExpr, s state) []state {
	states := []state{s}
	if n != nil {
		states = w.expressions(n, states, after)
		states = w.assigned(n, states)
	}
	return states
}

func (w *walk) run(p place) {
	if w.seen == nil {
		w.seen = map[place]bool{}
	}
	w.push(p)
	for len(w.todo) > 0 && len(w.seen) < maxPlaces {
		p := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		w.step(p)
	}
	w.cut = w.cut || len(w.todo) > 0
	w.todo = nil
}

func (w *walk) push(p place) {
	if !w.seen[p] {
		w.seen[p] = true
		w.todo = append(w.todo, p)
	}
}

// step takes one node of the graph, or the end of a block.
func (w *walk) step(p place) {
	b, s := p.block, p.state
	states := []state{s}
	if p.index == entry {
		states = w.enter(b, s)
	}
	for _, s := range states {
		w.nodes(b, max(p.index, 0), s)
	}
}

// entry is the place before a block, whatever a path receives on its way in.
const entry = -1

// nodes takes the nodes of a block from index on.
func (w *walk) nodes(b *cfg.Block, index int, s state) {
	states := []state{s}
	for ; index < len(b.Nodes); index++ {
		n := b.Nodes[index]
		if w.clause(n) != nil {
			continue // taken where its case begins
		}
		if states = w.within(n, states); len(states) == 0 {
			return
		}
		cond := index == len(b.Nodes)-1 && len(b.Succs) == 2
		states = w.expressions(n, states, nil)
		states = w.assigned(n, states)
		if ret, ok := n.(*ast.ReturnStmt); ok {
			for _, s := range states {
				w.leave(s, ret)
			}
			return
		}
		if !cond {
			for i := range states {
				states[i].facts = w.know.drop(states[i].facts, result)
			}
		}
	}
	for _, s := range states {
		w.branch(b, s)
	}
}

// within drops the paths that leave the region, and marks those that leave the
// inner loop.
func (w *walk) within(n ast.Node, states []state) []state {
	if w.region != nil && (n.Pos() < w.region.Pos() || w.region.End() < n.End()) {
		return nil
	}
	if w.inner != nil && (n.Pos() < w.inner.Pos() || w.inner.End() < n.End()) {
		for i := range states {
			states[i].left = true
		}
	}
	return states
}

// outside reports whether a block is behind a loop, or belongs to a statement
// around it: a way out of a loop may pass no statement.
func outside(b *cfg.Block, loop ast.Node) bool {
	if b.Stmt == nil {
		return false
	}
	return ast.Node(b.Stmt) == loop && (b.Kind == cfg.KindForDone || b.Kind == cfg.KindRangeDone) || !lang.Within(b.Stmt, loop)
}

// enter is what a path meets where a block begins: what a select's case, or a
// range over a channel, has received.
func (w *walk) enter(b *cfg.Block, s state) []state {
	switch b.Kind {
	case cfg.KindSelectCaseBody:
		if clause, ok := b.Stmt.(*ast.CommClause); ok && clause.Comm != nil {
			states := w.expressions(clause.Comm, []state{s}, nil)
			return w.assigned(clause.Comm, states)
		}
	case cfg.KindRangeBody, cfg.KindRangeDone:
		loop, ok := b.Stmt.(*ast.RangeStmt)
		if !ok {
			break
		}
		if loop.Key != nil {
			s = w.forget(s, loop.Key)
		}
		if loop.Value != nil {
			s = w.forget(s, loop.Value)
		}
		if _, ok := lang.TypeOf(w.flow.Info, loop.X).Underlying().(*types.Chan); ok {
			if b.Kind == cfg.KindRangeDone {
				return w.receive(loop.X, closing, s)
			}
			return w.receive(loop.X, value, s)
		}
		return []state{s}
	}
	return []state{s}
}

// clause returns the case of a select whose communication n is.
func (c *checker) clause(n ast.Node) *ast.CommClause { return c.comms[n] }

// branch goes on to the blocks behind b, where the condition lets it.
func (w *walk) branch(b *cfg.Block, s state) {
	if len(b.Succs) == 0 {
		if b.Live && b.Kind != cfg.KindSelectAfterCase && b.Return() != nil {
			w.leave(s, nil)
		}
		return
	}
	var cond ast.Expr
	if len(b.Succs) == 2 && len(b.Nodes) > 0 {
		cond = w.condition(b)
	}
	for i, next := range b.Succs {
		t := s
		if cond != nil {
			switch v := w.know.eval(cond, s.facts); {
			case v >= nonZero && i == 1, v == isZero && i == 0:
				continue
			case v == unknown && i == 1 && w.guardsWait(cond, next):
				continue
			}
			t.facts = w.know.refine(cond, i == 0, s.facts)
			if w.errorBranch(cond, t.facts, s.facts) && t.outcome == alive && t.service == unserved {
				t.outcome = gone
			}
		}
		if !next.Live {
			continue
		}
		if w.region != nil && outside(next, w.region) {
			continue
		}
		if w.inner != nil && outside(next, w.inner) {
			t.left = true
		}
		t.facts = w.needed(w.know.drop(t.facts, result), next)
		w.push(place{next, entry, t})
	}
}

// condition returns what b's two ways depend on, nil if it cannot be told.
func (w *walk) condition(b *cfg.Block) ast.Expr {
	e, ok := b.Nodes[len(b.Nodes)-1].(ast.Expr)
	if !ok {
		return nil
	}
	switch kind := b.Succs[0].Kind; kind {
	case cfg.KindSelectCaseBody, cfg.KindRangeBody:
		return nil
	case cfg.KindSwitchCaseBody:
		clause, ok := b.Succs[0].Stmt.(*ast.CaseClause)
		if !ok {
			return nil
		}
		path := w.flow.Path(clause)
		if len(path) < 3 {
			return nil
		}
		sw, ok := path[2].(*ast.SwitchStmt)
		if !ok || !slices.Contains(clause.List, e) {
			return nil
		}
		if sw.Tag != nil && w.flow.Info.Types[sw.Tag].Value == nil {
			return w.tagged(sw.Tag, e)
		}
		return e
	}
	if t, ok := lang.TypeOf(w.flow.Info, e).Underlying().(*types.Basic); ok && t.Info()&types.IsBoolean != 0 {
		return e
	}
	return nil
}

// tagged returns tag == e, the same one each time.
func (w *walk) tagged(tag, e ast.Expr) ast.Expr {
	if w.tags[e] == nil {
		w.tags[e] = &ast.BinaryExpr{X: tag, OpPos: e.Pos(), Op: token.EQL, Y: e}
	}
	return w.tags[e]
}

// errorBranch reports whether a branch has just learned of an error.
func (w *walk) errorBranch(cond ast.Expr, now, before facts) bool {
	if now == before {
		return false
	}
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && !found && lang.IsError(lang.TypeOf(w.flow.Info, e)) {
			if id, ok := w.know.of(e); ok && before.get(id) == unknown && now.get(id) >= nonZero {
				found = true
			}
		}
		return !found
	})
	return found
}

// deferBit returns the bit of a call that the function defers, 0 of any other: of
// very many, the last share one.
func (w *walk) deferBit(call *ast.CallExpr) uint64 {
	if site := w.flow.Site(call); site == nil || !site.Defer {
		return 0
	}
	i := 0
	for _, c := range w.graph.calls[w.f] {
		if c == call {
			break
		}
		if site := w.flow.Site(c); site != nil && site.Defer {
			i++
		}
	}
	return 1 << min(i, 63)
}

// deferred returns the bits of the calls that are deferred wherever the function
// comes to n.
func (w *walk) deferred(n ast.Node) (bits uint64) {
	for _, call := range w.graph.calls[w.f] {
		if bit := w.deferBit(call); bit != 0 && w.flow.Dominates(call, n) {
			bits |= bit
		}
	}
	return bits
}

// leave ends a path at a return, or, without one, at the function's end.
func (w *walk) leave(s state, ret *ast.ReturnStmt) {
	states := []state{s}
	for _, call := range slices.Backward(w.graph.calls[w.f]) {
		bit := w.deferBit(call)
		if bit == 0 {
			continue
		}
		var next []state
		for _, s := range states {
			if s.defers&bit == 0 {
				next = append(next, s)
				continue
			}
			s.defers &^= bit
			next = append(next, w.run1(call, s)...)
		}
		states = unique(next)
	}
	if w.onExit == nil {
		return
	}
	for _, s := range states {
		e := exit{state: s, results: w.returned(s, ret)}
		e.facts, e.left, e.defers = w.handedBack(s.facts), false, 0
		if e.outcome == alive && e.service == unserved && w.returnsError(e.results) {
			e.outcome = gone
		}
		w.onExit(e)
	}
}

// returned tells what is known of the results.
func (w *walk) returned(s state, ret *ast.ReturnStmt) []fact {
	sig := w.f.Type.Results
	if sig == nil {
		return nil
	}
	var facts []fact
	if ret != nil && len(ret.Results) > 0 {
		if call, ok := ast.Unparen(ret.Results[0]).(*ast.CallExpr); ok && len(ret.Results) == 1 && sig.NumFields() > 1 {
			for i := range sig.NumFields() {
				facts = append(facts, s.facts.get(w.know.id(resultOf{call, i}, result)))
			}
			return facts
		}
		for _, e := range ret.Results {
			facts = append(facts, w.result(e, s))
		}
		return facts
	}
	for _, field := range sig.List {
		for _, name := range field.Names {
			facts = append(facts, w.know.eval(name, s.facts))
		}
	}
	return facts
}

// result is what is known of a result. That a number is zero because the caller
// handed in zero, only the caller knows.
func (w *walk) result(e ast.Expr, s state) fact {
	f := w.know.eval(e, s.facts)
	if f != isZero || !isNumber(lang.TypeOf(w.flow.Info, e)) {
		return f
	}
	for _, field := range w.f.Type.Params.List {
		for _, name := range field.Names {
			if isNumber(lang.TypeOf(w.flow.Info, name)) && w.know.eval(name, s.facts) == isZero {
				return unknown
			}
		}
	}
	return f
}

// returnsError reports whether one of the results is an error.
func (w *walk) returnsError(results []fact) bool {
	i := 0
	if w.f.Type.Results == nil {
		return false
	}
	for _, field := range w.f.Type.Results.List {
		for range max(1, len(field.Names)) {
			if i < len(results) && results[i] >= nonZero && lang.IsError(lang.TypeOf(w.flow.Info, field.Type)) {
				return true
			}
			i++
		}
	}
	return false
}

// expressions takes the calls and receipts in n, in the order in which they are
// evaluated, from behind one of them if after is not nil.
func (w *walk) expressions(n ast.Node, states []state, after *ast.CallExpr) []state {
	if d, ok := n.(*ast.DeferStmt); ok {
		for i := range states {
			states[i].defers |= w.deferBit(d.Call)
		}
		n = &ast.CompositeLit{Elts: d.Call.Args} // only they are evaluated now
		if len(d.Call.Args) == 0 {
			return states
		}
	}
	done := after == nil
	var visit func(n ast.Node)
	visit = func(n ast.Node) {
		if n == nil || len(states) == 0 {
			return
		}
		switch n.(type) {
		case *ast.FuncLit:
			return
		}
		ast.Inspect(n, func(m ast.Node) bool {
			if m == n {
				return true
			}
			visit(m)
			return false
		})
		if done {
			for i := range states {
				states[i] = w.keeps(n, states[i])
			}
		}
		switch e := n.(type) {
		case *ast.CallExpr:
			if !done {
				done = e == after
				return
			}
			var next []state
			for _, s := range states {
				next = append(next, w.run1(e, s)...)
			}
			states = unique(next)
		case *ast.SendStmt:
			for i := range states {
				states[i] = w.sent(e, states[i])
			}
		case *ast.UnaryExpr:
			if e.Op == token.ARROW && done {
				var next []state
				for _, s := range states {
					next = append(next, w.received(e, s)...)
				}
				states = unique(next)
			}
		}
	}
	visit(n)
	return states
}

func unique(states []state) []state {
	var kept []state
	for _, s := range states {
		if !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}
