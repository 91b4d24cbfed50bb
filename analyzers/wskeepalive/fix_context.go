package wskeepalive

import (
	"fmt"
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// mendContext is the fix for coder's libraries, whose reads see no pongs: a
// timeout for each read would end a quiet connection. A ping waits for its pong
// instead, and closes the connection when none comes. The pong is seen by the
// reading goroutine alone: where that may be busy with a message, a ping that
// fails counts only if it waited for the next one all the time. A ping that a
// write keeps from being sent fails by a bound of the library's own, before its
// context ends, and says nothing of the peer.
func (f *fixer) mendContext() (string, refusal) {
	if f.completePing() {
		return "Close the connection when a ping fails", ""
	}
	if _, ok := f.pingEvery(); ok {
		return "", pingElsewhere
	}
	at, points, why := f.contextLoop()
	if why != "" {
		return "", why
	}
	pos := at.pos
	timePkg, contextPkg := f.Import("time", pos), f.Import("context", pos)
	d := f.durations(pos)
	pongWait := d.pongWait(f.options.pongWait)
	period := d.pingPeriod(pongWait)
	pingCtx, stop := f.FreeName(pos, "pingCtx"), f.FreeName(pos, "stopPings")
	waitCtx, cancel := f.FreeName(pos, "waitCtx"), f.FreeName(pos, "cancel", "cancelWait")
	conn, text := f.local(at)
	count, failed := "", "err != nil && "+pingCtx+".Err() == nil"
	if !f.brief(points) {
		if f.Conn.Lib.PingMayClose {
			return "", busyReader // the library may close it, whatever the fix does
		}
		reads, before := f.FreeName(pos, "reads", "readCount"), f.FreeName(pos, "n", "before")
		text += fmt.Sprintf("var %s %s.Int64 // odd while the loop waits for a message\n", reads, f.Import("sync/atomic", pos))
		count = fmt.Sprintf("%s := %s.Load()\n", before, reads)
		failed += fmt.Sprintf(" && %[1]s%%2 == 1 && %[2]s.Load() == %[1]s", before, reads)
		if !f.countReads(points, reads) || !f.GoVersion("go1.19") {
			return "", busyReader
		}
	}
	ping := f.Idiom(f.Conn.Lib, f.idioms.Ping, pos, map[string]string{"conn": conn, "ctx": waitCtx})
	at.insert(d.String() + text + fmt.Sprintf(`%[1]s, %[2]s := %[3]s.WithCancel(%[4]s)
%[15]sgo func() {
	for {
		select {
		case <-%[1]s.Done():
			return
		case <-%[5]s.After(%[6]s):
		}
		%[7]s%[8]s, %[9]s := %[3]s.WithTimeout(%[1]s, %[10]s)
		err := %[11]s
		for %[12]s.Is(err, %[3]s.DeadlineExceeded) && %[8]s.Err() == nil {
			err = %[11]s // a write was in the way of the last one
		}
		%[9]s()
		if %[13]s {
			%[14]s
			return
		}
	}
}()
`, pingCtx, stop, contextPkg, f.contextAt(at, points, contextPkg), timePkg, period, count, waitCtx, cancel, pongWait, ping,
		f.Import("errors", pos), failed, f.idiom(f.abort(points[0].Slot(points[0].Func.Conn)), pos, conn, ""), at.stop(stop+"()")))
	return fmt.Sprintf("Ping every %s, and close the connection when no pong comes within %s", seconds(pingPeriod(f.options.pongWait)), seconds(f.options.pongWait)), ""
}

// abort returns the library's way to close the connection e at once, "" if there is
// none.
func (f *fixer) abort(e ast.Expr) wslib.Idiom {
	for _, i := range []wslib.Idiom{f.idioms.Abort, f.idioms.AbortOld} {
		if f.supports(i, e) {
			return i
		}
	}
	return ""
}

// contextLoop returns the one loop in which the connection is read, and the site
// in front of it.
func (f *fixer) contextLoop() (*site, []*point, refusal) {
	var points []*point
	for _, r := range f.Reads {
		if r.Again == nil {
			continue
		}
		p, why := f.point(r)
		if why != "" {
			return nil, nil, why
		}
		if conn := r.Slot(r.Func.Conn); !f.supports(f.idioms.Ping, conn) || f.abort(conn) == "" {
			return nil, nil, noDeadline
		}
		points = append(points, p)
	}
	at := f.besideLoop(points)
	if at == nil || at.stop == nil {
		return nil, nil, changing
	}
	return at, points, ""
}

// contextAt returns the context of the reads, as the site sees it, or one of the
// background where that cannot be seen there.
func (f *fixer) contextAt(at *site, points []*point, contextPkg string) string {
	p := points[0]
	if ctx := p.Slot(p.Func.Ctx); ctx != nil && p.node == p.Node && rootOf(ctx) != nil && f.lookup(rootOf(ctx).Name, at.pos) == f.flow.Info.Uses[rootOf(ctx)] {
		return f.Text(ctx)
	}
	return contextPkg + ".Background()"
}

// countReads adds to the counter before and behind each read, so that it is odd
// as long as the loop waits. A statement that goes on with the message has no
// place behind the read.
func (f *fixer) countReads(points []*point, counter string) bool {
	add := counter + ".Add(1)"
	for _, p := range points {
		switch stmt := p.stmt.(type) {
		case *ast.AssignStmt, *ast.ExprStmt, *ast.DeclStmt:
		case *ast.IfStmt:
			if stmt.Else != nil || lang.Within(p.node, stmt.Body) || !rewrite.Leaves(f.flow.Info, stmt.Body.List) {
				return false
			}
		default:
			return false
		}
		f.Before(p.stmt, add)
		f.After(p.stmt, add)
	}
	return true
}

// completePing closes the connection where a ping fails that is sent already, often
// enough, under a timeout, and whose error is tested.
func (f *fixer) completePing() bool {
	if period, ok := f.pingEvery(); !ok || period > pingPeriod(f.options.pongWait) {
		return false
	}
	for _, e := range f.Pings {
		ctx, conn := e.Slot(e.Func.Ctx), e.Slot(e.Func.Conn)
		if !e.Func.Waits || ctx == nil || conn == nil || rootOf(conn) == nil || e.Expr == nil || !f.Bounding(ctx, true) ||
			f.flow.File(e.Node) != f.file || f.abort(conn) == "" {
			continue
		}
		stmt := f.Statement(e.Expr)
		if stmt == nil {
			continue
		}
		found := f.Success(stmt, e.Expr)
		if found != nil && found.Failed != nil && f.lookup(rootOf(conn).Name, found.Failed.Lbrace+1) == f.flow.Info.Uses[rootOf(conn)] {
			f.Prepend(found.Failed, f.idiom(f.abort(conn), found.Failed.Pos(), f.Text(conn), ""))
			return true
		}
	}
	return false
}

// brief reports whether the loop takes no time to speak of between two reads.
func (f *fixer) brief(points []*point) bool {
	var reads []ast.Node
	for _, p := range points {
		reads = append(reads, p.node, p.Node)
	}
	return f.timing().Brief(points[0].Loop, reads)
}
