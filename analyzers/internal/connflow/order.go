package connflow

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"
)

// An order is the control-flow graph of a function, with the way back from a
// piece of syntax to its place there.
type order struct {
	graph *cfg.CFG
	spots []spot // by position
}

// A spot is a node of a control-flow graph.
type spot struct {
	block *cfg.Block
	index int
	node  ast.Node
}

func (f *Func) order() *order {
	if f.lazy == nil {
		o := &order{graph: cfg.New(f.Body, f.flow.mayReturn)}
		for _, b := range o.graph.Blocks {
			if b.Live {
				for i, n := range b.Nodes {
					o.spots = append(o.spots, spot{b, i, n})
				}
			}
		}
		slices.SortStableFunc(o.spots, func(a, b spot) int {
			return cmp.Or(cmp.Compare(a.node.Pos(), b.node.Pos()), cmp.Compare(b.node.End(), a.node.End()))
		})
		f.lazy = o
	}
	return f.lazy
}

// CFG returns the control-flow graph of f, built when it is first asked for.
func (f *Func) CFG() *cfg.CFG { return f.order().graph }

// noReturn are functions after which nothing runs.
var noReturn = map[string]bool{
	"os.Exit": true, "runtime.Goexit": true,
	"log.Fatal": true, "log.Fatalf": true, "log.Fatalln": true, "log.Panic": true, "log.Panicf": true, "log.Panicln": true,
	"(*log.Logger).Fatal": true, "(*log.Logger).Fatalf": true, "(*log.Logger).Fatalln": true,
	"(*log.Logger).Panic": true, "(*log.Logger).Panicf": true, "(*log.Logger).Panicln": true,
}

func (fl *Flow) mayReturn(call *ast.CallExpr) bool {
	switch obj := typeutil.Callee(fl.Info, call).(type) {
	case *types.Builtin:
		return obj.Name() != "panic"
	case *types.Func:
		return !noReturn[obj.FullName()]
	}
	return true
}

// at returns the spot that holds n: the smallest around it.
func (o *order) at(n ast.Node) (spot, bool) {
	i, _ := slices.BinarySearchFunc(o.spots, n.Pos(), func(s spot, pos token.Pos) int {
		if s.node.Pos() <= pos {
			return -1
		}
		return 1
	})
	// Nodes of the graph hardly overlap; those that do are close by.
	best := -1
	for j := i - 1; j >= 0 && j >= i-maxOverlap; j-- {
		if s := o.spots[j].node; n.Pos() < s.End() && n.End() <= s.End() {
			if best < 0 || s.End()-s.Pos() < o.spots[best].node.End()-o.spots[best].node.Pos() {
				best = j
			}
		}
	}
	if best < 0 {
		return spot{}, false
	}
	return o.spots[best], true
}

const maxOverlap = 64

// walk goes along the graph from behind s, or from the entry if s has no
// block. It visits each spot once; where visit returns false, the path ends
// there. exit is called for each way out of the function.
func (o *order) walk(s spot, visit func(spot) bool, exit func()) {
	seen := map[*cfg.Block]bool{}
	var blocks []*cfg.Block
	run := func(b *cfg.Block, from int) {
		for i := from; i < len(b.Nodes); i++ {
			if !visit(spot{b, i, b.Nodes[i]}) {
				return
			}
		}
		if len(b.Succs) == 0 && exit != nil && b.Return() != nil {
			exit()
		}
		for _, next := range b.Succs {
			if !seen[next] {
				seen[next] = true
				blocks = append(blocks, next)
			}
		}
	}
	if s.block == nil {
		seen[o.graph.Blocks[0]] = true
		run(o.graph.Blocks[0], 0)
	} else {
		run(s.block, s.index+1)
	}
	for len(blocks) > 0 {
		b := blocks[len(blocks)-1]
		blocks = blocks[:len(blocks)-1]
		run(b, 0)
	}
}

// meets reports whether stop holds for n or a node below it, function
// literals left out: they run at another time.
func meets(n ast.Node, stop func(ast.Node) bool) bool {
	if stop == nil {
		return false
	}
	met := false
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil || met {
			return false
		}
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		met = stop(n)
		return !met
	})
	return met
}

// Between reports whether, in the function around both, some path leads from
// after a to b without passing a node for which stop holds. A nil a is the
// entry of b's function.
func (fl *Flow) Between(a, b ast.Node, stop func(ast.Node) bool) bool {
	f := fl.Func(b)
	if f == nil || a != nil && fl.Func(a) != f {
		return false
	}
	o := f.order()
	to, ok := o.at(b)
	if !ok {
		return false
	}
	var from spot
	if a != nil {
		if from, ok = o.at(a); !ok {
			return false
		}
		if from.node == to.node && a.End() <= b.Pos() {
			return true // evaluated before it, in one statement
		}
	}
	found := false
	o.walk(from, func(s spot) bool {
		if s.node == to.node {
			found = true
		}
		return !found && !meets(s.node, stop)
	}, nil)
	return found
}

// Leaves reports whether some path leads from after a out of its function
// (a return or the end) without passing a node for which stop holds.
func (fl *Flow) Leaves(a ast.Node, stop func(ast.Node) bool) bool {
	f := fl.Func(a)
	if f == nil {
		return false
	}
	o := f.order()
	from, ok := o.at(a)
	if !ok {
		return false
	}
	out := false
	o.walk(from, func(s spot) bool { return !out && !meets(s.node, stop) }, func() { out = true })
	return out
}

// Dominates reports whether every path to b, in the function around both,
// passes a.
func (fl *Flow) Dominates(a, b ast.Node) bool {
	f := fl.Func(a)
	if f == nil || fl.Func(b) != f {
		return false
	}
	o := f.order()
	sa, okA := o.at(a)
	sb, okB := o.at(b)
	if !okA || !okB {
		return false
	}
	if sa.node == sb.node {
		return a.End() <= b.Pos()
	}
	reached := false
	o.walk(spot{}, func(s spot) bool {
		if s.node == sb.node {
			reached = true
		}
		return !reached && s.node != sa.node
	}, nil)
	return !reached
}

// Loop returns the innermost for or range statement of n's function that runs
// n again and again: nil where no path leads from n back to n.
func (fl *Flow) Loop(n ast.Node) ast.Stmt {
	for _, above := range fl.Path(n) {
		switch loop := above.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			if above != n {
				return nil
			}
		case *ast.ForStmt:
			if fl.repeats(n, loop) {
				return loop
			}
		case *ast.RangeStmt:
			if fl.repeats(n, loop) {
				return loop
			}
		}
	}
	return nil
}

// repeats reports whether a path leads from n back to n inside of loop.
func (fl *Flow) repeats(n ast.Node, loop ast.Stmt) bool {
	return fl.Between(n, n, func(m ast.Node) bool { return m.Pos() < loop.Pos() || loop.End() <= m.Pos() })
}
