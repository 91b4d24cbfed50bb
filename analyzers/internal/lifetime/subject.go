package lifetime

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A subject is a connection in one function.
type subject struct{ *variables }

// newSubject returns the connection of d in f, where the variables given have it.
func (l *Lives) newSubject(d *dialed, f *connflow.Func, vars map[*types.Var]bool) *subject {
	s := &subject{&variables{lives: l, dialed: d, in: f, vars: map[*types.Var]bool{}, keepers: map[*types.Var]bool{}}}
	for v := range vars {
		s.vars[v] = true
	}
	return s
}

// findVars finds the variables of the function to which the connection is
// assigned, whatever the path.
func (s *subject) findVars() {
	if s.origin != nil {
		if to := s.slot.In(s.origin); to != nil {
			s.leaves(to)
		}
	}
	for before := -1; before < len(s.vars); {
		before = len(s.vars)
		lang.Inspect(s.in.Body, func(n ast.Node) bool {
			s.eachMove(n, func(to, from ast.Expr) { s.put(to) })
			return true
		})
	}
}

// put adds the variable of this function that has what is assigned to lhs.
func (s *subject) put(lhs ast.Expr) {
	if status, _ := s.target(lhs); status == Open {
		if v := s.root(lhs); v != nil {
			s.vars[v] = true
		}
	}
}

// eachMove visits the assignments, declarations and range clauses in n itself
// that move the connection.
func (s *subject) eachMove(n ast.Node, visit func(to, from ast.Expr)) {
	move := func(to, from []ast.Expr) {
		for i, lhs := range to {
			switch {
			case len(from) == len(to):
				if s.carries(from[i]) {
					visit(lhs, from[i])
				}
			case len(from) == 1 && s.carriesResult(from[0], i):
				visit(lhs, from[0])
			}
		}
	}
	switch n := n.(type) {
	case *ast.AssignStmt:
		move(n.Lhs, n.Rhs)
	case *ast.ValueSpec:
		names := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			names[i] = name
		}
		move(names, n.Values)
	case *ast.RangeStmt:
		if n.Value != nil && s.carries(n.X) {
			visit(n.Value, n.X)
		}
	}
}

// target returns what becomes of the connection where it is assigned to lhs.
func (s *subject) target(lhs ast.Expr) (Status, wslib.Slot) {
	lhs = ast.Unparen(lhs)
	if lang.IsBlank(lhs) {
		return Open, wslib.None
	}
	v := s.root(lhs)
	if v == nil || !s.local(v) || !s.inPlace(s.container(lhs)) {
		return Kept, wslib.None
	}
	if _, whole := lhs.(*ast.Ident); whole {
		return Open, wslib.None
	}
	if v.Kind() == types.ParamVar || v.Kind() == types.RecvVar {
		if slot := s.in.Param(v); slot != wslib.None && !s.vars[v] {
			s.keepers[v] = true
			return Left, slot
		}
		return Kept, wslib.None
	}
	if s.vars[v] || s.fresh(v) {
		return Open, wslib.None
	}
	return Kept, wslib.None
}

// container returns what lhs is a field or an element of, lhs itself where it is
// none.
func (s *subject) container(lhs ast.Expr) ast.Expr {
	switch lhs := lhs.(type) {
	case *ast.SelectorExpr:
		return lhs.X
	case *ast.IndexExpr:
		return lhs.X
	}
	return lhs
}

// isContainer reports whether lhs is, or is in, what holds several values.
func (s *subject) isContainer(lhs ast.Expr) bool {
	for {
		switch lang.TypeOf(s.lives.flow.Info, lhs).Underlying().(type) {
		case *types.Slice, *types.Map, *types.Array, *types.Chan:
			return true
		}
		in := s.container(ast.Unparen(lhs))
		if in == ast.Unparen(lhs) {
			return false
		}
		lhs = in
	}
}

// inPlace reports whether e is a variable, or a part of what is in it: not behind
// a pointer, an interface or the like, in something that others may have.
func (s *subject) inPlace(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return true
	case *ast.UnaryExpr:
		return s.inPlace(e.X)
	case *ast.StarExpr:
		_, whole := ast.Unparen(e.X).(*ast.Ident)
		return whole
	case *ast.SelectorExpr:
		_, isStruct := lang.TypeOf(s.lives.flow.Info, e).Underlying().(*types.Struct)
		return isStruct && s.inPlace(e.X)
	}
	return false
}

// local reports whether v is a variable of the function.
func (s *subject) local(v *types.Var) bool {
	return !v.IsField() && s.in.Node.Pos() <= v.Pos() && v.Pos() < s.in.Node.End()
}

// fresh reports whether v holds nothing but what the function made, and nothing
// else has got it before the connection was there.
func (s *subject) fresh(v *types.Var) bool {
	if v == nil || v.Kind() != types.LocalVar {
		return false
	}
	fresh := true
	lang.Inspect(s.in.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if lang.Var(s.lives.flow.Info, lhs) == v {
					fresh = fresh && len(n.Lhs) == len(n.Rhs) && s.makes(n.Rhs[i])
				} else if len(n.Lhs) == len(n.Rhs) && s.before(n) && s.root(lhs) != v && s.hasIn(n.Rhs[i], v) {
					fresh = false
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if s.lives.flow.Info.Defs[name] == v && len(n.Values) > 0 {
					fresh = fresh && len(n.Values) == len(n.Names) && s.makes(n.Values[i])
				}
			}
		case *ast.RangeStmt:
			fresh = fresh && !(n.Key != nil && lang.Var(s.lives.flow.Info, n.Key) == v) && !(n.Value != nil && lang.Var(s.lives.flow.Info, n.Value) == v)
		case *ast.SendStmt:
			fresh = fresh && !(s.before(n) && s.hasIn(n.Value, v))
		}
		return fresh
	})
	return fresh
}

// before reports whether n stands before the call that makes the connection.
func (s *subject) before(n ast.Node) bool { return s.origin == nil || n.Pos() < s.origin.Pos() }

// hasIn reports whether the value of e is v, a pointer to it, or has it in it.
func (s *subject) hasIn(e ast.Expr, v *types.Var) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return lang.Var(s.lives.flow.Info, e) == v
	case *ast.UnaryExpr:
		return e.Op == token.AND && s.hasIn(e.X, v)
	case *ast.CompositeLit:
		for _, elt := range e.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			if s.hasIn(elt, v) {
				return true
			}
		}
	case *ast.CallExpr:
		if lang.IsBuiltin(s.lives.flow.Info, e, "append") {
			for _, arg := range e.Args[1:] {
				if s.hasIn(arg, v) {
					return true
				}
			}
		}
	}
	return false
}

// makes reports whether e is a new value.
func (s *subject) makes(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return e.Op == token.AND && s.makes(e.X)
	case *ast.CallExpr:
		info := s.lives.flow.Info
		return lang.IsBuiltin(info, e, "new") || lang.IsBuiltin(info, e, "make") || lang.IsBuiltin(info, e, "append") && s.fresh(s.root(e.Args[0]))
	}
	return lang.IsNil(s.lives.flow.Info, e)
}
