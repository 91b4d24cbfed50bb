package wskeepalive

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"strings"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// mendDeadline is the fix for gorilla and its forks: the deadline is set before
// every read, so that data counts and the time of the handler does not, and
// renewed by the pongs that answer our pings, so that a quiet peer lives.
// WriteControl may run beside the application's writer.
func (f *fixer) mendDeadline(t *target) string {
	if !f.universal(t.loop, "close", "make", "string", "error", "nil") {
		return ""
	}
	for name, role := range map[string]wslib.Role{"SetReadDeadline": wslib.ReadDeadline, "SetPongHandler": wslib.OnPong, "WriteControl": wslib.Write} {
		if m, _ := f.method(t.expr, name); m == nil || m.Role != role {
			return ""
		}
	}
	pong, ok := f.pongHandler(t)
	if !ok {
		return ""
	}
	pings := !f.pingsOften() || len(f.sharing(t)) > 0
	how := byDefer
	if pings {
		if how = f.stopping(t); how == noStop {
			return ""
		}
	}

	pos := t.loop.Pos()
	timePkg := f.Import("time", pos)
	pongWait := f.Name("pongWait", pos)
	deadline := fmt.Sprintf("SetReadDeadline(%s.Now().Add(%s))", timePkg, pongWait)

	var consts, before strings.Builder
	consts.WriteString("// A read fails when nothing comes from the peer for so long.\n")
	if pings {
		fmt.Fprintf(&consts, "const (\n%s = %s\n", pongWait, duration(f.options.pongWait, timePkg))
	} else {
		fmt.Fprintf(&consts, "const %s = %s\n", pongWait, duration(f.options.pongWait, timePkg))
	}
	conn := t.conn
	if pings || pong == nil {
		var text string
		conn, text = f.local(t)
		before.WriteString(text)
	}
	if pong == nil {
		fmt.Fprintf(&before, "%s.SetPongHandler(func(string) error {\nreturn %s.%s\n})\n", conn, conn, deadline)
	}
	if pings {
		_, write := f.method(t.expr, "WriteControl")
		pkg := f.Import(write.Pkg().Path(), pos)
		pingPeriod, writeWait := f.Name("pingPeriod", pos), f.Name("writeWait", pos)
		done, ticker := f.Name("done", pos), f.Name("ticker", pos)
		fmt.Fprintf(&consts, "%s = %s * 9 / 10\n%s = %s\n)\n", pingPeriod, pongWait, writeWait, duration(f.options.writeWait, timePkg))
		fmt.Fprintf(&before, "%s := make(chan struct{})\n", done)
		if how == byDefer {
			fmt.Fprintf(&before, "defer close(%s)\n", done)
		} else {
			f.After(t.loop, fmt.Sprintf("close(%s)", done))
		}
		ping := fmt.Sprintf("_ = %s.WriteControl(%s.PingMessage, nil, %s.Now().Add(%s)) // a failed one is not the last", conn, pkg, timePkg, writeWait)
		before.WriteString(pinger(ticker, timePkg, pingPeriod, done, ping))
	}

	if pong != nil {
		f.renew(t, pong, consts.String(), pongWait, before.String())
	} else {
		f.Before(t.loop, consts.String()+before.String())
	}
	if !f.beforeReads(t, "_ = "+t.conn+"."+deadline) {
		return ""
	}
	message := fmt.Sprintf("Set a read deadline of %s before every read, renewed by pongs", seconds(f.options.pongWait))
	if pings {
		message += fmt.Sprintf(", and ping every %s", seconds(f.options.pingPeriod()))
	}
	return message
}

// beforeReads puts the statement directly before each read of the loop.
func (f *fixer) beforeReads(t *target, text string) bool {
	done := map[ast.Stmt]bool{}
	for _, n := range t.nodes {
		stmt := f.statement(n)
		if stmt == nil {
			return false
		}
		if !done[stmt] {
			done[stmt] = true
			f.Before(stmt, text)
		}
	}
	return true
}

// A pongRenewal is the pong handler that a renewal goes into.
type pongRenewal struct {
	lit  *ast.FuncLit
	conn string
	call ast.Node
}

// pongHandler returns the handler that the connection has already, nil if
// none; not ok if the renewal cannot go into it.
func (f *fixer) pongHandler(t *target) (pong *pongRenewal, ok bool) {
	for _, e := range f.conn.Events {
		if e.Func.Role != wslib.OnPong {
			continue
		}
		lit, isLit := e.Slot(e.Func.Handler).(*ast.FuncLit)
		conn := e.Slot(e.Func.Conn)
		if pong != nil || !isLit || conn == nil || rootOf(conn) == nil || f.fileOf(lit) != f.file || !f.handlerHolds(e, t) {
			return nil, false
		}
		if m, _ := f.method(conn, "SetReadDeadline"); m == nil || m.Role != wslib.ReadDeadline {
			return nil, false
		}
		root := rootOf(conn)
		for _, field := range lit.Type.Params.List {
			for _, name := range field.Names {
				if name.Name == root.Name {
					return nil, false
				}
			}
		}
		pong = &pongRenewal{lit: lit, conn: f.Text(conn), call: e.Node}
	}
	return pong, true
}

// handlerHolds reports whether the handler that e sets is set whenever the loop
// runs: on every way to it, or wherever the connection was dialed.
func (f *fixer) handlerHolds(e *connflow.Event, t *target) bool {
	if e.In == nil || f.conditional(e.Node) {
		return false
	}
	if e.In == t.in {
		return !lang.Within(e.Node, t.loop) && f.flow.Dominates(e.Node, t.nodes[0])
	}
	for _, p := range t.read.places {
		if p.in == e.In && f.flow.Dominates(e.Node, p.node) {
			return true
		}
	}
	for _, call := range f.conn.Calls {
		if call.In == e.In && f.flow.Dominates(call.Node, e.Node) {
			return true
		}
	}
	return false
}

// conditional reports whether n stands in a branch of its function.
func (f *fixer) conditional(n ast.Node) bool {
	var child ast.Node
	for _, p := range f.flow.Path(n) {
		switch p := p.(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return false
		case *ast.IfStmt:
			if child == p.Body || child == p.Else {
				return true
			}
		case *ast.CaseClause, *ast.CommClause:
			return true
		}
		child = p
	}
	return false
}

// renew puts the renewal into the handler. The constants go before the
// statement that sets it where the loop sees them there, else into both places.
func (f *fixer) renew(t *target, pong *pongRenewal, consts, pongWait, before string) {
	timePkg := f.Import("time", pong.lit.Body.Pos())
	renewal := fmt.Sprintf("_ = %s.SetReadDeadline(%s.Now().Add(%s))", pong.conn, timePkg, pongWait)
	stmt := f.statement(pong.call)
	if stmt != nil && f.flow.Func(stmt) == t.in && stmt.End() < t.loop.Pos() {
		if block, ok := f.flow.Parent(stmt).(*ast.BlockStmt); ok && lang.Within(t.loop, block) {
			f.Before(stmt, consts)
			f.Prepend(pong.lit.Body, renewal)
			if before != "" {
				f.Before(t.loop, before)
			}
			return
		}
	}
	f.Before(t.loop, consts+before)
	f.Prepend(pong.lit.Body, fmt.Sprintf("const %s = %s\n%s", pongWait, duration(f.options.pongWait, timePkg), renewal))
}

// pingsOften reports whether the connection is pinged already, within the
// bound, and certainly: in a goroutine's loop, with a constant period.
func (f *fixer) pingsOften() bool {
	for _, e := range f.pings {
		if e.In == nil || e.Op != wslib.OpPing {
			continue
		}
		for _, p := range f.places(e.In, e.Node) {
			loop := f.flow.Loop(p.node)
			if loop == nil {
				continue
			}
			period, ok := f.period(p.node, loop)
			if ok && period <= f.options.pingPeriod() && !f.guarded(p.node, loop) && f.started(p.in) {
				return true
			}
		}
	}
	return false
}

// guarded reports whether a condition between n and loop decides about n.
func (f *fixer) guarded(n ast.Node, loop ast.Node) bool {
	var child ast.Node
	for _, p := range f.flow.Path(n) {
		if p == loop {
			return false
		}
		switch p := p.(type) {
		case *ast.IfStmt:
			if child == p.Body || child == p.Else {
				return true
			}
		case *ast.CaseClause:
			return true
		}
		child = p
	}
	return true
}

// started reports whether in is started as a goroutine under no condition.
func (f *fixer) started(in *connflow.Func) bool {
	for _, site := range f.flow.Callers(in) {
		if site.Go && !f.conditional(site.Call) {
			return true
		}
	}
	return false
}

// period returns the constant time between two runs of n in loop: that of the
// ticker that wakes n, or of the sleep in the loop.
func (f *fixer) period(n ast.Node, loop ast.Stmt) (time.Duration, bool) {
	for _, p := range f.flow.Path(n) {
		switch p := p.(type) {
		case *ast.CommClause:
			ch := received(p.Comm)
			if ch == nil {
				return 0, false
			}
			return f.tickerPeriod(ch)
		case *ast.RangeStmt:
			if f.ticks(p.X) {
				return f.tickerPeriod(p.X)
			}
		}
		if p == loop {
			break
		}
	}
	var period time.Duration
	found := 0
	lang.Walk(loop, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if lang.CalleeIs(f.flow.Info, n, "time", "Sleep") {
				d, ok := f.constant(n.Args[0])
				if found++; !ok {
					found++
				}
				period += d
			}
		case *ast.UnaryExpr:
			if f.ticks(n.X) {
				d, ok := f.tickerPeriod(n.X)
				if found++; !ok {
					found++
				}
				period += d
			}
		}
	})
	return period, found == 1
}

// tickerPeriod returns the period of the ticker whose channel ch is.
func (f *fixer) tickerPeriod(ch ast.Expr) (time.Duration, bool) {
	if sel, ok := ast.Unparen(ch).(*ast.SelectorExpr); ok {
		ch = sel.X
	}
	sources := f.flow.Sources(ch)
	var longest time.Duration
	for _, s := range sources {
		call, ok := s.Expr.(*ast.CallExpr)
		if !ok || !lang.CalleeIs(f.flow.Info, call, "time", "NewTicker", "Tick", "After") {
			return 0, false
		}
		d, ok := f.constant(call.Args[0])
		if !ok {
			return 0, false
		}
		longest = max(longest, d)
	}
	return longest, len(sources) > 0
}

func (f *fixer) constant(e ast.Expr) (time.Duration, bool) {
	tv, ok := f.flow.Info.Types[e]
	if !ok || tv.Value == nil || !types.ConvertibleTo(tv.Type, types.Typ[types.Int64]) {
		return 0, false
	}
	d, exact := constant.Int64Val(constant.ToInt(tv.Value))
	return time.Duration(d), exact
}
