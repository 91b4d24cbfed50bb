package wskeepalive

import (
	"fmt"
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/deadpeer"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// mendSingle is the fix for a read outside of a loop that waits for the answer to
// a request, or for a greeting: a deadline directly before it. Anything else may
// rightly wait longer.
func (f *fixer) mendSingle() (string, refusal) {
	r := f.Reads[0]
	for _, other := range f.Reads {
		if other.In != r.In {
			return "", unexpected // the deadline would be left behind for it
		}
	}
	if f.flow.File(r.Node) != f.file || !f.expected(r) {
		return "", unexpected
	}
	if f.byContext(r) {
		return f.mendSingleContext(r)
	}
	done := map[ast.Stmt]bool{}
	for _, r := range f.Reads {
		if r.Lib != f.Conn.Lib {
			continue // what follows in the message has the same bound
		}
		conn := r.Slot(r.Func.Conn)
		if conn == nil || rootOf(conn) == nil || !f.supports(f.idioms.BoundRead, conn) {
			return "", unexpected
		}
		stmt := f.Statement(r.Node)
		if stmt == nil {
			return "", inHead
		}
		if !done[stmt] {
			done[stmt] = true
			if !f.lift(r, stmt) {
				return "", unexpected
			}
			wait := rewrite.DurationText(f.options.pongWait, f.Import("time", stmt.Pos()))
			f.Before(stmt, f.idiom(f.idioms.BoundRead, stmt.Pos(), f.Text(conn), wait))
		}
	}
	if len(done) == 0 {
		return "", otherPackage
	}
	return fmt.Sprintf("Set a read deadline of %s before the read", seconds(f.options.pongWait)), ""
}

// lift lifts the deadline behind the read r in stmt, where the connection is handed
// on behind it. It reports whether that can be done.
func (f *fixer) lift(r *deadpeer.Read, stmt ast.Stmt) bool {
	if len(f.Conn.Away) == 0 && !f.returned(r) {
		return true
	}
	found := f.Success(stmt, r.Expr)
	if r.Expr == nil || found == nil {
		return false
	}
	conn := f.Text(r.Slot(r.Func.Conn))
	if found.In != nil {
		f.Prepend(found.In, f.idiom(f.idioms.FreeRead, found.In.Lbrace+1, conn, ""))
	} else {
		f.After(found.After, f.idiom(f.idioms.FreeRead, found.After.End(), conn, ""))
	}
	return true
}

// mendSingleContext gives the read a context with a timeout.
func (f *fixer) mendSingleContext(r *deadpeer.Read) (string, refusal) {
	ctx, stmt := r.Slot(r.Func.Ctx), f.Statement(r.Node)
	if len(f.Reads) > 1 || ctx == nil || stmt == nil {
		return "", unexpected
	}
	pos := stmt.Pos()
	readCtx, cancel := f.Name("readCtx", pos), f.Name("cancel", pos)
	f.Before(stmt, fmt.Sprintf("%s, %s := %s.WithTimeout(%s, %s)\ndefer %s()", readCtx, cancel,
		f.Import("context", pos), f.Text(ctx), rewrite.DurationText(f.options.pongWait, f.Import("time", pos)), cancel))
	f.Replace(ctx, readCtx)
	return fmt.Sprintf("Bound the read with a timeout of %s", seconds(f.options.pongWait)), ""
}

// expected reports whether the peer owes what r waits for: a request was written
// before, or it is a greeting, with which the program goes on.
func (f *fixer) expected(r *deadpeer.Read) bool {
	if f.flow.Loop(r.Node) != nil || !r.Tabled() {
		return false
	}
	for _, e := range f.Conn.Events {
		if e.Func.Role != wslib.Write || !deadpeer.IsMessage(e) || e.Go || e.Defer {
			continue
		}
		for _, at := range f.Places(e.In, e.Node) {
			if at.In == r.In && !at.Async && f.flow.Dominates(at.Node, r.Node) {
				return true
			}
		}
	}
	return f.greeting(r)
}

// greeting reports whether r stands behind the dial, in its function, and the
// connection is used or returned behind r.
func (f *fixer) greeting(r *deadpeer.Read) bool {
	dialed := slices.ContainsFunc(f.Conn.Calls, func(call *connflow.Call) bool {
		return call.In == r.In && f.flow.Dominates(call.Node, r.Node)
	})
	if !dialed {
		return false
	}
	for _, e := range f.Conn.Events {
		if e.Func.Role == wslib.Close || e.Node == r.Node {
			continue
		}
		for _, at := range f.Places(e.In, e.Node) {
			if at.In == r.In && f.flow.Between(r.Node, at.Node, nil) {
				return true
			}
		}
	}
	return f.returned(r)
}

// returned reports whether the connection is returned behind r.
func (f *fixer) returned(r *deadpeer.Read) bool {
	conn, found := f.variable(r.Slot(r.Func.Conn)), false
	lang.Walk(r.In.Body, func(n ast.Node) {
		if ret, ok := n.(*ast.ReturnStmt); ok && lang.Mentions(f.flow.Info, ret, conn) && f.flow.Between(r.Node, ret, nil) {
			found = found || !lang.Within(r.Node, ret)
		}
	})
	return found
}
