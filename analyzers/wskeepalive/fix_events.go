package wskeepalive

import (
	"fmt"
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/deadpeer"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// events mends connections whose reads call event methods.
type events struct{ *fixer }

// mendEvents is the fix for gws, whose handlers are the methods of a type: they
// get the deadline and its renewal, where the type has them in this file, as a
// fix declares no method; the pings run beside the one call that reads.
//
// The deadline is one of reads and writes, where the writes have none of their
// own: when a read fails, the library writes a close frame before it says so, and
// would wait for ever behind what a dead peer does not take.
func (ev *events) mendEvents() (string, refusal) {
	methods := map[string]*connflow.Func{}
	for _, m := range ev.flow.Handlers(ev.Conn.Calls[0]) {
		if methods[m.Name()] != nil || ev.flow.File(m.Node) != ev.file {
			return "", noEvents
		}
		methods[m.Name()] = m
	}
	open, message := methods["OnOpen"], methods["OnMessage"]
	if open == nil || methods["OnPong"] == nil || message == nil || len(ev.Clears) > 0 {
		return "", noEvents
	}
	if len(ev.Reads) > 1 || !ev.aloneInEvents(open) {
		return "", sharedRead
	}
	deadline := ev.idioms.Bound
	if ev.boundsWrites() {
		deadline = ev.idioms.BoundRead
	}
	period, pings := ev.sentPings.pingEvery()
	if pings = pings && period <= pingPeriod(ev.options.pongWait); !pings {
		period = 0
	}
	reads := ev.sentPings.boundFor(period)
	for _, name := range []string{"OnOpen", "OnPing", "OnPong", "OnMessage"} {
		m := methods[name]
		if m == nil {
			continue
		}
		conn := ev.connParam(m)
		if conn == "" {
			return "", noEvents
		}
		pos := m.Body.Pos()
		d := ev.durations(pos)
		text := ev.idiom(deadline, pos, conn, d.pongWait(reads))
		if m == message || m == open && len(m.Body.List) > 0 {
			// After the work: what arrives counts, the time that it takes does not.
			text = "defer func() { " + text + " }()"
		}
		if m == message && deadline == ev.idioms.Bound {
			text = ev.idiom(ev.idioms.FreeWrite, pos, conn, "") + " // nothing renews it during the work\n" + text
		}
		ev.Prepend(m.Body, d.String()+text)
	}
	text := fmt.Sprintf("Set a deadline of %s, renewed by pongs and messages", seconds(ev.options.pongWait))
	if !pings {
		if why := ev.pingBeside(ev.Reads[0]); why != "" {
			return "", why
		}
		text += fmt.Sprintf(", and ping every %s", seconds(pingPeriod(ev.options.pongWait)))
	}
	return text, ""
}

// boundsWrites reports whether the connection has write deadlines. One that is
// left over would fail a ping.
func (ev *events) boundsWrites() bool {
	return slices.ContainsFunc(ev.Conn.Events, func(e *connflow.Event) bool { return e.Func.Role == wslib.WriteDeadline })
}

// pingBeside starts pings before the call that reads until the connection ends.
func (ev *events) pingBeside(r *deadpeer.Read) refusal {
	expr := r.Slot(r.Func.Conn)
	stmt, isStmt := ev.flow.Parent(r.Node).(ast.Stmt)
	if expr == nil || rootOf(expr) == nil || !isStmt || ev.flow.File(stmt) != ev.file {
		return otherFile
	}
	if ev.boundsWrites() {
		return boundedWrites
	}
	if !ev.supports(ev.idioms.PingFails, expr) {
		return noDeadline
	}
	at := &site{in: r.In, pos: stmt.Pos(), conn: ev.Text(expr), root: ev.anchors.variable(rootOf(expr))}
	if !ev.Predeclared(at.pos, "close", "make", "nil") {
		return hiddenNames
	}
	if _, waits := stmt.(*ast.ExprStmt); waits {
		at.stop = ev.sites.stopOf(stmt, r.In)
	}
	d := ev.durations(at.pos)
	pongWait := d.pongWait(ev.sentPings.boundFor(0))
	conn, text := ev.sites.local(at)
	// The library closes the connection after every error: a ping fails then.
	text += ev.pinger(d, at, conn, pongWait)
	ev.Before(stmt, d.String()+text)
	return ""
}

// connParam returns the name of m's parameter that is the connection, "" if it
// has none.
func (ev *events) connParam(m *connflow.Func) string {
	for _, field := range m.Type.Params.List {
		if ev.flow.Index.IsConn(ev.flow.Info.TypeOf(field.Type)) == nil {
			continue
		}
		for _, id := range field.Names {
			if id.Name != "_" && len(ev.flow.Writes(ev.anchors.variable(id))) == 0 {
				return id.Name
			}
		}
	}
	return ""
}

// aloneInEvents reports whether no other connection has the same handlers: the
// pings beside the read of this one would not keep that one alive. One that is
// read in the same place gets them, too, and may have no deadline of its own.
func (ev *events) aloneInEvents(open *connflow.Func) bool {
	shared := map[ast.Node]bool{ev.Conn.Calls[0].Node: true}
	for _, other := range ev.anchors.shared([]*point{{Read: ev.Reads[0]}}) {
		if ev.anchors.keeps(other, ev.Conn) {
			return false
		}
		shared[other.Calls[0].Node] = true
	}
	for _, call := range ev.flow.Calls {
		if call.Func.Events != wslib.None && !shared[call.Node] && slices.Contains(ev.flow.Handlers(call), open) {
			return false
		}
	}
	return true
}
