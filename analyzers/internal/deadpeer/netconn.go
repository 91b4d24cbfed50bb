package deadpeer

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// transport finds whether the net.Conn of a connection bounds its reads.
type transport struct{ *Peer }

// BoundedByTransport reports whether the net.Conn of the connection may bound every read
// by itself: it comes from code out of sight, or its Read, in this package, sets a read
// deadline.
func (j *Peer) BoundedByTransport() bool {
	for _, call := range j.Conn.Calls {
		if under := call.Slot(call.Func.Under); under != nil && j.transport.underBounds(under) {
			return true
		}
		if hook := call.Slot(call.Func.Hook); hook != nil && j.transport.hookBounds(hook) {
			return true
		}
	}
	return false
}

// underBounds reports whether a net.Conn that the dial is given may bound its reads.
func (tr *transport) underBounds(under ast.Expr) bool {
	for _, s := range tr.flow.Sources(under) {
		switch s.Kind {
		case connflow.CallResult:
			call, ok := ast.Unparen(s.Expr).(*ast.CallExpr)
			if !ok || !tr.plainDial(call) {
				return true
			}
		case connflow.Literal, connflow.Function:
			if tr.makesBounding(s.Expr) {
				return true
			}
		case connflow.Constant, connflow.Zero:
		default:
			return true
		}
	}
	return false
}

// plainDial reports whether call makes a net.Conn that bounds nothing.
func (tr *transport) plainDial(call *ast.CallExpr) bool {
	fn := lang.Callee(tr.flow.Info, call)
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "net", "crypto/tls":
		return true
	}
	return false
}

// hookBounds reports whether a function in the dial's options makes a net.Conn that bounds
// its reads.
func (tr *transport) hookBounds(hook ast.Expr) bool {
	for _, s := range tr.flow.Sources(hook) {
		if s.Kind == connflow.Literal && tr.makesBounding(s.Expr) {
			return true
		}
	}
	// Fields that are set one by one.
	for _, a := range tr.landmarks().fields {
		if tr.flow.Same(a.to.(*ast.SelectorExpr).X, hook) && tr.makesBounding(a.from) {
			return true
		}
	}
	return false
}

// makesBounding reports whether the value of e, or a function in it, makes a
// connection of a type of this package whose Read sets a read deadline.
func (tr *transport) makesBounding(e ast.Expr) bool {
	m := &making{tr, map[ast.Node]bool{}}
	return m.in(e) || slices.ContainsFunc(tr.flow.FuncsOf(e), func(f *connflow.Func) bool { return m.in(f.Body) })
}

// A making looks for connections that bound their reads, in code that makes them.
type making struct {
	*transport
	seen map[ast.Node]bool
}

// in reports whether there is one in n, in what n names, or in what n runs.
func (m *making) in(n ast.Node) bool {
	if m.seen[n] {
		return false
	}
	m.seen[n] = true
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && !found {
			found = m.bounds(e) || m.named(e)
		}
		return !found
	})
	if found {
		return true
	}
	for f := range m.flow.Reach(n) {
		if m.in(f.Body) {
			return true
		}
	}
	return false
}

// bounds reports whether e itself is one.
func (m *making) bounds(e ast.Expr) bool {
	tv, ok := m.flow.Info.Types[e]
	return ok && tv.IsValue() && m.readBounds(tv.Type)
}

// named reports whether e is a variable that has one.
func (m *making) named(e ast.Expr) bool {
	ident, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := m.flow.Info.Uses[ident].(*types.Var)
	return ok && relevant(v.Type()) && slices.ContainsFunc(m.flow.Sources(ident), func(s *connflow.Source) bool {
		return s.Expr != nil && s.Expr != e && m.in(s.Expr)
	})
}

// relevant reports whether a variable of type t may hold what makes a
// connection: a struct, a pointer to one, an interface or a function.
func relevant(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Pointer, *types.Interface, *types.Signature:
		return !lang.IsError(t)
	}
	return false
}

// readBounds reports whether t is a type of this package whose Read method
// sets a read deadline.
func (tr *transport) readBounds(t types.Type) bool {
	named := lang.Named(t)
	if named == nil || named.Obj().Pkg() != tr.flow.Pkg {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(named), true, tr.flow.Pkg, "Read")
	fn, ok := obj.(*types.Func)
	if !ok || fn.Pkg() != tr.flow.Pkg {
		return false
	}
	for _, f := range tr.flow.Funcs {
		if f.Obj != fn {
			continue
		}
		for _, call := range tr.flow.Calls {
			if call.Func.Role == wslib.ReadDeadline && lang.Within(call.Node, f.Body) {
				when := call.Slot(call.Func.When)
				return when == nil || !tr.syntax.zeroTime(when)
			}
		}
	}
	return false
}
