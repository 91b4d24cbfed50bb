package wsdialtimeout

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

// A limits finds out what bounds the handshake of a dial. Its answers are
// [wslib.Unbounded] where nothing does, [wslib.Once] where code that cannot be
// seen may, and [wslib.Always] where something does.
type limits struct {
	flow *connflow.Flow
}

// of returns what bounds the handshake of the dial: of several things, the most.
func (l limits) of(dial *connflow.Call) wslib.Bound {
	limit := dial.Func.Limit
	if limit.Always {
		return wslib.Always
	}
	bound := wslib.Unbounded
	if ctx := dial.Slot(dial.Func.Ctx); ctx != nil {
		bound = max(bound, l.flow.ContextEnds(ctx))
	}
	if stream := stream(dial); stream != nil {
		bound = max(bound, l.stream(stream))
	}
	if limit.Options != "" {
		bound = max(bound, l.defaults(dial))
	}
	if options := dial.Slot(dial.Func.Hook); options != nil {
		bound = max(bound, l.options(options, dial))
		for _, path := range limit.Fields {
			bound = max(bound, l.field(options, strings.Split(path, "."), limit.Nil))
		}
	}
	return bound
}

// stream returns the connection that a dial makes its handshake on, nil where it
// makes that itself.
func stream(dial *connflow.Call) ast.Expr {
	if !dial.Func.Limit.Stream {
		return nil
	}
	if under := dial.Slot(dial.Func.Under); under != nil {
		return under
	}
	return dial.Slot(dial.Func.Conn)
}

// stream returns what a deadline set on e bounds.
func (l limits) stream(e ast.Expr) wslib.Bound {
	for _, s := range l.made(e) {
		if s.Kind == connflow.Unseen || s.Kind == connflow.Field {
			return wslib.Once
		}
	}
	for _, call := range l.flow.Calls {
		if call.Func.Role == wslib.ReadDeadline && call.Slot(call.Func.Conn) != nil && l.flow.Same(call.Slot(call.Func.Conn), e) {
			return wslib.Always
		}
	}
	return l.escape(e)
}

// defaults returns what the package's changes to the default options of a dial
// bound.
func (l limits) defaults(dial *connflow.Call) wslib.Bound {
	fn := lang.Callee(l.flow.Info, dial.Expr)
	if fn == nil {
		return wslib.Once
	}
	options, _ := fn.Pkg().Scope().Lookup(dial.Func.Limit.Options).(*types.Var)
	if options == nil {
		return wslib.Once
	}
	for _, path := range dial.Func.Limit.Fields {
		for _, w := range l.writes(options.Type(), path) {
			if lang.VarOrField(l.flow.Info, w.owner) == options {
				return wslib.Always
			}
		}
	}
	return wslib.Unbounded
}

// options returns what the functions in the options bound that make the
// connection for the dial: one of the package that sets a deadline does.
func (l limits) options(e ast.Expr, dial *connflow.Call) wslib.Bound {
	t := lang.Deref(lang.TypeOf(l.flow.Info, e))
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return wslib.Unbounded
	}
	for f := range s.Fields() {
		if !l.flow.Index.HookField(t, f) {
			continue
		}
		for _, w := range l.writes(t, f.Name()) {
			if slices.ContainsFunc(l.flow.FuncsOf(w.value), l.setsDeadline) && l.owns(w, e) {
				return wslib.Always
			}
		}
	}
	return wslib.Unbounded
}

// setsDeadline reports whether f, or what it runs, sets a deadline on a connection.
func (l limits) setsDeadline(f *connflow.Func) bool {
	runs := l.flow.Reach(f.Body)
	return slices.ContainsFunc(l.flow.Calls, func(call *connflow.Call) bool {
		return call.Func.Role == wslib.ReadDeadline && (call.In == f || runs[call.In])
	})
}

// field returns what the field of the options e bounds, whose path that is;
// ofNil: nil options bound it.
func (l limits) field(e ast.Expr, path []string, ofNil bool) wslib.Bound {
	bound := wslib.Unbounded
	made := l.made(e)
	for _, s := range made {
		if isOption(s) && slices.ContainsFunc(made, isLiteral) {
			continue // who leaves it as it is made here has no other bound
		}
		if isLiteral(s) && fieldOf(l.typeOf(s), path[0]) == nil {
			return wslib.Once // a type of their own
		}
		bound = max(bound, l.source(s, ofNil), l.written(e, l.typeOf(s), path))
	}
	// A variable without a value of its own is no source once a field is set.
	bound = max(bound, l.written(e, lang.Deref(lang.TypeOf(l.flow.Info, e)), path))
	if bound == wslib.Unbounded {
		bound = l.escape(e)
	}
	return bound
}

// written returns what the values bound that the package sets in the first field
// of the path, of e as a value of type t.
func (l limits) written(e ast.Expr, t types.Type, path []string) wslib.Bound {
	bound := wslib.Unbounded
	for _, w := range l.writes(t, path[0]) {
		if bound != wslib.Always && l.owns(w, e) {
			bound = max(bound, l.value(w.value, path))
		}
	}
	return bound
}

// isOption reports whether s is a field that users of the package may set.
func isOption(s *connflow.Source) bool {
	return s.Kind == connflow.Unseen && s.Var != nil && s.Var.IsField()
}

func isLiteral(s *connflow.Source) bool { return s.Kind == connflow.Literal }

// made returns where e comes from, without what is put into it there: of an
// interface, what implements it.
func (l limits) made(e ast.Expr) []*connflow.Source {
	want := lang.TypeOf(l.flow.Info, e)
	iface, _ := want.Underlying().(*types.Interface)
	return slices.DeleteFunc(l.flow.Sources(e), func(s *connflow.Source) bool {
		t := l.typeOf(s)
		switch {
		case s.Kind == connflow.Other && lang.IsNil(l.flow.Info, s.Expr):
			return false
		case iface != nil:
			return !types.Implements(t, iface) && !types.Implements(types.NewPointer(t), iface)
		}
		return !types.Identical(lang.Deref(t), lang.Deref(want))
	})
}

// typeOf returns the type of the value that begins at s.
func (l limits) typeOf(s *connflow.Source) types.Type {
	switch {
	case s.Expr == nil:
		return s.Var.Type()
	case s.Kind == connflow.CallResult:
		if t := lang.ResultType(lang.TypeOf(l.flow.Info, s.Expr), s.Index); t != nil {
			return t
		}
	}
	return lang.TypeOf(l.flow.Info, s.Expr)
}

// source returns what the options s bound before anything is set in them.
func (l limits) source(s *connflow.Source, ofNil bool) wslib.Bound {
	switch s.Kind {
	case connflow.Literal:
		return wslib.Unbounded // its fields are writes
	case connflow.Zero:
		if _, pointer := s.Var.Type().Underlying().(*types.Pointer); pointer && ofNil {
			return wslib.Always
		}
		return wslib.Unbounded
	case connflow.Unseen:
		if bounds, known := l.flow.Index.Defaults(s.Var); known && !bounds {
			return wslib.Unbounded
		} else if known {
			return wslib.Always
		}
	case connflow.Other:
		if lang.IsNil(l.flow.Info, s.Expr) {
			if ofNil {
				return wslib.Always
			}
			return wslib.Unbounded
		}
	}
	return wslib.Once
}

// value returns what e, set in the first field of the path, bounds.
func (l limits) value(e ast.Expr, path []string) wslib.Bound {
	if len(path) > 1 {
		return l.field(e, path[1:], false)
	}
	if n, ok := lang.Int(l.flow.Info, e); ok && n == 0 {
		return wslib.Unbounded
	}
	return wslib.Always
}

// A write sets a field of owner, a literal or the operand of a selector.
type write struct{ owner, value ast.Expr }

// writes returns what the package sets the field of t to.
func (l limits) writes(t types.Type, field string) []write {
	name, _, _ := strings.Cut(field, ".")
	v := fieldOf(t, name)
	if v == nil {
		return nil
	}
	var list []write
	for _, value := range l.flow.Writes(v) {
		if owner := l.owner(value, v); owner != nil {
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
func (l limits) owner(value ast.Expr, v *types.Var) ast.Expr {
	for _, n := range l.flow.Path(value)[1:] {
		switch n := n.(type) {
		case *ast.ParenExpr, *ast.KeyValueExpr:
			continue
		case *ast.CompositeLit:
			return n
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr); ok && l.flow.Info.Uses[sel.Sel] == v {
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
func (l limits) owns(w write, e ast.Expr) bool {
	if v := lang.VarOrField(l.flow.Info, w.owner); v != nil && v == lang.VarOrField(l.flow.Info, e) {
		return true
	}
	made := l.made(e)
	same := func(s *connflow.Source) bool {
		return slices.ContainsFunc(made, func(t *connflow.Source) bool { return s.Expr == t.Expr && s.Var == t.Var })
	}
	if lit, literal := w.owner.(*ast.CompositeLit); literal {
		return slices.ContainsFunc(made, func(s *connflow.Source) bool { return s.Expr == lit })
	}
	return slices.ContainsFunc(l.made(w.owner), same)
}

// escape returns Once where e, or a variable that it came through, is handed to
// code that cannot be seen, which may set what bounds it.
func (l limits) escape(e ast.Expr) wslib.Bound {
	vars := map[*types.Var]bool{lang.Var(l.flow.Info, e): true}
	for _, s := range l.flow.Sources(e) {
		vars[s.Var] = true
		for _, via := range s.Path {
			vars[lang.Var(l.flow.Info, via)] = true
		}
	}
	delete(vars, nil)
	for v := range vars {
		if !v.IsField() && l.handedAway(v) {
			return wslib.Once
		}
	}
	return wslib.Unbounded
}

// handedAway reports whether a reference to what v holds is an argument of a call
// of code that cannot be seen.
func (l limits) handedAway(v *types.Var) bool {
	for _, f := range l.flow.Funcs {
		if f.Outer != nil {
			continue
		}
		found := false
		ast.Inspect(f.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			found = found || ok && len(l.flow.Callees(call)) == 0 && len(l.flow.CallsAt(call)) == 0 &&
				slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return l.refers(arg, v) })
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// refers reports whether e is a reference to what v holds.
func (l limits) refers(e ast.Expr, v *types.Var) bool {
	e = ast.Unparen(e)
	if addr, ok := e.(*ast.UnaryExpr); ok && addr.Op == token.AND {
		return lang.Var(l.flow.Info, addr.X) == v
	}
	if lang.Var(l.flow.Info, e) != v {
		return false
	}
	switch v.Type().Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}
