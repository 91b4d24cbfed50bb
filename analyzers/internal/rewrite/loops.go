package rewrite

import (
	"go/ast"
	"go/token"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// InLoop reports whether stmt stands in a loop of its function.
func (b *syntax) InLoop(stmt ast.Stmt) bool {
	for _, above := range b.path(stmt) {
		switch above.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if above != ast.Node(stmt) {
				return true
			}
		case *ast.FuncLit, *ast.FuncDecl:
			return false
		}
	}
	return false
}

// PassesEnd reports whether all ways out of the loop lead to what is behind it: it
// has no return, and no jump out of it but a break.
func (b *syntax) PassesEnd(loop ast.Stmt) bool {
	labels := map[string]bool{}
	if outer, _ := b.listed(loop); outer != loop {
		lang.Walk(outer, func(n ast.Node) {
			if l, ok := n.(*ast.LabeledStmt); ok && l.Pos() <= loop.Pos() {
				labels[l.Label.Name] = true
			}
		})
	}
	lang.Walk(loop, func(n ast.Node) {
		if l, ok := n.(*ast.LabeledStmt); ok {
			labels[l.Label.Name] = true
		}
	})
	passes := true
	lang.Walk(loop, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			passes = false
		case *ast.BranchStmt:
			passes = passes && n.Tok != token.GOTO && (n.Label == nil || labels[n.Label.Name])
		}
	})
	return passes
}
