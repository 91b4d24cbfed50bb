// Package lang answers what go/ast and go/types are asked again and again, and
// what has nothing to do with connections: which function a call calls, which
// variable an expression names, what is compared with nil.
//
// Every question has an answer for broken code, too: a type is never nil, a
// variable or function that is not known is.
package lang

import (
	"go/ast"
)

// Within reports whether n is in outer, or is it.
func Within(n, outer ast.Node) bool { return outer.Pos() <= n.Pos() && n.End() <= outer.End() }

// Walk visits root and all nodes below it in source order, but leaves out
// function literals: they run at another time. A literal that is root itself is
// visited.
func Walk(root ast.Node, visit func(ast.Node)) {
	Inspect(root, func(n ast.Node) bool {
		visit(n)
		return true
	})
}

// Inspect visits root and the nodes below it in source order, as ast.Inspect
// does, but leaves out function literals: they run at another time. A literal
// that is root itself is visited. It does not call visit with nil.
func Inspect(root ast.Node, visit func(ast.Node) bool) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		if _, literal := n.(*ast.FuncLit); literal && n != root {
			return false
		}
		return visit(n)
	})
}

// Any reports whether holds does for root or a node below it, other than in function
// literals below it.
func Any(root ast.Node, holds func(ast.Node) bool) bool {
	found := false
	Walk(root, func(n ast.Node) { found = found || holds(n) })
	return found
}

// IsReturn reports whether list is a return statement and nothing else.
func IsReturn(list []ast.Stmt) bool {
	if len(list) != 1 {
		return false
	}
	_, ok := list[0].(*ast.ReturnStmt)
	return ok
}
