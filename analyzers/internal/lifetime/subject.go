package lifetime

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A subject is a connection in one function, and the variables of it that have
// the connection, or a struct or container with it in it.
type subject struct {
	lives  *Lives
	dialed *dialed
	in     *connflow.Func
	// origin is the call that leaves the connection in slot, nil of one that the
	// function is given.
	origin *ast.CallExpr
	slot   wslib.Slot
	vars   map[*types.Var]bool
	// keepers are the receivers and parameters that the connection is put into.
	// They have it on the paths on which it was: where left is set.
	keepers map[*types.Var]bool
	left    bool
	// any: whatever may be the connection is it, not only what the variables have.
	any bool
}

// newSubject returns the connection of d in f, where the variables given have it.
func (l *Lives) newSubject(d *dialed, f *connflow.Func, vars map[*types.Var]bool) *subject {
	s := &subject{lives: l, dialed: d, in: f, vars: map[*types.Var]bool{}, keepers: map[*types.Var]bool{}}
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
	for ; lhs != nil; lhs = within(lhs) {
		switch lang.TypeOf(s.lives.flow.Info, lhs).Underlying().(type) {
		case *types.Slice, *types.Map, *types.Array, *types.Chan:
			return true
		}
	}
	return false
}

// within returns what e is a field or an element of, nil where it is none.
func within(e ast.Expr) ast.Expr {
	switch e := ast.Unparen(e).(type) {
	case *ast.SelectorExpr:
		return e.X
	case *ast.IndexExpr:
		return e.X
	case *ast.StarExpr:
		return e.X
	}
	return nil
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

// carries reports whether the value of e may be the connection, or have it in it,
// by a variable that has it.
func (s *subject) carries(e ast.Expr) bool {
	if s.any {
		return s.lives.isOne(s.dialed, e)
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		for _, elt := range e.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			if s.carries(elt) {
				return true
			}
		}
		return false
	case *ast.CallExpr:
		return s.carriesResult(e, 0)
	case *ast.FuncLit, *ast.BinaryExpr, nil:
		return false
	case *ast.UnaryExpr:
		return e.Op == token.AND && s.carries(e.X)
	case *ast.TypeAssertExpr:
		return s.carries(e.X)
	}
	return s.reaches(ast.Unparen(e))
}

// reaches is carries of a variable, or of what is in one.
func (s *subject) reaches(e ast.Expr) bool {
	v := s.root(e)
	if v == nil || !s.vars[v] && !(s.left && s.keepers[v]) {
		return false
	}
	switch x := e.(type) {
	case *ast.Ident:
		return true
	case *ast.StarExpr:
		return s.carries(x.X)
	}
	return s.lives.holds(s.dialed, e) || s.lives.contains(s.dialed, lang.TypeOf(s.lives.flow.Info, e))
}

// carriesResult is carries of the i-th result of e.
func (s *subject) carriesResult(e ast.Expr, i int) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return i == 0 && s.carries(e)
	}
	if call == s.origin {
		return s.slot.Result() == i
	}
	info := s.lives.flow.Info
	if tv := info.Types[call.Fun]; tv.IsType() || lang.IsBuiltin(info, call, "append") {
		return s.anyCarries(call.Args)
	}
	t := lang.ResultType(info.TypeOf(call), i)
	if t == nil {
		return false
	}
	if s.lives.contains(s.dialed, t) || s.hides(t) || i == 0 && s.lives.holds(s.dialed, call) {
		return s.anyCarries(operands(call))
	}
	_, isInterface := t.Underlying().(*types.Interface)
	return isInterface && !lang.IsError(t) && s.returnedBy(call, i) || s.viewedBy(call, i)
}

// viewedBy reports whether the i-th result of the call is a view of the connection, as
// tls.Client returns one of what it is given.
func (s *subject) viewedBy(call *ast.CallExpr, i int) bool {
	return slices.ContainsFunc(s.lives.callsAt(s.dialed, call), func(c *connflow.Call) bool {
		on := c.Slot(c.Func.Conn)
		return on != nil && s.carries(on) && slices.ContainsFunc(c.Func.Views, func(v wslib.Slot) bool { return v.Result() == i })
	})
}

// returnedBy reports whether a function of the package that the call may run is given
// the connection, and may return it in its i-th result.
func (s *subject) returnedBy(call *ast.CallExpr, i int) bool {
	for _, f := range s.lives.flow.Callees(call) {
		for v := range params(f) {
			arg := s.lives.flow.Arg(call, f, v)
			if arg != nil && s.carries(arg) && slices.ContainsFunc(s.lives.given(s.dialed, f, v), func(e effect) bool {
				return e.Status == Returned && (e.Slot == wslib.None || e.Slot.Result() == i)
			}) {
				return true
			}
		}
	}
	return false
}

// hides reports whether t is an interface by which a struct of this package with
// the connection in it can be closed.
func (s *subject) hides(t types.Type) bool {
	_, ok := t.Underlying().(*types.Interface)
	return ok && s.lives.flow.OwnType(t) != nil && s.lives.flow.Access(t)&wslib.Closes != 0
}

func (s *subject) anyCarries(list []ast.Expr) bool {
	for _, e := range list {
		if s.carries(e) {
			return true
		}
	}
	return false
}

// operands returns the receiver of the call and its arguments.
func operands(call *ast.CallExpr) []ast.Expr {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return append([]ast.Expr{sel.X}, call.Args...)
	}
	return call.Args
}

// root returns the variable that e is, or is in; of a call, the one that its
// result comes from.
func (s *subject) root(e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return lang.Var(s.lives.flow.Info, e)
	case *ast.SelectorExpr:
		if v := s.root(e.X); v != nil {
			return v
		}
		return lang.Var(s.lives.flow.Info, e.Sel) // of another package
	case *ast.StarExpr:
		return s.root(e.X)
	case *ast.IndexExpr:
		return s.root(e.X)
	case *ast.SliceExpr:
		return s.root(e.X)
	case *ast.TypeAssertExpr:
		return s.root(e.X)
	case *ast.UnaryExpr:
		return s.root(e.X)
	case *ast.CallExpr:
		for _, operand := range operands(e) {
			if s.carries(operand) {
				return s.root(operand)
			}
		}
	}
	return nil
}
