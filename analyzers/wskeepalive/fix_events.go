package wskeepalive

import (
	"fmt"
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/deadpeer"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// mendEvents is the fix for gws, whose handlers are the methods of a type: they
// get the deadline and its renewal, where the type has them in this file, as a
// fix declares no method; the pings run beside the one call that reads.
//
// The deadline is one of reads and writes, where the writes have none of their
// own: when a read fails, the library writes a close frame before it says so, and
// would wait for ever behind what a dead peer does not take.
func (f *fixer) mendEvents() (string, refusal) {
	methods := map[string]*connflow.Func{}
	for _, m := range f.flow.Handlers(f.Conn.Calls[0]) {
		if methods[m.Name()] != nil || f.flow.File(m.Node) != f.file {
			return "", noEvents
		}
		methods[m.Name()] = m
	}
	open, message := methods["OnOpen"], methods["OnMessage"]
	if open == nil || methods["OnPong"] == nil || message == nil || len(f.Clears) > 0 {
		return "", noEvents
	}
	if len(f.Reads) > 1 || !f.aloneInEvents(open) {
		return "", sharedRead
	}
	bound := f.idioms.Bound
	if f.boundsWrites() {
		bound = f.idioms.BoundRead
	}
	for _, name := range []string{"OnOpen", "OnPing", "OnPong", "OnMessage"} {
		m := methods[name]
		if m == nil {
			continue
		}
		conn := f.connParam(m)
		if conn == "" {
			return "", noEvents
		}
		pos := m.Body.Pos()
		d := f.durations(pos)
		text := f.idiom(bound, pos, conn, d.pongWait(f.options.pongWait))
		if m == open || m == message {
			// After the work: what arrives counts, the time that it takes does not.
			text = "defer func() { " + text + " }()"
		}
		if m == message && bound == f.idioms.Bound {
			text = f.idiom(f.idioms.FreeWrite, pos, conn, "") + " // nothing renews it during the work\n" + text
		}
		f.Prepend(m.Body, d.String()+text)
	}
	text := fmt.Sprintf("Set a deadline of %s, renewed by pongs and messages", seconds(f.options.pongWait))
	if period, ok := f.pingEvery(); !ok || period > pingPeriod(f.options.pongWait) {
		if why := f.pingBeside(f.Reads[0]); why != "" {
			return "", why
		}
		text += fmt.Sprintf(", and ping every %s", seconds(pingPeriod(f.options.pongWait)))
	}
	return text, ""
}

// boundsWrites reports whether the connection has write deadlines. One that is
// left over would fail a ping.
func (f *fixer) boundsWrites() bool {
	return slices.ContainsFunc(f.Conn.Events, func(e *connflow.Event) bool { return e.Func.Role == wslib.WriteDeadline })
}

// pingBeside starts pings before the call that reads until the connection ends.
func (f *fixer) pingBeside(r *deadpeer.Read) refusal {
	expr := r.Slot(r.Func.Conn)
	stmt, isStmt := f.flow.Parent(r.Node).(ast.Stmt)
	if expr == nil || rootOf(expr) == nil || !isStmt || f.flow.File(stmt) != f.file {
		return otherFile
	}
	if f.boundsWrites() {
		return boundedWrites
	}
	if !f.supports(f.idioms.PingFails, expr) {
		return noDeadline
	}
	at := &site{in: r.In, pos: stmt.Pos(), conn: f.Text(expr), root: f.variable(rootOf(expr))}
	if !f.Predeclared(at.pos, "close", "make", "nil") {
		return hiddenNames
	}
	if _, waits := stmt.(*ast.ExprStmt); waits {
		at.stop = f.stopOf(stmt, r.In)
	}
	d := f.durations(at.pos)
	pongWait := d.pongWait(f.options.pongWait)
	conn, text := f.local(at)
	// The library closes the connection after every error: a ping fails then.
	text += f.pinger(d, at, conn, pongWait)
	f.Before(stmt, d.String()+text)
	return ""
}

// connParam returns the name of m's parameter that is the connection, "" if it
// has none.
func (f *fixer) connParam(m *connflow.Func) string {
	for _, field := range m.Type.Params.List {
		if f.flow.Index.IsConn(f.flow.Info.TypeOf(field.Type)) == nil {
			continue
		}
		for _, id := range field.Names {
			if id.Name != "_" && len(f.flow.Writes(f.variable(id))) == 0 {
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
	shared := map[ast.Node]bool{f.Conn.Calls[0].Node: true}
	for _, other := range f.shared([]*point{{Read: f.Reads[0]}}) {
		if f.keeps(other, f.Conn) {
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
