package lifetime

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Clearing takes a connection out of its field, on a path that used it before and
// closes it nowhere.
type Clearing struct {
	// At assigns nil, or another connection that is dialed, or is a call of a function
	// that assigns such a connection.
	At ast.Node
	// Field is the field, where it is assigned to.
	Field *ast.SelectorExpr
	// Failed: on each such path a read or write of the connection has failed.
	Failed bool
}

// Cleared returns where the connection is taken out of its field without being closed.
// There is none where something else than that field may be used to close it.
func (c *Connection) Cleared() []Clearing {
	if c.Lib.ReadCtx {
		return nil
	}
	var found []Clearing
	seen := map[*connflow.Func]bool{nil: true}
	look := func(f *connflow.Func) {
		if !seen[f] {
			seen[f] = true
			found = append(found, c.clearedIn(f)...)
		}
	}
	for _, e := range c.Events {
		if (e.Func.Role == wslib.Read || e.Func.Role == wslib.Write) && isField(e.Slot(e.Func.Conn)) {
			look(e.In)
			for _, site := range c.lives.flow.Callers(e.In) {
				look(site.In)
			}
		}
	}
	return found
}

// isField reports whether e is a field of something.
func isField(e ast.Expr) bool {
	_, ok := ast.Unparen(e).(*ast.SelectorExpr)
	return ok
}

// clearedIn is Cleared of one function.
func (c *Connection) clearedIn(f *connflow.Func) (found []Clearing) {
	uses := c.uses(f)
	lang.Walk(f.Body, func(n ast.Node) {
		cleared := c.clears(n)
		if cleared.Field == nil || !c.onlyClosedBy(cleared.Field) {
			return
		}
		if !slices.ContainsFunc(uses, func(use ast.Node) bool { return c.lives.flow.Between(use, n, c.mayClose) }) {
			return
		}
		if open, failed := c.comesOpen(f, n); open {
			cleared.Failed = failed
			found = append(found, cleared)
		}
	})
	return found
}

// uses returns what reads or writes the connection in f, and the calls of what does, but
// for those that may close it.
func (c *Connection) uses(f *connflow.Func) (uses []ast.Node) {
	by := map[*connflow.Func]bool{}
	for _, e := range c.Events {
		if e.In != nil && (e.Func.Role == wslib.Read || e.Func.Role == wslib.Write) {
			by[e.In] = true
			if e.In == f {
				uses = append(uses, e.Node)
			}
		}
	}
	lang.Walk(f.Body, func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(by) == 0 || c.lives.flow.Site(call) == nil || c.lives.flow.Site(call).Go || c.mayClose(call) {
			return
		}
		if slices.ContainsFunc(c.lives.flow.Callees(call), func(to *connflow.Func) bool { return by[to] }) {
			uses = append(uses, call)
		}
	})
	return uses
}

// clears returns how n takes the connection out of its field, without a field where it
// does not.
func (c *Connection) clears(n ast.Node) Clearing {
	switch n := n.(type) {
	case *ast.AssignStmt:
		field, _ := c.assigns(n)
		return Clearing{At: n, Field: field}
	case *ast.CallExpr:
		if !c.mayClose(n) {
			return Clearing{At: n, Field: c.replacedBy(n)}
		}
	}
	return Clearing{}
}

// assigns returns the field with the connection to which n assigns nil or, next, another
// one that is dialed; nil if there is none.
func (c *Connection) assigns(n *ast.AssignStmt) (field *ast.SelectorExpr, next bool) {
	for i, lhs := range n.Lhs {
		field, ok := ast.Unparen(lhs).(*ast.SelectorExpr)
		if !ok || !c.lives.flow.Holds(c.Conn, field) {
			continue
		}
		rhs := n.Rhs[min(i, len(n.Rhs)-1)]
		if next := c.isNext(rhs); next || lang.IsNil(c.lives.flow.Info, rhs) {
			return field, next
		}
	}
	return nil, false
}

// replacedBy returns the field with the connection to which a function that is called
// assigns another one, nil if there is none.
func (c *Connection) replacedBy(call *ast.CallExpr) (field *ast.SelectorExpr) {
	for _, f := range c.lives.flow.Callees(call) {
		lang.Walk(f.Body, func(n ast.Node) {
			if s, ok := n.(*ast.AssignStmt); ok && field == nil {
				if to, next := c.assigns(s); next {
					field = to
				}
			}
		})
	}
	return field
}

// isNext reports whether e is a connection that is dialed there: a call that does, or a
// local variable that has nothing but what comes of such calls.
func (c *Connection) isNext(e ast.Expr) bool {
	dialed := func(e ast.Expr) bool {
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		return ok && slices.ContainsFunc(c.lives.flow.Sources(call), func(s *connflow.Source) bool {
			from, ok := s.Expr.(*ast.CallExpr)
			return ok && slices.ContainsFunc(c.lives.flow.CallsAt(from), func(d *connflow.Call) bool { return d.Func.Role == wslib.Dial })
		})
	}
	v := lang.Var(c.lives.flow.Info, e)
	if v == nil {
		return dialed(e)
	}
	writes := c.lives.flow.Writes(v)
	return v.Kind() == types.LocalVar && len(writes) > 0 && !slices.ContainsFunc(writes, func(e ast.Expr) bool { return !dialed(e) })
}

// comesOpen reports whether a path of f that has used the connection comes to n with it
// open, and whether a read or write has failed on all of these.
func (c *Connection) comesOpen(f *connflow.Func, n ast.Node) (open, failed bool) {
	failed = true
	for _, s := range c.reach(f).at[n] {
		if s.Status == Open && s.Used && !s.Shared {
			open = true
			failed = failed && s.Failed
		}
	}
	return open, failed
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

// onlyClosedBy reports whether all that closes the connection does so by the field: what
// was taken out of that, nothing closes any more.
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
