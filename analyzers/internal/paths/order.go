package paths

import (
	"go/ast"

	"golang.org/x/tools/go/cfg"
)

// Between reports whether some path leads from after a to b without passing a
// node for which stop holds. A nil a is the function's entry, a nil stop holds
// for nothing.
func (g *Graph) Between(a, b ast.Node, stop func(ast.Node) bool) bool {
	to, ok := g.At(b)
	if !ok {
		return false
	}
	var from Spot
	if a != nil {
		if from, ok = g.At(a); !ok {
			return false
		}
		if from == to && a.End() <= b.Pos() {
			return true // evaluated before it, in one statement
		}
	}
	found := false
	g.reach(from, func(s Spot) bool {
		if s == to {
			found = true
		}
		return !found && !meets(s.Node(), stop)
	}, nil)
	return found
}

// Leaves reports whether some path leads from after a out of the function, by a
// return or its end, without passing a node for which stop holds.
func (g *Graph) Leaves(a ast.Node, stop func(ast.Node) bool) bool {
	from, ok := g.At(a)
	if !ok {
		return false
	}
	out := false
	g.reach(from, func(s Spot) bool { return !out && !meets(s.Node(), stop) }, func() { out = true })
	return out
}

// Dominates reports whether every path to b passes a.
func (g *Graph) Dominates(a, b ast.Node) bool {
	sa, okA := g.At(a)
	sb, okB := g.At(b)
	if !okA || !okB {
		return false
	}
	if sa == sb {
		return a.End() <= b.Pos()
	}
	reached := false
	g.reach(Spot{}, func(s Spot) bool {
		if s == sb {
			reached = true
		}
		return !reached && s != sa
	}, nil)
	return !reached
}

// Repeats reports whether a path leads from n back to n inside of loop.
func (g *Graph) Repeats(n ast.Node, loop ast.Stmt) bool {
	return g.Between(n, n, func(m ast.Node) bool { return m.Pos() < loop.Pos() || loop.End() <= m.Pos() })
}

// reach goes along the graph from behind s, or from the entry if s has no
// block. It visits each spot once; where visit returns false, the path ends
// there. exit is called for each way out of the function.
func (g *Graph) reach(s Spot, visit func(Spot) bool, exit func()) {
	seen := map[*cfg.Block]bool{}
	var blocks []*cfg.Block
	run := func(b *cfg.Block, from int) {
		for i := from; i < len(b.Nodes); i++ {
			if !visit(Spot{b, i}) {
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
	if s.Block == nil {
		seen[g.Blocks[0]] = true
		run(g.Blocks[0], 0)
	} else {
		run(s.Block, s.Index+1)
	}
	for len(blocks) > 0 {
		b := blocks[len(blocks)-1]
		blocks = blocks[:len(blocks)-1]
		run(b, 0)
	}
}

// meets reports whether stop holds for n or a node in it, function literals
// left out: they run at another time.
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
