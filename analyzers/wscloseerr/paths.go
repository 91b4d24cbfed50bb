package wscloseerr

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A graph is the control flow of one function.
type graph struct {
	*cfg.CFG
	// conds are the expressions that a block may end in to decide the way on.
	conds map[ast.Node]bool
	// tags are the values that a switch compares with others.
	tags map[ast.Node]bool
}

func (c *checker) graph(f *connflow.Func) *graph {
	if g := c.graphs[f]; g != nil {
		return g
	}
	g := &graph{CFG: f.CFG(), conds: map[ast.Node]bool{}, tags: map[ast.Node]bool{}}
	lang.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			g.conds[n.Cond] = true
		case *ast.ForStmt:
			if n.Cond != nil {
				g.conds[n.Cond] = true
			}
		case *ast.SwitchStmt:
			if n.Tag != nil {
				g.tags[n.Tag] = true
				break
			}
			for _, clause := range n.Body.List {
				for _, e := range clause.(*ast.CaseClause).List {
					g.conds[e] = true
				}
			}
		}
		return true
	})
	c.graphs[f] = g
	return g
}

// find returns the block and the index of the smallest node around n.
func (g *graph) find(n ast.Node) (block *cfg.Block, index int) {
	for _, b := range g.Blocks {
		for i, m := range b.Nodes {
			if b.Live && lang.Within(n, m) && (block == nil || lang.Within(m, block.Nodes[index])) {
				block, index = b, i
			}
		}
	}
	return block, index
}

// A way is a walk along a function's graph after a read failed.
type way struct {
	*checker
	*graph
	// err is the read's error, nil if it has no name.
	err *types.Var
	// busy leaves out the ways on which the reader's own shutdown was checked.
	busy bool
	// visit is called for each node on the way; it returns false where the way ends.
	visit func(ast.Node) bool
	// exit is called where a way leaves the function.
	exit func()
}

// after walks on from behind n.
func (w *way) after(n ast.Node) {
	block, index := w.find(n)
	if block == nil {
		return
	}
	w.run(block, index+1)
}

// entering walks from the start of a block of statements, an if's or a case's.
func (w *way) entering(list []ast.Stmt) {
	for _, s := range list {
		if block, index := w.find(first(s)); block != nil {
			w.run(block, index)
			return
		}
	}
}

// first returns the part of s that runs first.
func first(s ast.Stmt) ast.Node {
	switch s := s.(type) {
	case *ast.IfStmt:
		if s.Init != nil {
			return first(s.Init)
		}
		return s.Cond
	case *ast.ForStmt:
		switch {
		case s.Init != nil:
			return first(s.Init)
		case s.Cond != nil:
			return s.Cond
		case len(s.Body.List) > 0:
			return first(s.Body.List[0])
		}
	case *ast.RangeStmt:
		return s.X
	case *ast.SwitchStmt:
		switch {
		case s.Init != nil:
			return first(s.Init)
		case s.Tag != nil:
			return s.Tag
		}
	case *ast.TypeSwitchStmt:
		if s.Init != nil {
			return first(s.Init)
		}
		return s.Assign
	case *ast.BlockStmt:
		if len(s.List) > 0 {
			return first(s.List[0])
		}
	case *ast.LabeledStmt:
		return first(s.Stmt)
	case *ast.SelectStmt:
		for _, clause := range s.Body.List {
			if comm := clause.(*ast.CommClause).Comm; comm != nil {
				return comm
			}
		}
	}
	return s
}

func (w *way) run(b *cfg.Block, from int) {
	seen := map[*cfg.Block]bool{}
	blocks := []*cfg.Block{}
	step := func(b *cfg.Block, from int) {
		for _, n := range b.Nodes[from:] {
			if !w.visit(n) {
				return
			}
		}
		if len(b.Succs) == 0 && w.exit != nil {
			w.exit()
		}
		for _, next := range w.ways(b) {
			if !seen[next] && !(w.busy && w.ended(next)) {
				seen[next] = true
				blocks = append(blocks, next)
			}
		}
	}
	step(b, from)
	for len(blocks) > 0 {
		b := blocks[len(blocks)-1]
		blocks = blocks[:len(blocks)-1]
		step(b, 0)
	}
}

// ways returns where the way goes on behind b with an error that is not nil.
func (w *way) ways(b *cfg.Block) []*cfg.Block {
	if len(b.Succs) != 2 || len(b.Nodes) == 0 {
		return b.Succs
	}
	cond, ok := b.Nodes[len(b.Nodes)-1].(ast.Expr)
	if !ok || !w.conds[cond] {
		return b.Succs
	}
	switch w.holds(cond) {
	case yes:
		return b.Succs[:1]
	case no:
		return b.Succs[1:]
	}
	return b.Succs
}

// A truth is what is known of a condition.
type truth int8

const (
	no      truth = -1
	unknown truth = 0
	yes     truth = 1
)

// holds decides a condition for an error that is not nil and, where the way is
// busy, for a reader that is not being shut down.
func (w *way) holds(cond ast.Expr) truth {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return -w.holds(e.X)
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND:
			return min(w.holds(e.X), w.holds(e.Y))
		case token.LOR:
			return max(w.holds(e.X), w.holds(e.Y))
		}
		tested, notNil, ok := lang.NilTest(w.flow.Info, e)
		switch {
		case !ok:
		case w.err != nil && lang.Var(w.flow.Info, tested) == w.err:
			return truthOf(notNil)
		case w.busy && w.isContextErr(tested):
			return truthOf(!notNil)
		}
	}
	return unknown
}

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// ended reports whether b is the body of a select clause that the reader's own
// shutdown makes run.
func (w *way) ended(b *cfg.Block) bool {
	clause, ok := b.Stmt.(*ast.CommClause)
	return ok && b.Kind == cfg.KindSelectCaseBody && w.isDone(clause.Comm)
}

// isContextErr reports whether e is ctx.Err().
func (c *checker) isContextErr(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	return ok && lang.CalleeIs(c.flow.Info, call, "context", "Context.Err")
}

// isDone reports whether comm waits for a context's end, or for a channel that
// can say nothing but that something is over.
func (c *checker) isDone(comm ast.Stmt) bool {
	var from ast.Expr
	switch s := comm.(type) {
	case *ast.ExprStmt:
		from = s.X
	case *ast.AssignStmt:
		from = s.Rhs[0]
	default:
		return false
	}
	recv, ok := ast.Unparen(from).(*ast.UnaryExpr)
	if !ok || recv.Op != token.ARROW {
		return false
	}
	if call, ok := ast.Unparen(recv.X).(*ast.CallExpr); ok && lang.CalleeIs(c.flow.Info, call, "context", "Context.Done") {
		return true
	}
	ch, ok := c.flow.Info.TypeOf(recv.X).Underlying().(*types.Chan)
	if !ok {
		return false
	}
	t, ok := ch.Elem().Underlying().(*types.Struct)
	return ok && t.NumFields() == 0
}
