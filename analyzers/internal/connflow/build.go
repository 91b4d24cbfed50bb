package connflow

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// build adds the edges of every statement and expression.
func (fl *Flow) build() {
	for _, file := range fl.Files {
		b := &builder{Flow: fl}
		ast.PreorderStack(file, nil, func(n ast.Node, above []ast.Node) bool {
			b.above = above
			b.visit(n)
			return true
		})
	}
}

// A builder walks one file.
type builder struct {
	*Flow
	above []ast.Node // the nodes around the one that is visited
}

// in returns the function around the visited node.
func (b *builder) in() *Func {
	for i := len(b.above) - 1; i >= 0; i-- {
		if f := b.funcOf[b.above[i]]; f != nil {
			return f
		}
	}
	return nil
}

func (b *builder) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok == token.ASSIGN || n.Tok == token.DEFINE {
			b.assignAll(n.Lhs, n.Rhs)
		} else {
			b.compute(n.Lhs[0], n.Rhs[0])
		}
	case *ast.IncDecStmt:
		b.compute(n.X, n.X)
	case *ast.ValueSpec:
		lhs := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			lhs[i] = name
		}
		if len(n.Values) > 0 {
			b.assignAll(lhs, n.Values)
		}
	case *ast.RangeStmt:
		b.rangeOver(n)
	case *ast.SendStmt:
		b.addEdge(b.eval(n.Value), b.eval(n.Chan), move, nil, n.Value)
	case *ast.ReturnStmt:
		b.returned(n)
	case *ast.TypeSwitchStmt:
		b.typeSwitch(n)
	case *ast.CompositeLit:
		b.literal(n)
	case *ast.CallExpr:
		(&callBuilder{b}).call(n)
	case *ast.SelectorExpr:
		b.mention(n)
	}
}

// assignAll assigns each right side, or the results of the one, to its left side.
func (b *builder) assignAll(lhs, rhs []ast.Expr) {
	if len(lhs) == len(rhs) {
		for i := range lhs {
			b.assign(lhs[i], b.eval(rhs[i]), rhs[i])
		}
		return
	}
	if call, ok := ast.Unparen(rhs[0]).(*ast.CallExpr); ok {
		for i := range lhs {
			b.assign(lhs[i], b.callNode(call, i), rhs[0])
		}
		return
	}
	b.assign(lhs[0], b.eval(rhs[0]), rhs[0]) // v, ok := x.(T), m[k], <-ch
}

// compute is x op= y and x++: a value made of the old one.
func (b *builder) compute(x, y ast.Expr) {
	op := b.exprNode(&ast.ParenExpr{X: y, Lparen: y.Pos(), Rparen: y.End()})
	b.assign(x, op, y)
}

// assign adds the edge from value to what lhs names.
func (b *builder) assign(lhs ast.Expr, value node, expr ast.Expr) {
	lhs = ast.Unparen(lhs)
	if v := lang.VarOrField(b.Info, lhs); v != nil {
		b.writes[v] = append(b.writes[v], expr)
	}
	if value == noNode {
		return
	}
	var to node
	switch lhs := lhs.(type) {
	case *ast.Ident:
		if lhs.Name == "_" {
			return
		}
		to = b.eval(lhs)
	case *ast.IndexExpr:
		to = b.eval(lhs.X)
		b.addEdge(b.eval(lhs.Index), to, move, nil, lhs.Index)
	case *ast.SelectorExpr:
		to = b.eval(lhs)
		if f, ok := b.Info.Uses[lhs.Sel].(*types.Var); ok && b.foreign(f.Pkg()) && !b.open(b.Info.TypeOf(lhs.X)) {
			b.leaves(value, expr, f.Type())
		}
	default:
		to = b.eval(lhs)
	}
	b.addEdge(value, to, move, nil, expr)
	if t := b.Info.TypeOf(expr); t != nil && isReference(t) {
		b.addAlias(to, value, move, nil, expr)
	}
}

// isReference reports whether what is put into a value of type t through one
// name is seen through all others: channels and maps.
func isReference(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Chan, *types.Map:
		return true
	}
	return false
}

func (b *builder) rangeOver(n *ast.RangeStmt) {
	t := b.Info.TypeOf(n.X)
	if t == nil {
		return
	}
	from := b.eval(n.X)
	switch t.Underlying().(type) {
	case *types.Map:
		if n.Key != nil {
			b.assign(n.Key, from, n.X)
		}
	case *types.Chan:
		if n.Key != nil {
			b.assign(n.Key, from, n.X)
		}
		return
	case *types.Signature, *types.Basic:
		return
	}
	if n.Value != nil {
		b.assign(n.Value, from, n.X)
	}
}

func (b *builder) returned(n *ast.ReturnStmt) {
	f := b.in()
	if f == nil {
		return
	}
	sig := f.Signature()
	if sig == nil {
		return
	}
	for i, e := range n.Results {
		if len(n.Results) == 1 && sig.Results().Len() > 1 {
			if call, ok := ast.Unparen(e).(*ast.CallExpr); ok {
				for j := range sig.Results().Len() {
					b.addEdge(b.callNode(call, j), b.resultNode(f, j), move, nil, e)
				}
			}
			return
		}
		b.addEdge(b.eval(e), b.resultNode(f, i), move, nil, e)
		if i < sig.Results().Len() {
			b.embedded(e, func(field node) {
				b.escapes(field, &Away{Node: e, Type: sig.Results().At(i).Type(), Returned: true, of: f, result: i})
			})
		}
	}
}

func (b *builder) typeSwitch(n *ast.TypeSwitchStmt) {
	as, ok := n.Assign.(*ast.AssignStmt)
	if !ok {
		return
	}
	x := as.Rhs[0].(*ast.TypeAssertExpr).X
	from := b.eval(x)
	for _, clause := range n.Body.List {
		if v, ok := b.Info.Implicits[clause].(*types.Var); ok {
			b.addEdge(from, b.varNode(v), move, nil, x)
		}
	}
}
