package deadpeer

import (
	"go/ast"
	"go/token"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// isError reports whether e is an error.
func (c *Finder) isError(e ast.Expr) bool {
	t := c.flow.Info.TypeOf(e)
	return lang.IsError(t)
}

// An assignment is one expression that is stored in another.
type assignment struct{ to, from ast.Expr }

// assignments returns what n itself stores: an assignment, a declaration, or
// the fields of a composite literal.
func assignments(n ast.Node) []assignment {
	var list []assignment
	switch n := n.(type) {
	case *ast.AssignStmt:
		if len(n.Lhs) == len(n.Rhs) {
			for i := range n.Lhs {
				list = append(list, assignment{n.Lhs[i], n.Rhs[i]})
			}
		}
	case *ast.ValueSpec:
		if len(n.Names) == len(n.Values) {
			for i := range n.Names {
				list = append(list, assignment{n.Names[i], n.Values[i]})
			}
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok {
			list = append(list, assignment{key, n.Value})
		}
	}
	return list
}

// errorBranch reports whether n stands in a branch that is taken because of an
// error, below the node root.
func (c *Finder) errorBranch(n, root ast.Node) bool {
	var child ast.Node
	for _, p := range c.flow.Path(n) {
		if stmt, ok := p.(*ast.IfStmt); ok {
			failed, fine := c.errorTest(stmt.Cond)
			if failed && child == stmt.Body || fine && child == stmt.Else {
				return true
			}
		}
		if p == root {
			return false
		}
		child = p
	}
	return false
}

// errorTest reports whether cond holds where an error came (err != nil,
// errors.Is), or where none came (err == nil).
func (c *Finder) errorTest(cond ast.Expr) (failed, fine bool) {
	ast.Inspect(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if c.isError(n.X) || c.isError(n.Y) {
				switch n.Op {
				case token.NEQ:
					failed = true
				case token.EQL:
					if lang.IsNil(c.flow.Info, n.X) || lang.IsNil(c.flow.Info, n.Y) {
						fine = true
					} else {
						failed = true
					}
				}
			}
		case *ast.CallExpr:
			for _, arg := range n.Args {
				if c.isError(arg) {
					failed = true
				}
			}
		}
		return true
	})
	return failed, fine
}
