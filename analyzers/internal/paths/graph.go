package paths

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Graph is the control-flow graph of a function, with the way back from a
// piece of syntax to its place there.
type Graph struct {
	*cfg.CFG

	info  *types.Info
	typ   *ast.FuncType
	spots []Spot // by position
	// cases are the conditions of a switch's cases: for a switch with a tag, the
	// comparison of the tag with the case's expression.
	cases map[ast.Expr]ast.Expr
	// comms are the cases of a select, by their communication.
	comms map[ast.Node]*ast.CommClause
	// mentions and uses are those of liveness.go.
	mentions map[*types.Var][]*cfg.Block
	uses     map[*types.Var]map[*cfg.Block]bool
}

// A Spot is a node of a control-flow graph.
type Spot struct {
	Block *cfg.Block
	Index int
}

// Node returns the node at s.
func (s Spot) Node() ast.Node { return s.Block.Nodes[s.Index] }

// New returns the graph of the function with that type and body.
func New(info *types.Info, typ *ast.FuncType, body *ast.BlockStmt) *Graph {
	g := &Graph{
		CFG:   cfg.New(body, func(call *ast.CallExpr) bool { return MayReturn(info, call) }),
		info:  info,
		typ:   typ,
		cases: map[ast.Expr]ast.Expr{},
		comms: map[ast.Node]*ast.CommClause{},
		uses:  map[*types.Var]map[*cfg.Block]bool{},
	}
	for _, b := range g.Blocks {
		if b.Live {
			for i := range b.Nodes {
				g.spots = append(g.spots, Spot{b, i})
			}
		}
	}
	slices.SortStableFunc(g.spots, func(a, b Spot) int {
		return cmp.Or(cmp.Compare(a.Node().Pos(), b.Node().Pos()), cmp.Compare(b.Node().End(), a.Node().End()))
	})
	g.findClauses(body)
	return g
}

// MayReturn reports whether the program may go on behind the call: it is no
// panic, and of no function that ends the program or the goroutine.
func MayReturn(info *types.Info, call *ast.CallExpr) bool {
	switch obj := typeutil.Callee(info, call).(type) {
	case *types.Builtin:
		return obj.Name() != "panic"
	case *types.Func:
		return !wslib.NoReturn(obj)
	}
	return true
}

// findClauses finds the conditions of switches and the communications of selects.
func (g *Graph) findClauses(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.SwitchStmt:
			for _, clause := range n.Body.List {
				for _, e := range clause.(*ast.CaseClause).List {
					g.cases[e] = e
					if n.Tag != nil && g.info.Types[n.Tag].Value == nil {
						g.cases[e] = &ast.BinaryExpr{X: n.Tag, OpPos: e.Pos(), Op: token.EQL, Y: e}
					}
				}
			}
		case *ast.CommClause:
			if n.Comm != nil {
				g.comms[n.Comm] = n
				if e, ok := n.Comm.(*ast.ExprStmt); ok {
					g.comms[e.X] = n
				}
			}
		}
		return true
	})
}

// maxOverlap bounds how many nodes of a graph overlap: hardly any do, and those
// are close to each other.
const maxOverlap = 64

// At returns the spot that holds n: the smallest around it.
func (g *Graph) At(n ast.Node) (Spot, bool) {
	i, _ := slices.BinarySearchFunc(g.spots, n.Pos(), func(s Spot, pos token.Pos) int {
		if s.Node().Pos() <= pos {
			return -1
		}
		return 1
	})
	best, size := -1, token.Pos(0)
	for j := i - 1; j >= 0 && j >= i-maxOverlap; j-- {
		if s := g.spots[j].Node(); n.Pos() < s.End() && n.End() <= s.End() && (best < 0 || s.End()-s.Pos() < size) {
			best, size = j, s.End()-s.Pos()
		}
	}
	if best < 0 {
		return Spot{}, false
	}
	return g.spots[best], true
}

// Condition returns the boolean expression on which the two ways out of b
// depend: Succs[0] is taken where it holds. It is nil where b has one way out,
// and where no expression decides which one is taken (select, range). For a switch
// with a tag it is the comparison tag == case, the same one each time, which
// has no type information of its own.
func (g *Graph) Condition(b *cfg.Block) ast.Expr {
	if len(b.Succs) != 2 || len(b.Nodes) == 0 {
		return nil
	}
	switch b.Succs[0].Kind {
	case cfg.KindSelectCaseBody, cfg.KindRangeBody:
		return nil
	}
	e, ok := b.Nodes[len(b.Nodes)-1].(ast.Expr)
	if !ok {
		return nil
	}
	if b.Succs[0].Kind == cfg.KindSwitchCaseBody {
		return g.cases[e]
	}
	if t := g.info.TypeOf(e); t != nil {
		if basic, ok := t.Underlying().(*types.Basic); ok && basic.Info()&types.IsBoolean != 0 {
			return e
		}
	}
	return nil
}
