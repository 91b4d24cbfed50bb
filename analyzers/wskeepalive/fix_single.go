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

// singles mends connections that are read once.
type singles struct{ *fixer }

// mendSingle is the fix for a read outside of a loop that waits for the answer to
// a request, or for a greeting: a deadline directly before it. Anything else may
// rightly wait longer.
func (sg *singles) mendSingle() (string, refusal) {
	r := sg.Reads[0]
	if !readsOnce(r) {
		return "", otherPackage
	}
	for _, other := range sg.Reads {
		if other.In != r.In {
			return "", unexpected // the deadline would be left behind for it
		}
	}
	if sg.flow.File(r.Node) != sg.file || !sg.expected(r) {
		return "", unexpected
	}
	if sg.byContext(r) {
		return sg.mendSingleContext(r)
	}
	done := map[ast.Stmt]bool{}
	for _, r := range sg.Reads {
		if r.Lib != sg.Conn.Lib {
			continue // what follows in the message has the same bound
		}
		conn := r.Slot(r.Func.Conn)
		if conn == nil || rootOf(conn) == nil || !sg.supports(sg.idioms.BoundRead, conn) {
			return "", unexpected
		}
		stmt := sg.Statement(r.Node)
		if stmt == nil {
			return "", inHead
		}
		if !done[stmt] {
			done[stmt] = true
			if !sg.lift(r, stmt) {
				return "", unexpected
			}
			wait := rewrite.DurationText(sg.options.pongWait, sg.Import("time", stmt.Pos()))
			sg.Before(stmt, sg.idiom(sg.idioms.BoundRead, stmt.Pos(), sg.Text(conn), wait))
		}
	}
	if len(done) == 0 {
		return "", noDeadline
	}
	return fmt.Sprintf("Set a read deadline of %s before the read", seconds(sg.options.pongWait)), ""
}

// lift lifts the deadline behind the read r in stmt, where the connection is handed
// on behind it. It reports whether that can be done.
func (sg *singles) lift(r *deadpeer.Read, stmt ast.Stmt) bool {
	if len(sg.Conn.Away) == 0 && !sg.returned(r) {
		return true
	}
	found := sg.Success(stmt, r.Expr)
	if r.Expr == nil || found == nil {
		return false
	}
	conn := sg.Text(r.Slot(r.Func.Conn))
	if found.In != nil {
		sg.Prepend(found.In, sg.idiom(sg.idioms.FreeRead, found.In.Lbrace+1, conn, ""))
	} else {
		sg.After(found.After, sg.idiom(sg.idioms.FreeRead, found.After.End(), conn, ""))
	}
	return true
}

// mendSingleContext gives the read a context with a timeout.
func (sg *singles) mendSingleContext(r *deadpeer.Read) (string, refusal) {
	ctx, stmt := r.Slot(r.Func.Ctx), sg.Statement(r.Node)
	if len(sg.Reads) > 1 || ctx == nil || stmt == nil {
		return "", unexpected
	}
	pos := stmt.Pos()
	readCtx, cancel := sg.Name("readCtx", pos), sg.Name("cancel", pos)
	sg.Before(stmt, fmt.Sprintf("%s, %s := %s.WithTimeout(%s, %s)\ndefer %s()", readCtx, cancel,
		sg.Import("context", pos), sg.Text(ctx), rewrite.DurationText(sg.options.pongWait, sg.Import("time", pos)), cancel))
	sg.Replace(ctx, readCtx)
	return fmt.Sprintf("Bound the read with a timeout of %s", seconds(sg.options.pongWait)), ""
}

// expected reports whether the peer owes what r waits for: a request was written
// before, or it is a greeting, with which the program goes on.
func (sg *singles) expected(r *deadpeer.Read) bool {
	if sg.flow.Loop(r.Node) != nil {
		return false
	}
	for _, e := range sg.Conn.Events {
		if e.Func.Role != wslib.Write || !deadpeer.IsMessage(e) || e.Go || e.Defer {
			continue
		}
		for _, at := range sg.Places(e.In, e.Node) {
			if at.In == r.In && !at.Async && sg.flow.Dominates(at.Node, r.Node) {
				return true
			}
		}
	}
	return sg.greeting(r)
}

// greeting reports whether r stands behind the dial, in its function, and the
// connection is used or returned behind r.
func (sg *singles) greeting(r *deadpeer.Read) bool {
	dialed := slices.ContainsFunc(sg.Conn.Calls, func(call *connflow.Call) bool {
		return call.In == r.In && sg.flow.Dominates(call.Node, r.Node)
	})
	if !dialed {
		return false
	}
	for _, e := range sg.Conn.Events {
		if e.Func.Role == wslib.Close || e.Node == r.Node {
			continue
		}
		for _, at := range sg.Places(e.In, e.Node) {
			if at.In == r.In && sg.flow.Between(r.Node, at.Node, nil) {
				return true
			}
		}
	}
	return sg.returned(r)
}

// returned reports whether the connection is returned behind r.
func (sg *singles) returned(r *deadpeer.Read) bool {
	conn, found := sg.anchors.variable(r.Slot(r.Func.Conn)), false
	lang.Walk(r.In.Body, func(n ast.Node) {
		if ret, ok := n.(*ast.ReturnStmt); ok && lang.Mentions(sg.flow.Info, ret, conn) && sg.flow.Between(r.Node, ret, nil) {
			found = found || !lang.Within(r.Node, ret)
		}
	})
	return found
}
