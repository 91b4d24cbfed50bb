package lifetime

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Clearing is an assignment of nil to the field that has a connection, on a path
// that used the connection before and closes it nowhere.
type Clearing struct {
	At    *ast.AssignStmt
	Field *ast.SelectorExpr
	// Failed: on each such path a read or write of the connection has failed.
	Failed bool
}

// Cleared returns where the connection is taken out of its field without being closed.
// There is none where something else than that field may be used to close it.
func (c *Connection) Cleared() []Clearing {
	var found []Clearing
	if c.Lib.ReadCtx {
		return nil
	}
	seen := map[*connflow.Func]bool{}
	for _, e := range c.Events {
		if e.In == nil || seen[e.In] {
			continue
		}
		seen[e.In] = true
		lang.Walk(e.In.Body, func(n ast.Node) {
			if assign, ok := n.(*ast.AssignStmt); ok {
				if field := c.clears(assign); field != nil && c.onlyClosedBy(field) {
					found = c.addClearing(found, e.In, assign, field)
				}
			}
		})
	}
	return found
}

// clears returns the field with the connection to which n assigns nil, nil if it is
// none.
func (c *Connection) clears(n *ast.AssignStmt) *ast.SelectorExpr {
	if len(n.Lhs) != 1 || !lang.IsNil(c.lives.flow.Info, n.Rhs[0]) {
		return nil
	}
	field, ok := ast.Unparen(n.Lhs[0]).(*ast.SelectorExpr)
	if !ok || !c.lives.flow.Holds(c.Conn, field) {
		return nil
	}
	return field
}

func (c *Connection) addClearing(found []Clearing, f *connflow.Func, at *ast.AssignStmt, field *ast.SelectorExpr) []Clearing {
	failed, dropped := true, false
	for _, s := range c.reach(f).at[at] {
		if s.Status == Open && s.Used && !s.Shared {
			dropped = true
			failed = failed && s.Failed
		}
	}
	used := slices.ContainsFunc(c.Events, func(e *connflow.Event) bool {
		return e.In == f && (e.Func.Role == wslib.Read || e.Func.Role == wslib.Write) && c.lives.flow.Between(e.Node, at, c.mayClose)
	})
	if !dropped || !used {
		return found
	}
	return append(found, Clearing{At: at, Field: field, Failed: failed})
}

// mayClose reports whether n is a call of what may close the connection, or the
// condition of an if statement that closes it where there is one.
func (c *Connection) mayClose(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		runs := c.lives.flow.Reach(n)
		return slices.ContainsFunc(c.Events, func(e *connflow.Event) bool {
			return e.Func.Role == wslib.Close && (e.Node == n || runs[e.In])
		})
	case *ast.BinaryExpr:
		branch, ok := c.lives.flow.Parent(n).(*ast.IfStmt)
		if !ok {
			return false
		}
		x, notNil, ok := lang.NilTest(c.lives.flow.Info, n)
		return ok && notNil && c.lives.flow.Holds(c.Conn, x) && lang.Any(branch.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			return ok && c.mayClose(call)
		})
	}
	return false
}

// onlyClosedBy reports whether what closes the connection is called on the field: it
// does nothing once that is nil.
func (c *Connection) onlyClosedBy(field *ast.SelectorExpr) bool {
	flow := c.lives.flow
	return !slices.ContainsFunc(c.Events, func(e *connflow.Event) bool {
		if e.Func.Background || e.Func.Endless {
			return true
		}
		if e.Func.Role != wslib.Close {
			return false
		}
		if e.Expr == nil || e.Defer {
			return true
		}
		on, ok := ast.Unparen(wslib.Recv.In(e.Expr)).(*ast.SelectorExpr)
		return !ok || lang.VarOrField(flow.Info, on) != lang.VarOrField(flow.Info, field)
	}) && !slices.ContainsFunc(c.Away, func(a *connflow.Away) bool { return flow.Access(a.Type)&wslib.Closes != 0 })
}
