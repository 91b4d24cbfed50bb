package wskeepalive

import (
	"fmt"
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// mendEvents is the fix for gws, whose handlers are the methods of a type: they
// get the deadline and its renewal, where the type has them in this file; a fix
// declares no method. The ping's goroutine ends with the connection: gws closes
// it after every failed read, and a write fails from then on.
func (f *fixer) mendEvents() string {
	call := f.conn.Calls[0]
	methods := map[string]*connflow.Func{}
	for _, m := range f.flow.Handlers(call) {
		if methods[m.Name()] != nil || f.fileOf(m.Node) != f.file {
			return ""
		}
		methods[m.Name()] = m
	}
	open, pong, message := methods["OnOpen"], methods["OnPong"], methods["OnMessage"]
	if open == nil || pong == nil || message == nil || len(f.clears) > 0 || !f.aloneInEvents(open) {
		return ""
	}
	touched := []*connflow.Func{open, pong, message}
	if ping := methods["OnPing"]; ping != nil {
		touched = append(touched, ping)
	}
	names := map[*connflow.Func]string{}
	for _, m := range touched {
		if names[m] = f.connParam(m); names[m] == "" || !f.universal(m.Body, "nil") {
			return ""
		}
	}
	deadline := func(m *connflow.Func) (consts, set string) {
		timePkg, pongWait := f.Import("time", m.Body.Pos()), f.Name("pongWait", m.Body.Pos())
		return fmt.Sprintf("const %s = %s\n", pongWait, duration(f.options.pongWait, timePkg)),
			fmt.Sprintf("_ = %s.SetReadDeadline(%s.Now().Add(%s))", names[m], timePkg, pongWait)
	}
	pings := !f.pingsOften()
	for _, m := range touched {
		consts, set := deadline(m)
		// After the work: what arrives counts, the time that it takes does not.
		after := fmt.Sprintf("%sdefer func() { %s }()", consts, set)
		switch {
		case m == open && pings:
			timePkg := f.Import("time", m.Body.Pos())
			ticker := f.Name("ticker", m.Body.Pos())
			f.Prepend(m.Body, after+fmt.Sprintf(`
go func() {
	%[1]s := %[2]s.NewTicker(%[3]s * 9 / 10)
	defer %[1]s.Stop()
	for range %[1]s.C {
		if err := %[4]s.WritePing(nil); err != nil {
			return
		}
	}
}()`, ticker, timePkg, nameIn(consts), names[m]))
		case m == open || m == message:
			f.Prepend(m.Body, after)
		default:
			f.Prepend(m.Body, consts+set)
		}
	}
	text := fmt.Sprintf("Set a read deadline of %s, renewed by pongs and messages", seconds(f.options.pongWait))
	if pings {
		text += fmt.Sprintf(", and ping every %s", seconds(f.options.pingPeriod()))
	}
	return text
}

// nameIn returns the constant that "const name = …" declares.
func nameIn(consts string) string {
	var name string
	fmt.Sscanf(consts, "const %s", &name)
	return name
}

// connParam returns the name of m's parameter that is the connection, "" if it
// has none.
func (f *fixer) connParam(m *connflow.Func) string {
	for _, field := range m.Type.Params.List {
		if f.flow.Index.IsConn(f.flow.Info.TypeOf(field.Type)) == nil {
			continue
		}
		for _, id := range field.Names {
			if id.Name != "_" && !f.shadowed(m.Body, id) {
				return id.Name
			}
		}
	}
	return ""
}

// shadowed reports whether id's variable is set anew in the body.
func (f *fixer) shadowed(body ast.Node, id *ast.Ident) bool {
	v := f.flow.Info.Defs[id]
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if as, ok := n.(*ast.AssignStmt); ok {
			for _, lhs := range as.Lhs {
				if l, ok := lhs.(*ast.Ident); ok && f.flow.Info.Uses[l] == v {
					found = true
				}
			}
		}
		return !found
	})
	return found
}

// aloneInEvents reports whether no other connection with a deadline of its own
// has the same handlers.
func (f *fixer) aloneInEvents(open *connflow.Func) bool {
	own := map[ast.Node]bool{}
	for _, e := range f.conn.Events {
		own[e.Node] = true
	}
	for _, other := range f.flow.Conns {
		if other == f.conn {
			continue
		}
		shares, keeps := false, false
		for _, call := range other.Calls {
			for _, m := range f.flow.Handlers(call) {
				shares = shares || m == open
			}
		}
		for _, e := range other.Events {
			keeps = keeps || e.Func.Role == wslib.ReadDeadline && !own[e.Node]
		}
		if shares && keeps {
			return false
		}
	}
	return true
}
