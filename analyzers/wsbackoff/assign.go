package wsbackoff

import (
	"go/ast"
	"go/token"
)

// assigned notes what a statement assigns.
func (w *walk) assigned(n ast.Node, states []state) []state {
	for i := range states {
		states[i] = w.assign(n, states[i])
	}
	return unique(states)
}

func (w *walk) assign(n ast.Node, s state) state {
	switch n := n.(type) {
	case *ast.AssignStmt:
		switch n.Tok {
		case token.ASSIGN, token.DEFINE:
			return w.assignAll(n.Lhs, n.Rhs, s)
		case token.ADD_ASSIGN:
			if w.know.eval(n.Rhs[0], s.facts) >= nonZero {
				return w.set(s, n.Lhs[0], nonZero)
			}
			return w.forget(s, n.Lhs[0])
		case token.MUL_ASSIGN, token.SHL_ASSIGN:
			return w.set(s, n.Lhs[0], w.know.eval(n.Lhs[0], s.facts).not().not())
		}
		return w.forget(s, n.Lhs[0])
	case *ast.IncDecStmt:
		if n.Tok == token.INC {
			return w.set(s, n.X, nonZero)
		}
		return w.forget(s, n.X)
	case *ast.ValueSpec:
		if len(n.Values) == 0 {
			for _, name := range n.Names {
				s = w.set(s, name, isZero)
			}
			return s
		}
		lhs := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			lhs[i] = name
		}
		return w.assignAll(lhs, n.Values, s)
	case *ast.DeclStmt:
		if d, ok := n.Decl.(*ast.GenDecl); ok {
			for _, spec := range d.Specs {
				s = w.assign(spec, s)
			}
		}
	}
	return s
}

func (w *walk) assignAll(lhs, rhs []ast.Expr, s state) state {
	values := make([]fact, len(lhs))
	if len(lhs) == len(rhs) {
		for i, e := range rhs {
			values[i] = w.know.eval(e, s.facts)
		}
	} else {
		for i := range lhs {
			values[i] = s.facts.get(w.know.id(resultOf{ast.Unparen(rhs[0]), i}, result))
		}
	}
	for i, e := range lhs {
		s = w.set(s, e, values[i])
	}
	return s
}

func (w *walk) set(s state, e ast.Expr, f fact) state {
	if id, ok := w.know.of(e); ok {
		s.facts = w.know.dropAliases(s.facts, id).set(id, f)
	}
	return s
}

func (w *walk) forget(s state, e ast.Expr) state { return w.set(s, e, unknown) }
