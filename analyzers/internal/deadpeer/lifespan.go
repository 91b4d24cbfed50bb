package deadpeer

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// lifespans finds connections that do not outlive a wait that time ends: whoever dialed
// one waits for what it is to bring, at most so long, and then closes it.
type lifespans struct{ *Peer }

// ends reports whether in dials the connection, waits in sel once, for a timer or the end
// of a context with a timeout among others, and closes the connection by a deferred call
// when it returns behind that.
func (ls *lifespans) ends(in *connflow.Func, sel *ast.SelectStmt) bool {
	return ls.dialedIn(in) && ls.expires(sel) && ls.flow.Loop(firstComm(sel)) == nil &&
		ls.exits.closesDeferred(in) && !ls.waitsElse(in, sel)
}

// expires reports whether time ends sel.
func (ls *lifespans) expires(sel *ast.SelectStmt) bool {
	for _, stmt := range sel.Body.List {
		ch := lang.Received(stmt.(*ast.CommClause).Comm)
		if ch == nil {
			continue
		}
		if ls.watchdogs.oneShot(ch) {
			return true
		}
		if ctx := ls.flow.Asked(ch, wslib.ContextDone); ctx != nil && ls.Bounding(ctx, true) {
			return true
		}
	}
	return false
}

// waitsElse reports whether in reads the connection, or waits for something else, behind
// the dial.
func (ls *lifespans) waitsElse(in *connflow.Func, sel *ast.SelectStmt) bool {
	return lang.Any(in.Body, func(n ast.Node) bool {
		if n.Pos() < ls.Dial().Node.Pos() {
			return false
		}
		switch n := n.(type) {
		case *ast.SelectStmt:
			return n != sel
		case *ast.RangeStmt:
			return lang.IsChan(lang.TypeOf(ls.flow.Info, n.X))
		case *ast.UnaryExpr:
			return n.Op == token.ARROW && !lang.Within(n, sel)
		case *ast.CallExpr:
			return slices.ContainsFunc(ls.flow.CallsAt(n), func(c *connflow.Call) bool { return c.Func.Role == wslib.Read })
		}
		return false
	})
}

// firstComm returns a communication of sel, a node of the control-flow graph.
func firstComm(sel *ast.SelectStmt) ast.Node {
	for _, stmt := range sel.Body.List {
		if comm := stmt.(*ast.CommClause).Comm; comm != nil {
			return comm
		}
	}
	return sel
}
