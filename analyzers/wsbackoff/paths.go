package wsbackoff

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// An outcome is how the last dial of a path ended.
type outcome uint8

const (
	undialed outcome = iota
	failed
	alive
	// gone: the connection was made, and given up before it was of use.
	gone
)

// How sure it is that a path served its connection until that ended.
type service uint8

const (
	unserved service = iota
	maybe            // by code that cannot be seen
	broken           // a single read of it failed
	served
)

// A state is what is known on one path, at one place, since the last dial.
type state struct {
	outcome
	service
	// wait is the longest kind of wait that was met, nil for none.
	wait *wait
	// steady is the first wait that is the same each time, beside what else there is.
	steady *wait
	// tick is the wait for a timer that is none where it tends a connection.
	tick *wait
	// to is the dial that a path has come to, of an arrival.
	to *ast.CallExpr
	// left: the path has left the inner loop around its dial.
	left bool
	facts
}

// waits returns s after w.
func (s state) waits(w *wait) state {
	if w != nil && (s.wait == nil || s.wait.pace < w.pace) {
		s.wait = w
	}
	if w != nil && s.steady == nil && w.pace == constant {
		s.steady = w
	}
	return s
}

// serves returns s after its connection was used as long as it lived: what was
// waited before has nothing to do with the next dial.
func (s state) serves(how service) state {
	if s.outcome == failed || s.outcome == gone || s.service >= how {
		return s
	}
	s.service = how
	if how == served {
		s.wait, s.steady = nil, nil
	}
	return s
}

// ticks returns s after a timer that tends a connection, if there is one.
func (s state) ticks(w *wait) state {
	if s.outcome == undialed {
		s.tick = w
		return s
	}
	return s.waits(w)
}

// tended returns s after a timer that tends its connection.
func (s state) tended(w *wait) state {
	if s.outcome == undialed {
		s.tick = w
	}
	return s
}

// then returns the state of a path that goes on with what later tells, from its
// own beginning: a function that was called, or the way to the next dial.
func (s state) then(later state) state {
	if later.outcome != undialed {
		s.outcome, s.service = later.outcome, later.service
		if later.outcome != failed {
			s.wait, s.steady = nil, nil // for a dial that came before that one
		}
	} else {
		if later.tick != nil && s.outcome != alive {
			s = s.ticks(later.tick)
		}
		s = s.serves(later.service)
	}
	s.to = later.to
	return s.waits(later.steady).waits(later.wait)
}

// An exit is a way out of a function.
type exit struct {
	state
	results []fact
}

// A summary is what a call of a function amounts to.
type summary struct {
	// arrivals are the paths from the function's start to its first dial.
	arrivals []state
	// exits are the paths out of it, those after a dial with what was since.
	exits []exit
	// cut: there are more than these.
	cut bool
}

// A subject is a function with what is known of its arguments.
type subject struct {
	f *connflow.Func
	facts
}

// summarise returns the summary of f, called with what is known of its
// parameters. Functions that call each other are gone through several times,
// each time with what the time before has found.
func (c *checker) summarise(f *connflow.Func, known facts) *summary {
	key := subject{f, known}
	if s := c.summaries[key]; s != nil {
		return s
	}
	if c.working[key] || len(c.working) > maxWorking {
		c.cut = true
		if s := c.before[key]; s != nil {
			return s
		}
		return &summary{}
	}
	if len(c.working) > 0 {
		return c.compute(key)
	}
	var s *summary
	for range maxRounds {
		c.cut, c.round = false, nil
		s = c.compute(key)
		if !c.cut {
			return s
		}
		for _, k := range c.round {
			c.before[k] = c.summaries[k]
			delete(c.summaries, k)
		}
	}
	for _, k := range c.round {
		c.summaries[k] = c.before[k]
	}
	return s
}

const (
	// maxRounds bounds how often functions that call each other are gone through.
	maxRounds = 3
	// maxWorking bounds how deep calls are followed.
	maxWorking = 40
)

func (c *checker) compute(key subject) *summary {
	c.working[key] = true
	defer delete(c.working, key)
	s := &summary{}
	w := &walk{checker: c, f: key.f}
	w.onDial = func(at state) {
		if at.outcome == undialed {
			s.arrivals = add(s.arrivals, at)
		}
	}
	w.onExit = func(e exit) {
		if len(s.exits) < maxExits && !slices.ContainsFunc(s.exits, func(o exit) bool { return o.state == e.state && slices.Equal(o.results, e.results) }) {
			s.exits = append(s.exits, e)
		}
	}
	w.start(state{facts: key.facts})
	s.cut = w.cut || len(s.exits) == maxExits
	c.summaries[key] = s
	c.round = append(c.round, key)
	return s
}

// handsOver returns what is known, at a call of f, of its parameters: switches
// that are true or false.
func (w *walk) handsOver(f *connflow.Func, call *ast.CallExpr, fs facts) facts {
	var known facts
	i := 0
	for _, param := range f.Type.Params.List {
		for _, name := range param.Names {
			if b, ok := typeOf(w.flow.Info, name).Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 && i < len(call.Args) {
				if id, ok := w.know.of(name); ok {
					known = known.set(id, w.know.eval(call.Args[i], fs))
				}
			}
			i++
		}
		if len(param.Names) == 0 {
			i++
		}
	}
	return known
}

// maxExits bounds how many ways out of a function are told apart.
const maxExits = 64

func add(list []state, s state) []state {
	s.facts, s.left = "", false
	if !slices.Contains(list, s) {
		list = append(list, s)
	}
	return list
}

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
		if f >= nonZero && s.outcome == alive && s.service == unserved && isError(resultType(typeOf(w.flow.Info, call), i)) {
			s.outcome = gone
		}
	}
	return s
}

func resultType(t types.Type, i int) types.Type {
	if tuple, ok := t.(*types.Tuple); ok && i < tuple.Len() {
		return tuple.At(i).Type()
	}
	return t
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
		if _, ok := typeOf(w.flow.Info, loop.X).Underlying().(*types.Chan); ok {
			return w.receive(loop.X, s)
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
		t.facts = w.know.drop(t.facts, result)
		if !next.Live {
			continue
		}
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
	if t, ok := typeOf(w.flow.Info, e).Underlying().(*types.Basic); ok && t.Info()&types.IsBoolean != 0 {
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
		if e, ok := n.(ast.Expr); ok && !found && isError(typeOf(w.flow.Info, e)) {
			if id, ok := w.know.of(e); ok && before.get(id) == unknown && now.get(id) >= nonZero {
				found = true
			}
		}
		return !found
	})
	return found
}

func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// leave ends a path at a return, or, without one, at the function's end.
func (w *walk) leave(s state, ret *ast.ReturnStmt) {
	states := []state{s}
	for _, call := range slices.Backward(w.graph.calls[w.f]) {
		if site := w.flow.Site(call); site != nil && site.Defer {
			var next []state
			for _, s := range states {
				next = append(next, w.run1(call, s)...)
			}
			states = next
		}
	}
	if w.onExit == nil {
		return
	}
	for _, s := range states {
		e := exit{state: s, results: w.returned(s, ret)}
		e.facts, e.left = "", false
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
			facts = append(facts, w.know.eval(e, s.facts))
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

// returnsError reports whether one of the results is an error.
func (w *walk) returnsError(results []fact) bool {
	i := 0
	if w.f.Type.Results == nil {
		return false
	}
	for _, field := range w.f.Type.Results.List {
		for range max(1, len(field.Names)) {
			if i < len(results) && results[i] >= nonZero && isError(typeOf(w.flow.Info, field.Type)) {
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
		case *ast.UnaryExpr:
			if e.Op == token.ARROW && done {
				var next []state
				for _, s := range states {
					next = append(next, w.receive(e.X, s)...)
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

// run1 takes one call.
func (w *walk) run1(call *ast.CallExpr, s state) []state {
	if call == w.target {
		if w.inner == nil || s.left {
			w.onTarget(s)
		}
		return nil
	}
	if w.graph.dials[call] {
		return w.dial(call, s)
	}
	out := w.graph.out(call)
	if len(out) == 0 {
		return w.other(call, s)
	}
	var states []state
	waited := false
	for _, e := range out {
		t := s
		if e.delay != nil {
			t = w.pause(t, call, e.delay)
		}
		if e.alive {
			t.outcome = alive
			t = t.serves(served)
		}
		if w.onRing != nil && w.onRing(t, call, e) {
			if e.how != started {
				waited = true
				continue
			}
		}
		if e.how == started {
			w.startedFrom(call, e, t)
			continue
		}
		waited = true
		states = append(states, w.through(call, e, s)...)
	}
	if !waited {
		states = append(states, s)
	}
	for i := range states {
		states[i].facts = w.know.drop(states[i].facts, field)
	}
	return unique(states)
}

// startedFrom is a function that runs at another time: its dials are dials that
// come after this path.
func (w *walk) startedFrom(call *ast.CallExpr, e edge, s state) {
	if w.onDial == nil || !w.graph.leads[e.to] {
		return
	}
	for _, a := range w.summarise(e.to, w.handsOver(e.to, call, s.facts)).arrivals {
		w.onDial(s.then(w.bind(a, e.to, call)))
	}
}

// through is a call of a function of the package that is waited for.
func (w *walk) through(call *ast.CallExpr, e edge, s state) []state {
	sum := w.summarise(e.to, w.handsOver(e.to, call, s.facts))
	if w.onDial != nil {
		for _, a := range sum.arrivals {
			w.onDial(s.then(w.bind(a, e.to, call)))
		}
	}
	if e.retry != nil {
		return w.retried(call, s)
	}
	var states []state
	for _, x := range sum.exits {
		t := s.then(w.bind(x.state, e.to, call))
		if x.service == broken && x.outcome == undialed && w.repeats(call) {
			t = t.serves(served) // a helper that reads once, in a loop
		}
		states = append(states, w.results(t, call, x.results))
	}
	return states
}

// elsewhere is a call of a function of another package, which has told of it.
func (w *walk) elsewhere(call *ast.CallExpr, told *told, s state) []state {
	var states []state
	for _, x := range w.ways(call, told) {
		t := s.then(x.state)
		if x.service == broken && w.repeats(call) {
			t = t.serves(served)
		}
		states = append(states, w.results(t, call, x.results))
	}
	for i := range states {
		states[i].facts = w.know.drop(states[i].facts, field)
	}
	return unique(states)
}

// retried is a call of a library that calls a dialing function until it succeeds.
func (w *walk) retried(call *ast.CallExpr, s state) []state {
	var states []state
	for _, x := range w.retryExits(call) {
		states = append(states, w.results(s.then(x.state), call, x.results))
	}
	return states
}

// retryExits are the ways out of a library's retries: the last dial failed
// after those before it, or one did not.
func (c *checker) retryExits(call *ast.CallExpr) []exit {
	return []exit{
		{state{outcome: failed, wait: c.unseen(call)}, c.outcomeFacts(call, failed)},
		{state{outcome: alive}, c.outcomeFacts(call, alive)},
	}
}

// bind says of what a function met that these were the arguments of its call.
func (w *walk) bind(s state, f *connflow.Func, call *ast.CallExpr) state {
	for _, at := range []**wait{&s.wait, &s.steady, &s.tick} {
		if *at != nil {
			*at = w.bound(*at, f, call)
		}
	}
	return s
}

// dial is another dial than the one that the walk began at.
func (w *walk) dial(call *ast.CallExpr, s state) []state {
	if w.onDial != nil {
		at := s.waits(w.beforeDial(call))
		at.to = call
		w.onDial(at)
	}
	var states []state
	for _, x := range w.dialExits(call) {
		states = append(states, w.results(s.then(x.state), call, x.results))
	}
	if w.onDial != nil || w.onRing != nil {
		w.handlers(call, s)
	}
	return states
}

// handlers are the functions that the library calls with the dialed connection.
func (w *walk) handlers(call *ast.CallExpr, s state) {
	for _, e := range w.graph.out(call) {
		if !e.alive {
			continue
		}
		t := state{outcome: alive, service: served, facts: s.facts}
		if w.onRing != nil {
			w.onRing(t, call, e)
		}
	}
}

// dialExits are the ways in which a dial ends: the two of a library's, or those
// that another package told of its own function that dials.
func (c *checker) dialExits(call *ast.CallExpr) []exit {
	if t := c.graph.told(call); t != nil && len(t.Ways) > 0 {
		return c.ways(call, t)
	}
	return []exit{
		{state{outcome: failed}, c.outcomeFacts(call, failed)},
		{state{outcome: alive}, c.outcomeFacts(call, alive)},
	}
}

// outcomeFacts are the results of a call that dials: an error, or none and a
// connection.
func (c *checker) outcomeFacts(call *ast.CallExpr, o outcome) []fact {
	of := func(t types.Type) fact {
		switch {
		case isError(t):
			return boolean(o == failed)
		case c.flow.Index.IsConn(t) != nil:
			return boolean(o == alive)
		}
		return unknown
	}
	switch t := typeOf(c.flow.Info, call).(type) {
	case *types.Tuple:
		var list []fact
		for v := range t.Variables() {
			list = append(list, of(v.Type()))
		}
		return list
	default:
		return []fact{of(t)}
	}
}

// other is a call of code out of the package.
func (w *walk) other(call *ast.CallExpr, s state) []state {
	if tv := w.flow.Info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return []state{s}
	}
	if site := w.flow.Site(call); site != nil && site.Go {
		return []state{s}
	}
	told := w.graph.told(call)
	if w.graph.reads[call] {
		from := w.graph.readFrom[call]
		own := len(from) == 0 || w.dials == nil || slices.ContainsFunc(from, func(d *ast.CallExpr) bool { return w.dials[d] })
		if !own || told == nil || len(told.Ways) == 0 {
			return w.read(call, s, own)
		}
	}
	if w.graph.closes[call] && s.outcome == alive && s.service == unserved {
		s.outcome = gone
	}
	if told != nil && len(told.Ways) > 0 {
		return w.elsewhere(call, told, s)
	}
	if c := w.graph.tabled[call]; c != nil && c.Lib != nil && c.Tabled() {
		return []state{s}
	}
	t := w.graph.wait(call)
	if t == nil {
		if w.sleeps(call) {
			return []state{w.pause(s, call, call.Args[0])}
		}
		if w.mayWait(call) {
			s = s.serves(maybe)
			if s.outcome != alive || s.service == served {
				s = s.waits(w.unseen(call))
			}
		}
		return []state{s}
	}
	switch t.Role {
	case wslib.Sleeps:
		s.facts = w.know.drop(s.facts, field)
		return []state{w.pause(s, call, slot(call, t.Dur))}
	case wslib.Limits:
		return []state{s.waits(w.unseen(call))}
	case wslib.Pauses:
		if _, isChan := typeOf(w.flow.Info, call).Underlying().(*types.Chan); !isChan {
			return []state{s.waits(w.newWait(call, call, w.f))}
		}
	case wslib.Retries:
		return []state{s.waits(w.unseen(call))}
	case wslib.Joins:
		return []state{s.serves(served)}
	case wslib.Awaits:
		return nil
	}
	return []state{s}
}

// pause is a wait at n for the duration dur, which may be zero on this path.
func (w *walk) pause(s state, n ast.Node, dur ast.Expr) state {
	if dur != nil && w.know.eval(dur, s.facts) == isZero {
		return s
	}
	return s.waits(w.newWait(n, dur, w.f))
}

// read is a read of the connection: it lives on, or it has ended.
// Where there is none, or it is another's, what comes is an event from outside.
func (w *walk) read(call *ast.CallExpr, s state, own bool) []state {
	if c := w.graph.tabled[call]; c != nil && c.Func.Endless {
		return []state{s.serves(served)}
	}
	ended := s.serves(broken)
	if w.repeats(call) {
		ended = s.serves(served)
	}
	var goes, ends []fact
	tells := false
	tuple, ok := typeOf(w.flow.Info, call).(*types.Tuple)
	n := 1
	if ok {
		n = tuple.Len()
	}
	for i := range n {
		t := resultType(typeOf(w.flow.Info, call), i)
		b, isBasic := t.Underlying().(*types.Basic)
		switch {
		case isError(t):
			goes, ends, tells = append(goes, isZero), append(ends, nonZero), true
		case isBasic && b.Kind() == types.Bool && n == 1: // bufio.Scanner.Scan
			goes, ends, tells = append(goes, nonZero), append(ends, isZero), true
		default:
			goes, ends = append(goes, unknown), append(ends, unknown)
		}
	}
	switch {
	case !own || s.outcome == failed:
		return []state{w.results(s, call, ends)}
	case !tells:
		return []state{ended}
	}
	return []state{w.results(s.serves(maybe), call, goes), w.results(ended, call, ends)}
}

// repeats reports whether a loop runs n again and again with one connection.
func (w *walk) repeats(n ast.Node) bool {
	loop := w.flow.Loop(n)
	return loop != nil && !slices.ContainsFunc(w.graph.calls[w.f], func(call *ast.CallExpr) bool {
		return within(call, loop) && w.graph.redials(call) && w.flow.Loop(call) == loop
	})
}

// receive is a receipt from a channel.
func (w *walk) receive(ch ast.Expr, s state) []state {
	s.facts = w.know.drop(s.facts, field)
	switch what := w.channel(ch); what.kind {
	case timed:
		if how := w.tends(ch); how != unserved && (s.outcome == alive || s.outcome == undialed) {
			return []state{s.tended(w.newWait(ch, what.dur, w.f)).serves(how)}
		}
		return []state{w.pause(s, ch, what.dur)}
	case said:
		if s.outcome == failed {
			return nil
		}
		return []state{s.serves(maybe)}
	case fed:
		if s.outcome == failed {
			return nil
		}
		return []state{s.serves(served)}
	case paced:
		return []state{s.waits(w.newWait(ch, what.dur, w.f))}
	}
	return nil
}

// tends reports whether a timer is one of a loop that tends a connection from
// time to time, and does not dial again and again.
func (w *walk) tends(timer ast.Expr) service {
	if !w.repeats(timer) {
		return unserved
	}
	loop := w.flow.Loop(timer)
	how := maybe
	for _, call := range w.graph.calls[w.f] {
		if !within(call, loop) {
			continue
		}
		if w.graph.uses(call) {
			how = served
		}
	}
	return how
}

// assigned notes what a statement assigns.
func (w *walk) assigned(n ast.Node, states []state) []state {
	for i := range states {
		states[i] = w.assign(n, states[i])
	}
	return unique(states)
}

func (w *walk) assign(n ast.Node, s state) state {
	switch n := n.(type) {
	case *ast.AssignStmt:
		switch n.Tok {
		case token.ASSIGN, token.DEFINE:
			return w.assignAll(n.Lhs, n.Rhs, s)
		case token.ADD_ASSIGN:
			if w.know.eval(n.Rhs[0], s.facts) >= nonZero {
				return w.set(s, n.Lhs[0], nonZero)
			}
			return w.forget(s, n.Lhs[0])
		case token.MUL_ASSIGN, token.SHL_ASSIGN:
			return w.set(s, n.Lhs[0], w.know.eval(n.Lhs[0], s.facts).not().not())
		}
		return w.forget(s, n.Lhs[0])
	case *ast.IncDecStmt:
		if n.Tok == token.INC {
			return w.set(s, n.X, nonZero)
		}
		return w.forget(s, n.X)
	case *ast.ValueSpec:
		if len(n.Values) == 0 {
			for _, name := range n.Names {
				s = w.set(s, name, isZero)
			}
			return s
		}
		lhs := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			lhs[i] = name
		}
		return w.assignAll(lhs, n.Values, s)
	case *ast.DeclStmt:
		if d, ok := n.Decl.(*ast.GenDecl); ok {
			for _, spec := range d.Specs {
				s = w.assign(spec, s)
			}
		}
	}
	return s
}

func (w *walk) assignAll(lhs, rhs []ast.Expr, s state) state {
	values := make([]fact, len(lhs))
	if len(lhs) == len(rhs) {
		for i, e := range rhs {
			values[i] = w.know.eval(e, s.facts)
		}
	} else if call, ok := ast.Unparen(rhs[0]).(*ast.CallExpr); ok {
		for i := range lhs {
			values[i] = s.facts.get(w.know.id(resultOf{call, i}, result))
		}
	}
	for i, e := range lhs {
		s = w.set(s, e, values[i])
	}
	return s
}

func (w *walk) set(s state, e ast.Expr, f fact) state {
	if id, ok := w.know.of(e); ok {
		s.facts = s.facts.set(id, f)
	}
	return s
}

func (w *walk) forget(s state, e ast.Expr) state { return w.set(s, e, unknown) }
