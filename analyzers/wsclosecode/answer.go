package wsclosecode

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// answers reports whether the frame goes back on the connection that the code
// was read from. There, the code of a connection that vanished reaches nobody.
func (c *checker) answers(f frame, s *connflow.Source) bool {
	sel, ok := ast.Unparen(s.Expr).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	var from []ast.Expr
	for _, err := range c.codes.Errors(sel.X) {
		if err.Call == nil || err.Call.Func.Role != wslib.Read {
			return false
		}
		from = append(from, err.Call.Slot(err.Call.Func.Conn))
	}
	to := c.sentOn(f)
	for _, a := range from {
		for _, b := range to {
			if !c.sameConn(a, b) {
				return false
			}
		}
	}
	return len(from) > 0 && len(to) > 0
}

// sentOn returns the connections that the frame is written to.
func (c *checker) sentOn(f frame) []ast.Expr {
	if f.call.Func.Role != wslib.BuildFrame {
		return []ast.Expr{f.call.Slot(f.call.Func.Conn)}
	}
	var to []ast.Expr
	for _, call := range c.flow.Calls {
		payload := call.Slot(call.Func.Payload)
		if call.Func.Role != wslib.Write || payload == nil {
			continue
		}
		for _, s := range c.flow.Sources(payload) {
			if s.Expr == f.call.Expr {
				to = append(to, call.Slot(call.Func.Conn))
			}
		}
	}
	return to
}

// sameConn reports whether a and b are one connection for certain: the same
// variable, or the same field of a variable or of two methods' receivers.
func (c *checker) sameConn(a, b ast.Expr) bool {
	if a == nil || b == nil {
		return false
	}
	a, b = ast.Unparen(a), ast.Unparen(b)
	if x, ok := a.(*ast.SelectorExpr); ok {
		y, ok := b.(*ast.SelectorExpr)
		return ok && c.flow.Info.Uses[x.Sel] == c.flow.Info.Uses[y.Sel] &&
			(c.sameConn(x.X, y.X) || c.isReceiver(x.X) && c.isReceiver(y.X))
	}
	x, ok1 := a.(*ast.Ident)
	y, ok2 := b.(*ast.Ident)
	return ok1 && ok2 && c.flow.Info.ObjectOf(x) == c.flow.Info.ObjectOf(y)
}

func (c *checker) isReceiver(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	f := c.flow.Func(id).Outermost()
	if f == nil || f.Obj == nil {
		return false
	}
	recv := f.Obj.Signature().Recv()
	return recv != nil && c.flow.Info.ObjectOf(id) == types.Object(recv)
}
