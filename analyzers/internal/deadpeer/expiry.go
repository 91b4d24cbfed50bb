package deadpeer

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// expiry follows what happens when a read deadline has run out.
type expiry struct{ *Peer }

// resumes reports whether the expiry of a deadline leads back to the read r, with
// a library that reads on after it, and nothing on the way counts, or ends the
// connection.
func (ex *expiry) resumes(r *Read) bool {
	if !ex.Conn.Lib.ResumesAfterTimeout {
		return false
	}
	for _, p := range r.Places {
		if p.Async {
			return false
		}
		if ex.resumesAt(p) {
			return true
		}
		if !returnsError(p.In) {
			return false
		}
	}
	return false
}

func returnsError(f *connflow.Func) bool {
	results := f.Type.Results
	if results == nil || len(results.List) == 0 {
		return false
	}
	id, ok := results.List[len(results.List)-1].Type.(*ast.Ident)
	return ok && id.Name == lang.Error.String()
}

// resumesAt reports whether a path leads from the read or the call at p, which
// fails with a timeout, back to it.
func (ex *expiry) resumesAt(p *Place) bool {
	t := &timeout{Peer: ex.Peer, err: ex.syntax.errorsOf(p.Node)}
	back := false
	w := &paths.Walk[bool]{Graph: p.In.Graph()}
	w.Step = func(n ast.Node, known bool) []bool {
		if lang.Within(p.Node, n) {
			back = true
			return nil
		}
		if t.handles(n) {
			return nil
		}
		return []bool{known && !t.assigns(n)}
	}
	w.Branch = func(cond ast.Expr, holds bool, known bool) (bool, bool) {
		if known {
			if value, ok := t.eval(cond); ok && value != holds {
				return known, false
			}
		}
		return known, true
	}
	w.After(p.Node, true)
	return back
}

// A timeout follows the error of a read whose deadline ran out.
type timeout struct {
	*Peer
	err []*types.Var
}

// handles reports whether the code of n counts, ends the connection or the
// program, or keeps something for later.
func (t *timeout) handles(n ast.Node) bool {
	found := false
	lang.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IncDecStmt:
			found = true
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				v := lang.VarOrField(t.flow.Info, lhs)
				found = found || v != nil && n.Tok != token.DEFINE && recordsArrival(v.Type())
			}
		case *ast.CallExpr:
			found = found || t.endings.closes(region{n, n.Pos()})
		}
		return !found
	})
	return found
}

// assigns reports whether n gives the error another value.
func (t *timeout) assigns(n ast.Node) bool {
	as, ok := n.(*ast.AssignStmt)
	if !ok {
		return false
	}
	for _, lhs := range as.Lhs {
		for _, v := range t.err {
			if lang.VarOrField(t.flow.Info, lhs) == v {
				return true
			}
		}
	}
	return false
}

// eval returns whether cond holds where the error is a timeout, if that is known.
func (t *timeout) eval(cond ast.Expr) (value, ok bool) {
	switch cond := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		if cond.Op == token.NOT {
			value, ok = t.eval(cond.X)
			return !value, ok
		}
	case *ast.BinaryExpr:
		return t.binary(cond)
	case *ast.CallExpr:
		return t.call(cond)
	case *ast.Ident: // ok of netErr, ok := err.(net.Error)
		return t.asserted(cond)
	}
	return false, false
}

func (t *timeout) binary(cond *ast.BinaryExpr) (value, ok bool) {
	x, okX := t.eval(cond.X)
	y, okY := t.eval(cond.Y)
	switch cond.Op {
	case token.LAND:
		return x && y, okX && okY || okX && !x || okY && !y
	case token.LOR:
		return x || y, okX && okY || okX && x || okY && y
	case token.EQL, token.NEQ:
		if !t.isErr(cond.X) && !t.isErr(cond.Y) {
			return false, false
		}
		other := cond.Y
		if t.isErr(cond.Y) {
			other = cond.X
		}
		return t.isTimeout(other) == (cond.Op == token.EQL), true
	}
	return false, false
}

// call evaluates a call: a test for a timeout holds, one for another error does not.
func (t *timeout) call(call *ast.CallExpr) (value, ok bool) {
	fn := lang.Callee(t.flow.Info, call)
	switch {
	case fn == nil:
		return false, false
	case wslib.IsTimeoutTest(fn):
		return true, true
	case wslib.IsErrorAs(fn):
		if !t.isErr(call.Args[0]) {
			return false, false
		}
		return t.canBeTimeout(lang.Deref(t.flow.Info.TypeOf(call.Args[1]))), true
	case wslib.IsErrorTest(fn):
		return t.isTimeout(call.Args[1]), t.isErr(call.Args[0])
	}
	for i, arg := range call.Args {
		if t.isErr(arg) {
			return t.helper(call, i)
		}
	}
	return false, false
}

// helper evaluates a call of a function of the package that may test its argument for a
// timeout.
func (t *timeout) helper(call *ast.CallExpr, arg int) (value, ok bool) {
	for _, f := range t.flow.Callees(call) {
		if sig := f.Signature(); sig != nil && arg < sig.Params().Len() {
			tests := false
			lang.Walk(f.Body, func(n ast.Node) {
				if c, ok := n.(*ast.CallExpr); ok {
					fn := lang.Callee(t.flow.Info, c)
					tests = tests || wslib.IsTimeoutTest(fn) || fn != nil && len(c.Args) == 2 && (wslib.IsErrorTest(fn) && t.isTimeout(c.Args[1]) ||
						wslib.IsErrorAs(fn) && t.canBeTimeout(lang.Deref(lang.TypeOf(t.flow.Info, c.Args[1]))))
				}
			})
			return tests, true
		}
	}
	return false, false
}

// asserted evaluates a variable: the ok of an assertion of the error to an interface that
// has a Timeout, or the result of a test of the error.
func (t *timeout) asserted(id *ast.Ident) (value, ok bool) {
	v := lang.Var(t.flow.Info, id)
	if v == nil {
		return false, false
	}
	if writes := t.flow.Writes(v); len(writes) == 1 {
		if call, isCall := ast.Unparen(writes[0]).(*ast.CallExpr); isCall {
			return t.call(call)
		}
	}
	for _, w := range t.flow.Writes(v) {
		if assert, isAssert := ast.Unparen(w).(*ast.TypeAssertExpr); isAssert && assert.Type != nil && t.isErr(assert.X) {
			return t.canBeTimeout(t.flow.Info.TypeOf(assert.Type)), true
		}
	}
	return false, false
}

// canBeTimeout reports whether a timeout may be of type typ: an interface with a
// test for it, or the net package's own.
func (t *timeout) canBeTimeout(typ types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(typ, true, t.flow.Pkg, "Timeout")
	fn, _ := obj.(*types.Func)
	return wslib.IsTimeoutTest(fn)
}

func (t *timeout) isErr(e ast.Expr) bool {
	v := lang.Var(t.flow.Info, e)
	for _, err := range t.err {
		if v == err {
			return v != nil
		}
	}
	return false
}

// isTimeout reports whether e is an error that a timeout is.
func (t *timeout) isTimeout(e ast.Expr) bool {
	v := lang.VarOrField(t.flow.Info, e)
	return v != nil && wslib.IsTimeout(v)
}
