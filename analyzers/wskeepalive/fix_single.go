package wskeepalive

import (
	"fmt"
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// mendSingle is the fix for a read outside of a loop that waits for the answer
// to a request: a deadline directly before it. Anything else may rightly wait
// longer.
func (f *fixer) mendSingle() string {
	r := f.reads[0]
	for _, other := range f.reads {
		if other.In != r.In {
			return "" // the deadline would be left behind for it
		}
	}
	stmt := f.statement(r.Node)
	if stmt == nil || f.fileOf(r.Node) != f.file || !f.asked(r) || f.nilTested(&target{in: r.In, expr: r.Slot(r.Func.Conn)}) {
		return ""
	}
	if f.byContext(r) {
		return f.mendSingleContext(r, stmt)
	}
	done := map[ast.Stmt]bool{}
	for _, r := range f.reads {
		if r.Lib != f.conn.Lib {
			continue // what follows in the message has the same bound
		}
		conn := r.Slot(r.Func.Conn)
		stmt := f.statement(r.Node)
		if stmt == nil || conn == nil || rootOf(conn) == nil {
			return ""
		}
		if m, _ := f.method(conn, "SetReadDeadline"); m == nil || m.Role != wslib.ReadDeadline {
			return ""
		}
		if !done[stmt] {
			done[stmt] = true
			timePkg := f.Import("time", stmt.Pos())
			f.Before(stmt, fmt.Sprintf("_ = %s.SetReadDeadline(%s.Now().Add(%s))", f.Text(conn), timePkg, duration(f.options.pongWait, timePkg)))
		}
	}
	if len(done) == 0 {
		return ""
	}
	return fmt.Sprintf("Set a read deadline of %s before the read", seconds(f.options.pongWait))
}

// mendSingleContext gives the read a context with a timeout.
func (f *fixer) mendSingleContext(r *read, stmt ast.Stmt) string {
	ctx := r.Slot(r.Func.Ctx)
	if len(f.reads) > 1 || ctx == nil {
		return ""
	}
	pos := stmt.Pos()
	timePkg, contextPkg := f.Import("time", pos), f.Import("context", pos)
	readCtx, cancel := f.Name("readCtx", pos), f.Name("cancel", pos)
	f.Before(stmt, fmt.Sprintf("%s, %s := %s.WithTimeout(%s, %s)\ndefer %s()",
		readCtx, cancel, contextPkg, f.Text(ctx), duration(f.options.pongWait, timePkg), cancel))
	f.Replace(ctx, readCtx)
	return fmt.Sprintf("Bound the read with a timeout of %s", seconds(f.options.pongWait))
}

// asked reports whether a request was written, in the same function, on every
// way to the read.
func (f *fixer) asked(r *read) bool {
	if f.flow.Loop(r.Node) != nil {
		return false
	}
	for _, e := range f.conn.Events {
		if e.Func.Role == wslib.Write && e.In == r.In && isMessage(e) && !e.Go && !e.Defer && f.flow.Dominates(e.Node, r.Node) {
			return true
		}
	}
	return false
}
