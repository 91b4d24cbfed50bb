package handshake

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// values answers where dial options come from, what the package sets in them, and
// whether code that cannot be seen may change them.
type values struct{ flow *connflow.Flow }

// IsOption reports whether s is a field that users of the package may set.
func IsOption(s *connflow.Source) bool {
	return s.Kind == connflow.Unseen && s.Var != nil && s.Var.IsField()
}

func isLiteral(s *connflow.Source) bool { return s.Kind == connflow.Literal }

// Made returns where e comes from, without what is put into it there: of an
// interface, what implements it.
func (vs values) Made(e ast.Expr) []*connflow.Source {
	want := lang.TypeOf(vs.flow.Info, e)
	iface, _ := want.Underlying().(*types.Interface)
	return slices.DeleteFunc(vs.flow.Sources(e), func(s *connflow.Source) bool {
		t := vs.typeOf(s)
		switch {
		case s.Kind == connflow.Other && lang.IsNil(vs.flow.Info, s.Expr):
			return false
		case iface != nil:
			return !types.Implements(t, iface) && !types.Implements(types.NewPointer(t), iface)
		}
		return !types.Identical(lang.Deref(t), lang.Deref(want))
	})
}

// typeOf returns the type of the value that begins at s.
func (vs values) typeOf(s *connflow.Source) types.Type {
	switch {
	case s.Expr == nil:
		return s.Var.Type()
	case s.Kind == connflow.CallResult:
		if t := lang.ResultType(lang.TypeOf(vs.flow.Info, s.Expr), s.Index); t != nil {
			return t
		}
	}
	return lang.TypeOf(vs.flow.Info, s.Expr)
}

// A write sets a field of owner, a literal or the operand of a selector.
type write struct{ owner, value ast.Expr }

// writes returns what the package sets the field of t to.
func (vs values) writes(t types.Type, field string) []write {
	name, _, _ := strings.Cut(field, ".")
	v := fieldOf(t, name)
	if v == nil {
		return nil
	}
	var list []write
	for _, value := range vs.flow.Writes(v) {
		if owner := vs.owner(value, v); owner != nil {
			list = append(list, write{owner, value})
		}
	}
	return list
}

// fieldOf returns the exported field of t, or of what t points to, nil if it has none.
func fieldOf(t types.Type, name string) *types.Var {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	v, _ := obj.(*types.Var)
	return v
}

// owner returns whose field v the value is put into.
func (vs values) owner(value ast.Expr, v *types.Var) ast.Expr {
	for _, n := range vs.flow.Path(value)[1:] {
		switch n := n.(type) {
		case *ast.ParenExpr, *ast.KeyValueExpr:
			continue
		case *ast.CompositeLit:
			return n
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr); ok && vs.flow.Info.Uses[sel.Sel] == v {
					return sel.X
				}
			}
		}
		return nil
	}
	return nil
}

// owns reports whether w sets a field of what e may be: the same variable, or
// what is made in the same place. That both hold the same thing is not enough.
func (vs values) owns(w write, e ast.Expr) bool {
	if v := lang.VarOrField(vs.flow.Info, w.owner); v != nil && v == lang.VarOrField(vs.flow.Info, e) {
		return true
	}
	made := vs.Made(e)
	same := func(s *connflow.Source) bool {
		return slices.ContainsFunc(made, func(t *connflow.Source) bool { return s.Expr == t.Expr && s.Var == t.Var })
	}
	if lit, literal := w.owner.(*ast.CompositeLit); literal {
		return slices.ContainsFunc(made, func(s *connflow.Source) bool { return s.Expr == lit })
	}
	return slices.ContainsFunc(vs.Made(w.owner), same)
}

// escape returns Once where e, or a variable that it came through, is handed to
// code that cannot be seen, which may set what bounds it.
func (vs values) escape(e ast.Expr) wslib.Bound {
	vars := map[*types.Var]bool{lang.Var(vs.flow.Info, e): true}
	for _, s := range vs.flow.Sources(e) {
		vars[s.Var] = true
		for _, via := range s.Path {
			vars[lang.Var(vs.flow.Info, via)] = true
		}
	}
	delete(vars, nil)
	for v := range vars {
		if !v.IsField() && vs.handedAway(v) {
			return wslib.Once
		}
	}
	return wslib.Unbounded
}

// handedAway reports whether a reference to what v holds is an argument of a call
// of code that cannot be seen.
func (vs values) handedAway(v *types.Var) bool {
	for _, f := range vs.flow.Funcs {
		if f.Outer != nil {
			continue
		}
		found := false
		ast.Inspect(f.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			found = found || ok && len(vs.flow.Callees(call)) == 0 && len(vs.flow.CallsAt(call)) == 0 &&
				slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return vs.refers(arg, v) })
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// refers reports whether e is a reference to what v holds.
func (vs values) refers(e ast.Expr, v *types.Var) bool {
	e = ast.Unparen(e)
	if addr, ok := e.(*ast.UnaryExpr); ok && addr.Op == token.AND {
		return lang.Var(vs.flow.Info, addr.X) == v
	}
	if lang.Var(vs.flow.Info, e) != v {
		return false
	}
	switch v.Type().Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}
