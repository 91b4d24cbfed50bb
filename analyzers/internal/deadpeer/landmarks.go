package deadpeer

import (
	"go/ast"
	"go/token"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Landmarks are the few nodes of a package that matter to every connection. They
// are found once: a package with many connections is not walked for each.
type landmarks struct {
	// waits are calls of AfterFunc, receives from a context that is done, selects
	// that wait for time, and conditions in a loop that does.
	waits []spot
	// receives are receives from channels, and loops over them.
	receives []spot
	// returned are returns of channels.
	returned []spot
	// fields are assignments to fields.
	fields []assignment
}

// A spot is a node and the function around it.
type spot struct {
	in   *connflow.Func
	node ast.Node
}

// landmarks returns those of the package.
func (c *Finder) landmarks() *landmarks {
	if c.spots != nil {
		return c.spots
	}
	l := &landmarks{}
	for _, f := range c.flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			at := spot{f, n}
			if c.mayWatch(at) {
				l.waits = append(l.waits, at)
			}
			if c.syntax.receivedFrom(n) != nil {
				l.receives = append(l.receives, at)
			}
			if ret, ok := n.(*ast.ReturnStmt); ok && c.syntax.returnsChan(ret) {
				l.returned = append(l.returned, at)
			}
			for _, a := range assignments(n) {
				if sel, ok := a.to.(*ast.SelectorExpr); ok && c.flow.Info.Selections[sel] != nil {
					l.fields = append(l.fields, a)
				}
			}
		})
	}
	c.spots = l
	return l
}

// mayWatch reports whether a connection may be watched at s.
func (c *Finder) mayWatch(s spot) bool {
	timed := func() bool { return c.timed(c.places(s.in, s.node), func(ast.Node, ast.Node) bool { return true }) }
	switch n := s.node.(type) {
	case *ast.CallExpr:
		return c.callback(n) != nil || wslib.RunsWhenDone(lang.Callee(c.flow.Info, n))
	case *ast.UnaryExpr:
		call, ok := ast.Unparen(n.X).(*ast.CallExpr)
		return ok && n.Op == token.ARROW && wslib.ContextMethod(lang.Callee(c.flow.Info, call)) == wslib.ContextDone
	case *ast.SelectStmt:
		for _, clause := range n.Body.List {
			if ch := lang.Received(clause.(*ast.CommClause).Comm); ch != nil && c.periods.ticks(ch) {
				return true
			}
		}
		return len(c.pollsOf(s.in, n)) > 0 && timed()
	case *ast.IfStmt, *ast.SwitchStmt:
		return timed()
	}
	return false
}
