package wskeepalive

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// mendEvents is the fix for gws, whose handlers are the methods of a type: they
// get the deadline and its renewal, where the type has them in this file, as a
// fix declares no method; the pings run beside the one call that reads.
//
// The deadline is one of reads and writes, where the writes have none of their
// own: when a read fails, the library writes a close frame before it tells, and
// would wait for ever behind what a dead peer does not take.
func (f *fixer) mendEvents() string {
	methods := map[string]*connflow.Func{}
	for _, m := range f.flow.Handlers(f.conn.Calls[0]) {
		if methods[m.Name()] != nil || f.fileOf(m.Node) != f.file {
			return ""
		}
		methods[m.Name()] = m
	}
	open, pong, message := methods["OnOpen"], methods["OnPong"], methods["OnMessage"]
	if open == nil || pong == nil || message == nil || len(f.reads) > 1 || len(f.clears) > 0 || !f.aloneInEvents(open) {
		return ""
	}
	touched := []*connflow.Func{open, pong, message}
	if ping := methods["OnPing"]; ping != nil {
		touched = append(touched, ping)
	}
	set := "SetDeadline"
	if f.boundsWrites() {
		set = "SetReadDeadline"
	}
	for _, m := range touched {
		conn := f.connParam(m)
		if conn == "" {
			return ""
		}
		timePkg, pongWait := f.Import("time", m.Body.Pos()), f.Name("pongWait", m.Body.Pos())
		text := fmt.Sprintf("_ = %s.%s(%s.Now().Add(%s))", conn, set, timePkg, pongWait)
		if m == open || m == message {
			// After the work: what arrives counts, the time that it takes does not.
			text = "defer func() { " + text + " }()"
		}
		if m == message && set == "SetDeadline" {
			text = fmt.Sprintf("_ = %s.SetWriteDeadline(%s.Time{}) // nothing renews it during the work\n%s", conn, timePkg, text)
		}
		f.Prepend(m.Body, fmt.Sprintf("const %s = %s\n%s", pongWait, duration(f.options.pongWait, timePkg), text))
	}
	text := fmt.Sprintf("Set a deadline of %s, renewed by pongs and messages", seconds(f.options.pongWait))
	if !f.pingsOften() {
		if !f.pingBeside(f.reads[0]) {
			return ""
		}
		text += fmt.Sprintf(", and ping every %s", seconds(f.options.pingPeriod()))
	}
	return text
}

// pingBeside starts pings before the call that reads until the connection ends,
// and stops them behind it.
func (f *fixer) pingBeside(r *read) bool {
	expr := r.Slot(r.Func.Conn)
	stmt, isStmt := f.flow.Parent(r.Node).(ast.Stmt)
	if expr == nil || rootOf(expr) == nil || !isStmt || f.fileOf(stmt) != f.file || !f.universal(stmt, "close", "make", "nil") || f.boundsWrites() {
		return false
	}
	if m, _ := f.method(expr, "WritePing"); m == nil || m.Op != wslib.OpPing {
		return false
	}
	pos := stmt.Pos()
	timePkg := f.Import("time", pos)
	wait, period := f.Name("pongWait", pos), f.Name("pingPeriod", pos)
	done, ticker := f.Name("done", pos), f.Name("ticker", pos)
	conn := f.Text(expr)
	var before strings.Builder
	fmt.Fprintf(&before, "const (\n%[1]s = %[2]s\n%[3]s = %[1]s * 9 / 10\n)\n", wait, duration(f.options.pongWait, timePkg), period)
	if strings.Contains(conn, ".") {
		conn = f.Name("wsConn", pos)
		fmt.Fprintf(&before, "%s := %s\n", conn, f.Text(expr))
	}
	fmt.Fprintf(&before, "%s := make(chan struct{})\n", done)
	before.WriteString(pinger(ticker, timePkg, period, done, fmt.Sprintf("_ = %s.WritePing(nil)", conn)))
	switch stmt := stmt.(type) {
	case *ast.ExprStmt:
		f.After(stmt, fmt.Sprintf("close(%s)", done))
	case *ast.GoStmt:
		f.Replace(stmt, fmt.Sprintf("go func() {\ndefer close(%s)\n%s\n}()", done, f.Text(stmt.Call)))
	default:
		return false
	}
	f.Before(stmt, before.String())
	return true
}

// connParam returns the name of m's parameter that is the connection, "" if it
// has none.
func (f *fixer) connParam(m *connflow.Func) string {
	for _, field := range m.Type.Params.List {
		if f.flow.Index.IsConn(f.flow.Info.TypeOf(field.Type)) == nil {
			continue
		}
		for _, id := range field.Names {
			if id.Name != "_" && len(f.flow.Writes(lang.VarOrField(f.flow.Info, id))) == 0 {
				return id.Name
			}
		}
	}
	return ""
}

// aloneInEvents reports whether no other connection has the same handlers: the
// pings beside the read of this one would not keep that one alive. One that is
// read in the same place gets them, too, and may have no deadline of its own.
func (f *fixer) aloneInEvents(open *connflow.Func) bool {
	shared := map[ast.Node]bool{f.conn.Calls[0].Node: true}
	for _, other := range f.sharing(&target{read: f.reads[0]}) {
		if f.keeps(other, f.conn) {
			return false
		}
		shared[other.Calls[0].Node] = true
	}
	for _, call := range f.flow.Calls {
		if call.Func.Events != wslib.None && !shared[call.Node] && slices.Contains(f.flow.Handlers(call), open) {
			return false
		}
	}
	return true
}
