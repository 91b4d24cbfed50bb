package paths

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/cfg"
)

// A Walk follows the paths through one function. S is what the caller keeps of a
// path: a place of the function that was come to in the same state before is not
// gone through again.
//
// The functions may be nil, but for Step.
type Walk[S comparable] struct {
	Graph *Graph
	// Step returns the states in which a path goes on behind n, a statement or an
	// expression such as a condition; no state ends the path. A communication of a
	// select is n where its case begins: on the paths that receive or send it.
	Step func(n ast.Node, s S) []S
	// Range returns the states in which a path goes on behind the next value of a
	// range statement, or, without more, behind the last.
	Range func(loop *ast.RangeStmt, more bool, s S) []S
	// Branch returns the state where cond holds, or does not; false where the
	// path cannot go that way.
	Branch func(cond ast.Expr, holds bool, s S) (S, bool)
	// Enter returns the state in which a path comes to b: what it may forget
	// there makes two paths one; false ends the path.
	Enter func(b *cfg.Block, s S) (S, bool)
	// Exit is called for each path that leaves the function, by a return or, with
	// an implicit one, by its end.
	Exit func(ret *ast.ReturnStmt, s S)
	// Max bounds how many places are gone through, 0 for MaxPlaces.
	Max int

	// Cut reports, after a walk, that there were more places than Max.
	Cut bool

	seen map[place[S]]bool
	todo []place[S]
}

// MaxPlaces bounds a walk whose Max is 0.
const MaxPlaces = 20000

// A place is a state before a node of the graph.
type place[S comparable] struct {
	block *cfg.Block
	index int
	state S
}

// entry is the index before a block's first node, and before what is received
// on the way into the block.
const entry = -1

// Start walks from the function's first statement.
func (w *Walk[S]) Start(s S) { w.run(place[S]{w.Graph.Blocks[0], entry, s}) }

// After walks from behind the node of the graph that holds n. The states are
// those behind that whole node: what of it runs after n is the caller's to take
// into them.
func (w *Walk[S]) After(n ast.Node, states ...S) {
	at, ok := w.Graph.At(n)
	if !ok {
		return
	}
	b, index := at.Block, at.Index+1
	if clause := w.Graph.comms[at.Node()]; clause != nil {
		// It is in the graph before the cases, and taken where its own begins.
		if b = w.Graph.body(clause); b == nil {
			return
		}
		index = 0
	}
	for _, s := range states {
		if ret, ok := at.Node().(*ast.ReturnStmt); ok {
			w.exit(ret, s)
		} else {
			w.run(place[S]{b, index, s})
		}
	}
}

// From walks from the node of the graph that holds n, that node included.
func (w *Walk[S]) From(n ast.Node, states ...S) {
	at, ok := w.Graph.At(n)
	if !ok {
		return
	}
	for _, s := range states {
		w.run(place[S]{at.Block, at.Index, s})
	}
}

// body returns the block of a select's case.
func (g *Graph) body(clause *ast.CommClause) *cfg.Block {
	for _, b := range g.Blocks {
		if b.Kind == cfg.KindSelectCaseBody && b.Stmt == ast.Stmt(clause) {
			return b
		}
	}
	return nil
}

func (w *Walk[S]) run(p place[S]) {
	if w.seen == nil {
		w.seen = map[place[S]]bool{}
	}
	limit := w.Max
	if limit == 0 {
		limit = MaxPlaces
	}
	w.push(p)
	for len(w.todo) > 0 && len(w.seen) < limit {
		p := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		w.block(p)
	}
	w.Cut = w.Cut || len(w.todo) > 0
	w.todo = nil
}

func (w *Walk[S]) push(p place[S]) {
	if !w.seen[p] {
		w.seen[p] = true
		w.todo = append(w.todo, p)
	}
}

// block goes through a block from p on, and to those behind it.
func (w *Walk[S]) block(p place[S]) {
	b := p.block
	states := []S{p.state}
	if p.index == entry {
		states = w.received(b, p.state)
	}
	for i := max(p.index, 0); i < len(b.Nodes); i++ {
		n := b.Nodes[i]
		if w.Graph.comms[n] != nil {
			continue // taken where its case begins
		}
		var next []S
		for _, s := range states {
			next = append(next, w.Step(n, s)...)
		}
		if states = unique(next); len(states) == 0 {
			return
		}
		if ret, ok := n.(*ast.ReturnStmt); ok {
			for _, s := range states {
				w.exit(ret, s)
			}
			return
		}
	}
	for _, s := range states {
		w.branch(b, s)
	}
}

// received takes what a path meets on its way into a block.
func (w *Walk[S]) received(b *cfg.Block, s S) []S {
	switch stmt := b.Stmt.(type) {
	case *ast.CommClause:
		if b.Kind == cfg.KindSelectCaseBody && stmt.Comm != nil {
			return unique(w.Step(stmt.Comm, s))
		}
	case *ast.RangeStmt:
		if w.Range != nil && (b.Kind == cfg.KindRangeBody || b.Kind == cfg.KindRangeDone) {
			return unique(w.Range(stmt, b.Kind == cfg.KindRangeBody, s))
		}
	}
	return []S{s}
}

func (w *Walk[S]) branch(b *cfg.Block, s S) {
	cond := w.Graph.Condition(b)
	for i, next := range b.Succs {
		t, ok := s, true
		if cond != nil && w.Branch != nil {
			t, ok = w.Branch(cond, i == 0, s)
		}
		if !ok || !next.Live {
			continue
		}
		if w.Enter != nil {
			t, ok = w.Enter(next, t)
		}
		if ok {
			w.push(place[S]{next, entry, t})
		}
	}
}

func (w *Walk[S]) exit(ret *ast.ReturnStmt, s S) {
	if w.Exit != nil {
		w.Exit(ret, s)
	}
}

func unique[S comparable](states []S) []S {
	if len(states) < 2 {
		return states
	}
	var kept []S
	for _, s := range states {
		if !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// InOrder visits n and the nodes in it in the order in which they are
// evaluated, operands before what is made of them. Function literals are left
// out, as they run at another time; so is the call of a defer statement, whose
// operands alone are evaluated there.
func InOrder(n ast.Node, visit func(ast.Node)) {
	if d, ok := n.(*ast.DeferStmt); ok {
		for _, arg := range d.Call.Args {
			InOrder(arg, visit)
		}
		return
	}
	if n == nil {
		return
	}
	ast.Inspect(n, func(m ast.Node) bool {
		if m == n {
			return true
		}
		if _, lit := m.(*ast.FuncLit); m != nil && !lit {
			InOrder(m, visit)
		}
		return false
	})
	visit(n)
}
