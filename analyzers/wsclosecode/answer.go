package wsclosecode

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/codeflow"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// replies answers whether a frame is sent to the side that a code came from.
type replies struct {
	flow  *connflow.Flow
	codes *codeflow.Codes
}

// answers reports whether the frame goes back on the connection that the code
// was read from. There, the code of a connection that vanished reaches nobody.
func (rs replies) answers(f frame, s *connflow.Source) bool {
	sel, ok := ast.Unparen(s.Expr).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	var from []ast.Expr
	for _, err := range rs.codes.Errors(sel.X) {
		if err.Call == nil || err.Call.Func.Role != wslib.Read {
			return false
		}
		from = append(from, err.Call.Slot(err.Call.Func.Conn))
	}
	to := rs.sentOn(f)
	for _, a := range from {
		for _, b := range to {
			if !rs.sameConn(a, b) {
				return false
			}
		}
	}
	return len(from) > 0 && len(to) > 0
}

// sentOn returns the connections that the frame is written to.
func (rs replies) sentOn(f frame) []ast.Expr {
	if f.call.Func.Role != wslib.BuildFrame {
		return []ast.Expr{f.call.Slot(f.call.Func.Conn)}
	}
	var to []ast.Expr
	for _, call := range rs.flow.Calls {
		payload := call.Slot(call.Func.Payload)
		if call.Func.Role != wslib.Write || payload == nil {
			continue
		}
		for _, s := range rs.flow.Sources(payload) {
			if s.Expr == f.call.Expr {
				to = append(to, call.Slot(call.Func.Conn))
			}
		}
	}
	return to
}

// sameConn reports whether a and b are one connection for certain: the same
// variable, or the same field of a variable or of two methods' receivers.
func (rs replies) sameConn(a, b ast.Expr) bool {
	if a == nil || b == nil {
		return false
	}
	a, b = ast.Unparen(a), ast.Unparen(b)
	if x, ok := a.(*ast.SelectorExpr); ok {
		y, ok := b.(*ast.SelectorExpr)
		return ok && rs.flow.Info.Uses[x.Sel] == rs.flow.Info.Uses[y.Sel] &&
			(rs.sameConn(x.X, y.X) || rs.isReceiver(x.X) && rs.isReceiver(y.X))
	}
	x, ok1 := a.(*ast.Ident)
	y, ok2 := b.(*ast.Ident)
	return ok1 && ok2 && rs.flow.Info.ObjectOf(x) == rs.flow.Info.ObjectOf(y)
}

func (rs replies) isReceiver(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	f := rs.flow.Func(id).Outermost()
	if f == nil || f.Obj == nil {
		return false
	}
	recv := f.Obj.Signature().Recv()
	return recv != nil && rs.flow.Info.ObjectOf(id) == types.Object(recv)
}
