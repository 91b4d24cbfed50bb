package deadpeer

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// syntax has the questions about syntax and types that all others need.
type syntax struct{ *Finder }

// isError reports whether e is an error.
func (s *syntax) isError(e ast.Expr) bool {
	t := s.flow.Info.TypeOf(e)
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
// error, within the node root.
func (s *syntax) errorBranch(n, root ast.Node) bool {
	var child ast.Node
	for _, p := range s.flow.Path(n) {
		if stmt, ok := p.(*ast.IfStmt); ok {
			failed, fine := s.errorTest(stmt.Cond)
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
func (s *syntax) errorTest(cond ast.Expr) (failed, fine bool) {
	ast.Inspect(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if s.isError(n.X) || s.isError(n.Y) {
				switch n.Op {
				case token.NEQ:
					failed = true
				case token.EQL:
					if lang.IsNil(s.flow.Info, n.X) || lang.IsNil(s.flow.Info, n.Y) {
						fine = true
					} else {
						failed = true
					}
				}
			}
		case *ast.CallExpr:
			for _, arg := range n.Args {
				if s.isError(arg) {
					failed = true
				}
			}
		}
		return true
	})
	return failed, fine
}

// same reports whether a and b may be one value: one variable, or one source.
func (s *syntax) same(a, b ast.Expr) bool {
	v := lang.VarOrField(s.flow.Info, a)
	if v != nil && v == lang.VarOrField(s.flow.Info, b) {
		return true
	}
	x, y := s.flow.Info.TypeOf(a), s.flow.Info.TypeOf(b)
	if x == nil || y == nil {
		return false
	}
	if chX, ok := x.Underlying().(*types.Chan); ok { // of any direction
		chY, ok := y.Underlying().(*types.Chan)
		return ok && types.Identical(chX.Elem(), chY.Elem()) && s.flow.Same(a, b)
	}
	return types.Identical(x, y) && s.flow.Same(a, b)
}

func (s *syntax) sameAny(e ast.Expr, list []ast.Expr) bool {
	for _, o := range list {
		if s.same(e, o) {
			return true
		}
	}
	return false
}

// woken is the code that runs when the receive n got a value.
func (s *syntax) woken(in *connflow.Func, n ast.Node) region {
	if r, ok := n.(*ast.RangeStmt); ok {
		return region{r, r.Pos()}
	}
	for _, p := range s.flow.Path(n) {
		switch p := p.(type) {
		case *ast.CommClause:
			if p.Comm != nil && lang.Within(n, p.Comm) {
				return region{p, p.Pos()}
			}
		case *ast.FuncLit, *ast.FuncDecl:
			return region{in.Body, s.flow.Path(n)[1].Pos()}
		}
	}
	return region{in.Body, n.Pos()}
}

// receivedFrom returns the channel that n receives from, nil if it does not.
func (s *syntax) receivedFrom(n ast.Node) ast.Expr {
	switch n := n.(type) {
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			return n.X
		}
	case *ast.RangeStmt:
		if t := s.flow.Info.TypeOf(n.X); t != nil {
			if _, ok := t.Underlying().(*types.Chan); ok {
				return n.X
			}
		}
	}
	return nil
}

func (s *syntax) returnsChan(ret *ast.ReturnStmt) bool {
	for _, result := range ret.Results {
		if lang.IsChan(s.flow.Info.TypeOf(result)) {
			return true
		}
	}
	return false
}

// function returns the function that e names, nil if none.
func (s *syntax) function(e ast.Expr) *types.Func {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		fn, _ := s.flow.Info.Uses[e].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := s.flow.Info.Uses[e.Sel].(*types.Func)
		return fn
	}
	return nil
}

// zeroTime reports whether e can be no time but the zero time, which clears a
// deadline.
func (s *syntax) zeroTime(e ast.Expr) bool {
	sources := s.flow.Sources(e)
	for _, s := range sources {
		switch s.Kind {
		case connflow.Zero:
		case connflow.Literal:
			if lit, ok := s.Expr.(*ast.CompositeLit); !ok || len(lit.Elts) > 0 {
				return false
			}
		default:
			return false
		}
	}
	return len(sources) > 0
}

// errorsOf returns the variables that the error of the call n is assigned to.
func (s *syntax) errorsOf(n ast.Node) []*types.Var {
	var errs []*types.Var
	for _, lhs := range s.flow.AssignedTo(n) {
		if v := lang.VarOrField(s.flow.Info, lhs); v != nil && lang.IsError(v.Type()) {
			errs = append(errs, v)
		}
	}
	return errs
}
