package timing

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// Brief reports whether what loop does between two runs of the calls takes no time
// to speak of, as far as can be seen: it decodes, logs, computes, but waits for
// nothing.
func (tm *Timing) Brief(loop ast.Stmt, calls []ast.Node) bool {
	b := &brief{Timing: tm, loop: loop, calls: calls, seen: map[*connflow.Func]bool{}}
	return b.code(loop, func(n ast.Node) bool { return tm.flow.Between(n, calls[0], nil) })
}

// A brief answers whether the code between two runs of calls waits.
type brief struct {
	*Timing
	loop  ast.Stmt
	calls []ast.Node
	seen  map[*connflow.Func]bool
}

// code reports whether nothing waits of the nodes in root for which counts holds.
func (b *brief) code(root ast.Node, counts func(ast.Node) bool) bool {
	short := true
	lang.Walk(root, func(n ast.Node) {
		short = short && (!b.waits(n) || !counts(n))
	})
	return short
}

// waits reports whether n, a node without what is in it, may wait.
func (b *brief) waits(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		return !slices.Contains(b.calls, ast.Node(n)) && !b.call(n)
	case *ast.SendStmt:
		return !b.polled(n)
	case *ast.UnaryExpr:
		return n.Op == token.ARROW && !b.polled(n)
	case *ast.ForStmt:
		return ast.Stmt(n) != b.loop
	case *ast.RangeStmt:
		switch lang.TypeOf(b.flow.Info, n.X).Underlying().(type) {
		case *types.Chan, *types.Signature:
			return true
		}
	}
	return false
}

// call reports whether a call takes no time to speak of.
func (b *brief) call(call *ast.CallExpr) bool {
	if tv, ok := b.flow.Info.Types[call.Fun]; ok && (tv.IsType() || tv.IsBuiltin()) {
		return true
	}
	if _, ok := b.flow.Parent(call).(*ast.GoStmt); ok {
		return true
	}
	fn := lang.Callee(b.flow.Info, call)
	if fn == nil {
		return false // a function value
	}
	if b.flow.Index.Brief(fn) {
		return true
	}
	callee := b.flow.FuncOf(fn)
	if callee == nil || b.seen[callee] {
		return false
	}
	b.seen[callee] = true
	defer delete(b.seen, callee)
	return b.code(callee.Body, func(ast.Node) bool { return true })
}

// polled reports whether the channel operation n is that of a select with a
// default, which does not wait.
func (b *brief) polled(n ast.Node) bool {
	path := b.flow.Path(n)
	for i, above := range path {
		clause, ok := above.(*ast.CommClause)
		if !ok {
			continue
		}
		block, ok := path[i+1].(*ast.BlockStmt)
		return ok && clause.Comm != nil && lang.Within(n, clause.Comm) &&
			slices.ContainsFunc(block.List, func(s ast.Stmt) bool { return s.(*ast.CommClause).Comm == nil })
	}
	return false
}
