package paths

import (
	"go/ast"
	"go/token"
)

// Assign returns fs behind n, a node of a graph: what it assigns is known as far
// as the assigned value is.
func (k *Knowledge) Assign(fs Facts, n ast.Node) Facts {
	switch n := n.(type) {
	case *ast.AssignStmt:
		switch n.Tok {
		case token.ASSIGN, token.DEFINE:
			return k.assignAll(fs, n.Lhs, n.Rhs)
		case token.ADD_ASSIGN:
			if k.Eval(fs, n.Rhs[0]).Holds() {
				return k.With(fs, n.Lhs[0], NonZero)
			}
		case token.MUL_ASSIGN, token.SHL_ASSIGN:
			return k.With(fs, n.Lhs[0], k.Eval(fs, n.Lhs[0]).some())
		}
		return k.With(fs, n.Lhs[0], Unknown)
	case *ast.IncDecStmt:
		if n.Tok == token.INC {
			return k.With(fs, n.X, NonZero)
		}
		return k.With(fs, n.X, Unknown)
	case *ast.ValueSpec:
		lhs := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			lhs[i] = name
		}
		if len(n.Values) > 0 {
			return k.assignAll(fs, lhs, n.Values)
		}
		for _, name := range lhs {
			fs = k.With(fs, name, IsZero)
		}
	}
	return fs
}

// Next returns fs behind the next value of a range statement.
func (k *Knowledge) Next(fs Facts, loop *ast.RangeStmt) Facts {
	for _, e := range []ast.Expr{loop.Key, loop.Value} {
		if e != nil {
			fs = k.With(fs, e, Unknown)
		}
	}
	return fs
}

func (k *Knowledge) assignAll(fs Facts, lhs, rhs []ast.Expr) Facts {
	values := make([]Fact, len(lhs))
	for i := range lhs {
		if len(lhs) == len(rhs) {
			values[i] = k.Eval(fs, rhs[i])
		} else {
			values[i] = k.Result(fs, ast.Unparen(rhs[0]), i)
		}
	}
	for i, e := range lhs {
		fs = k.With(fs, e, values[i])
	}
	return fs
}
