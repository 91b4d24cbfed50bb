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

// variables are those of one function that have a connection, or a struct or container
// with it in it.
type variables struct {
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

// carries reports whether the value of e may be the connection, or have it in it,
// by a variable that has it.
func (vs *variables) carries(e ast.Expr) bool {
	if vs.any {
		return vs.lives.isOne(vs.dialed, e)
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		for _, elt := range e.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			if vs.carries(elt) {
				return true
			}
		}
		return false
	case *ast.CallExpr:
		return vs.carriesResult(e, 0)
	case *ast.FuncLit, *ast.BinaryExpr, nil:
		return false
	case *ast.UnaryExpr:
		return e.Op == token.AND && vs.carries(e.X)
	case *ast.TypeAssertExpr:
		return vs.carries(e.X)
	}
	return vs.reaches(ast.Unparen(e))
}

// reaches is carries of a variable, or of what is in one.
func (vs *variables) reaches(e ast.Expr) bool {
	v := vs.root(e)
	if v == nil || !vs.vars[v] && !(vs.left && vs.keepers[v]) {
		return false
	}
	switch x := e.(type) {
	case *ast.Ident:
		return true
	case *ast.StarExpr:
		return vs.carries(x.X)
	}
	return vs.lives.holds(vs.dialed, e) || vs.lives.contains(vs.dialed, lang.TypeOf(vs.lives.flow.Info, e))
}

// carriesResult is carries of the i-th result of e.
func (vs *variables) carriesResult(e ast.Expr, i int) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return i == 0 && vs.carries(e)
	}
	if call == vs.origin {
		return vs.slot.Result() == i
	}
	info := vs.lives.flow.Info
	if tv := info.Types[call.Fun]; tv.IsType() || lang.IsBuiltin(info, call, "append") {
		return vs.anyCarries(call.Args)
	}
	t := lang.ResultType(info.TypeOf(call), i)
	if t == nil {
		return false
	}
	if vs.lives.contains(vs.dialed, t) || vs.hides(t) || i == 0 && vs.lives.holds(vs.dialed, call) {
		return vs.anyCarries(operands(call))
	}
	_, isInterface := t.Underlying().(*types.Interface)
	return isInterface && !lang.IsError(t) && vs.returnedBy(call, i) || vs.viewedBy(call, i)
}

// returnedBy reports whether a function of the package that the call may run is given
// the connection, and may return it in its i-th result.
func (vs *variables) returnedBy(call *ast.CallExpr, i int) bool {
	for _, f := range vs.lives.flow.Callees(call) {
		for v := range params(f) {
			arg := vs.lives.flow.Arg(call, f, v)
			if arg != nil && vs.carries(arg) && slices.ContainsFunc(vs.lives.given(vs.dialed, f, v), func(e effect) bool {
				return e.Status == Returned && (e.Slot == wslib.None || e.Slot.Result() == i)
			}) {
				return true
			}
		}
	}
	return false
}

// viewedBy reports whether the i-th result of the call is a view of the connection, as
// tls.Client returns one of what it is given.
func (vs *variables) viewedBy(call *ast.CallExpr, i int) bool {
	return slices.ContainsFunc(vs.lives.callsAt(vs.dialed, call), func(c *connflow.Call) bool {
		on := c.Slot(c.Func.Conn)
		return on != nil && vs.carries(on) && slices.ContainsFunc(c.Func.Views, func(v wslib.Slot) bool { return v.Result() == i })
	})
}

// hides reports whether t is an interface by which a struct of this package with
// the connection in it can be closed.
func (vs *variables) hides(t types.Type) bool {
	_, ok := t.Underlying().(*types.Interface)
	return ok && vs.lives.flow.OwnType(t) != nil && vs.lives.flow.Access(t)&wslib.Closes != 0
}

func (vs *variables) anyCarries(list []ast.Expr) bool {
	for _, e := range list {
		if vs.carries(e) {
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
func (vs *variables) root(e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return lang.Var(vs.lives.flow.Info, e)
	case *ast.SelectorExpr:
		if v := vs.root(e.X); v != nil {
			return v
		}
		return lang.Var(vs.lives.flow.Info, e.Sel) // of another package
	case *ast.StarExpr:
		return vs.root(e.X)
	case *ast.IndexExpr:
		return vs.root(e.X)
	case *ast.SliceExpr:
		return vs.root(e.X)
	case *ast.TypeAssertExpr:
		return vs.root(e.X)
	case *ast.UnaryExpr:
		return vs.root(e.X)
	case *ast.CallExpr:
		for _, operand := range operands(e) {
			if vs.carries(operand) {
				return vs.root(operand)
			}
		}
	}
	return nil
}
