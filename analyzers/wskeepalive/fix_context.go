package wskeepalive

import (
	"fmt"
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// contexts mends connections whose reads take a context.
type contexts struct{ *fixer }

// mendContext is the fix for coder's libraries, whose reads see no pongs: a
// timeout for each read would end a quiet connection. A ping waits for its pong
// instead, and closes the connection when none comes. The pong is seen by the
// reading goroutine alone: where that may be busy with a message, a ping that
// fails counts only if it waited for the next one all the time. A ping that a
// write keeps from being sent fails by a bound of the library's own, before its
// context ends, and says nothing of the peer.
func (cx *contexts) mendContext() (string, refusal) {
	if done, message := cx.completePing(); done {
		if !cx.brief() {
			return "", busyReader
		}
		return message, ""
	}
	if _, ok := cx.sentPings.pingEvery(); ok {
		return "", pingElsewhere
	}
	at, points, why := cx.contextLoop()
	if why != "" {
		return "", why
	}
	pos := at.pos
	timePkg, contextPkg := cx.Import("time", pos), cx.Import("context", pos)
	d := cx.durations(pos)
	pongWait := d.pongWait(cx.sentPings.boundFor(0))
	period := d.pingPeriod(pongWait)
	pingCtx, stop := cx.FreeName(pos, "pingCtx"), cx.FreeName(pos, "stopPings")
	waitCtx, cancel := cx.FreeName(pos, "waitCtx"), cx.FreeName(pos, "cancel", "cancelWait")
	conn, text := cx.sites.local(at)
	count, failed := "", "err != nil && "+pingCtx+".Err() == nil"
	if !cx.brief() {
		if cx.Conn.Lib.PingMayClose {
			return "", busyReader // the library may close it, whatever the fix does
		}
		reads, before := cx.FreeName(pos, "reads", "readCount"), cx.FreeName(pos, "n", "before")
		text += fmt.Sprintf("var %s %s.Int64 // odd while the loop waits for a message\n", reads, cx.Import("sync/atomic", pos))
		count = fmt.Sprintf("%s := %s.Load()\n", before, reads)
		failed += fmt.Sprintf(" && %[1]s%%2 == 1 && %[2]s.Load() == %[1]s", before, reads)
		if !cx.countReads(points, reads) || !cx.GoVersion("go1.19") {
			return "", busyReader
		}
	}
	ping := cx.Idiom(cx.Conn.Lib, cx.idioms.Ping, pos, map[string]string{"conn": conn, "ctx": waitCtx})
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
`, pingCtx, stop, contextPkg, cx.contextAt(at, points, contextPkg), timePkg, period, count, waitCtx, cancel, pongWait, ping,
		cx.Import("errors", pos), failed, cx.idiom(cx.abort(points[0].Slot(points[0].Func.Conn)), pos, conn, ""), at.stop(stop+"()")))
	return fmt.Sprintf("Ping every %s, and close the connection when no pong comes within %s", seconds(pingPeriod(cx.options.pongWait)), seconds(cx.options.pongWait)), ""
}

// abort returns the library's way to close the connection e at once, "" if there is
// none.
func (cx *contexts) abort(e ast.Expr) wslib.Idiom {
	for _, i := range []wslib.Idiom{cx.idioms.Abort, cx.idioms.AbortOld} {
		if cx.supports(i, e) {
			return i
		}
	}
	return ""
}

// contextLoop returns the one loop in which the connection is read, and the site
// in front of it.
func (cx *contexts) contextLoop() (*site, []*point, refusal) {
	var points []*point
	for _, r := range cx.Reads {
		if r.Again == nil {
			continue
		}
		p, why := cx.anchors.point(r)
		if why != "" {
			return nil, nil, why
		}
		if conn := r.Slot(r.Func.Conn); !cx.supports(cx.idioms.Ping, conn) || cx.abort(conn) == "" {
			return nil, nil, noDeadline
		}
		points = append(points, p)
	}
	at := cx.sites.besideLoop(points)
	if at == nil || at.stop == nil {
		return nil, nil, changing
	}
	return at, points, ""
}

// contextAt returns the context of the reads, as the site sees it, or one of the
// background where that cannot be seen there.
func (cx *contexts) contextAt(at *site, points []*point, contextPkg string) string {
	p := points[0]
	if ctx := p.Slot(p.Func.Ctx); ctx != nil && p.node == p.Node && rootOf(ctx) != nil && cx.lookup(rootOf(ctx).Name, at.pos) == cx.flow.Info.Uses[rootOf(ctx)] {
		return cx.Text(ctx)
	}
	return contextPkg + ".Background()"
}

// countReads adds to the counter before and behind each read, so that it is odd
// as long as the loop waits. A statement that goes on with the message has no
// place behind the read.
func (cx *contexts) countReads(points []*point, counter string) bool {
	add := counter + ".Add(1)"
	for _, p := range points {
		switch stmt := p.stmt.(type) {
		case *ast.AssignStmt, *ast.ExprStmt, *ast.DeclStmt:
		case *ast.IfStmt:
			if stmt.Else != nil || lang.Within(p.node, stmt.Body) || !paths.Leaves(cx.flow.Info, stmt.Body.List) {
				return false
			}
		default:
			return false
		}
		cx.Before(p.stmt, add)
		cx.After(p.stmt, add)
	}
	return true
}

// completePing closes the connection where a ping fails that is sent already, often
// enough, and whose error is tested, and gives the ping a timeout if it has none.
func (cx *contexts) completePing() (done bool, message string) {
	if period, ok := cx.sentPings.pingEvery(); !ok || period > pingPeriod(cx.options.pongWait) {
		return false, ""
	}
	for _, e := range cx.Pings {
		ctx, conn := e.Slot(e.Func.Ctx), e.Slot(e.Func.Conn)
		if !e.Func.Waits || ctx == nil || conn == nil || rootOf(conn) == nil || e.Expr == nil ||
			cx.flow.File(e.Node) != cx.file || cx.abort(conn) == "" {
			continue
		}
		stmt := cx.Statement(e.Expr)
		if stmt == nil {
			continue
		}
		found := cx.Success(stmt, e.Expr)
		if found == nil || found.Failed == nil || cx.lookup(rootOf(conn).Name, found.Failed.Lbrace+1) != cx.flow.Info.Uses[rootOf(conn)] {
			continue
		}
		if cx.Bounding(ctx, true) {
			cx.Prepend(found.Failed, cx.idiom(cx.abort(conn), found.Failed.Pos(), cx.Text(conn), ""))
			return true, "Close the connection when a ping fails"
		}
		if cx.boundPing(ctx, conn, stmt, found) {
			return true, fmt.Sprintf("Close the connection when no pong comes within %s", seconds(cx.options.pongWait))
		}
	}
	return false, ""
}

// boundPing gives the ping in stmt a timeout, and closes the connection where that
// runs out. A ping that fails before was never sent, or its context has ended.
func (cx *contexts) boundPing(ctx, conn ast.Expr, stmt ast.Stmt, found *rewrite.Success) bool {
	test, ok := stmt.(*ast.IfStmt)
	if !ok || found.After != ast.Stmt(test) || rootOf(ctx) == nil {
		return false
	}
	pos := stmt.Pos()
	waitCtx, cancel := cx.FreeName(pos, "waitCtx", "pingCtx"), cx.FreeName(pos, "cancel", "cancelWait")
	wait := rewrite.DurationText(cx.options.pongWait, cx.Import("time", pos))
	cx.Before(stmt, fmt.Sprintf("%s, %s := %s.WithTimeout(%s, %s)", waitCtx, cancel, cx.Import("context", pos), cx.Text(ctx), wait))
	cx.Replace(ctx, waitCtx)
	cx.Prepend(found.Failed, fmt.Sprintf("if %s.Err() == %s.DeadlineExceeded {\n%s\n}\n%s()", waitCtx, cx.Import("context", pos),
		cx.idiom(cx.abort(conn), found.Failed.Pos(), cx.Text(conn), ""), cancel))
	cx.After(stmt, cancel+"()")
	return true
}

// brief reports whether the loops take no time to speak of between two reads: a
// pong that comes meanwhile is seen too late.
func (cx *contexts) brief() bool {
	var reads []ast.Node
	for _, r := range cx.Reads {
		if r.Again != nil {
			reads = append(reads, r.Again.Node, r.Node)
		}
	}
	for _, r := range cx.Reads {
		if r.Again != nil && (r.Loop == nil || !cx.timing().Brief(r.Loop, append([]ast.Node{r.Again.Node}, reads...))) {
			return false
		}
	}
	return true
}
