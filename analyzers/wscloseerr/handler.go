package wscloseerr

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// handlers looks at the functions that are set as close handlers.
type handlers struct{ *checker }

// check reports close handlers that answer nothing, where no close frame
// is sent in answer to the read's error either.
func (c *handlers) check() {
	seen := map[*connflow.Func]bool{}
	for _, set := range c.flow.Calls {
		if set.Lib == nil || set.Expr == nil || set.Func.Role != wslib.OnClose {
			continue
		}
		for _, h := range c.flow.Handlers(set) {
			if seen[h] || c.errors.Runs(h.Body, c.isClose) || c.answered(set) || c.answeredOnSignal(h) {
				continue
			}
			seen[h] = true
			at, end := ast.Node(h.Type), h.Type.End()
			if decl, ok := h.Node.(*ast.FuncDecl); ok {
				at, end = decl.Name, decl.Name.End()
			}
			c.ReportOrAdvise(at.Pos(), end, handler, handlerMessage, "echo the close frame in it", c.fixHandler(set, h))
		}
	}
}

// answeredOnSignal reports whether h, or what it runs, signals to another goroutine
// that may send a close frame then.
func (c *handlers) answeredOnSignal(h *connflow.Func) bool {
	return c.errors.Runs(h.Body, func(n ast.Node) bool {
		var ch ast.Expr
		switch n := n.(type) {
		case *ast.SendStmt:
			ch = n.Chan
		case *ast.CallExpr:
			switch {
			case lang.IsBuiltin(c.flow.Info, n, "close"):
				ch = n.Args[0]
			case wslib.IsCancel(c.flow.Info.TypeOf(n.Fun)):
				return c.closesBehind(func(from ast.Expr) bool {
					call, ok := ast.Unparen(from).(*ast.CallExpr)
					return ok && wslib.ContextMethod(lang.Callee(c.flow.Info, call)) == wslib.ContextDone
				})
			}
		}
		return ch != nil && c.closesBehind(func(from ast.Expr) bool { return c.flow.Same(ch, from) })
	})
}

// closesBehind reports whether a close frame may be sent behind the receipt from a
// channel for which is holds.
func (c *handlers) closesBehind(is func(ast.Expr) bool) bool {
	return slices.ContainsFunc(c.flow.Funcs, func(f *connflow.Func) bool {
		found := false
		lang.Walk(f.Body, func(n ast.Node) {
			recv, ok := n.(*ast.UnaryExpr)
			if found || !ok || recv.Op != token.ARROW || !is(recv.X) {
				return
			}
			c.errors.After(recv, func(n ast.Node) bool {
				found = found || c.errors.Runs(n, c.isClose)
				return !found
			})
			found = found || c.errors.Deferred(f, c.isClose)
		})
		return found
	})
}

// isClose reports whether n may send a close frame: a library's call, or one of
// code that cannot be seen with the connection in its hands.
func (c *checker) isClose(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	if known := c.flow.CallsAt(call); len(known) > 0 {
		return slices.ContainsFunc(known, c.closeFrame)
	}
	if len(c.flow.Callees(call)) > 0 {
		return false
	}
	if lang.Callee(c.flow.Info, call) == nil && types.Identical(lang.TypeOf(c.flow.Info, call.Fun), handlerType) {
		return true // the library's own handler, as a rule
	}
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		t := c.flow.Info.TypeOf(arg)
		return t != nil && (c.flow.Index.IsConn(t) != nil || lang.IsNamed(t, "net", "Conn"))
	})
}

// handlerType is the type of close handlers.
var handlerType = types.NewSignatureType(nil, nil, nil,
	types.NewTuple(types.NewParam(token.NoPos, nil, "", types.Typ[types.Int]), types.NewParam(token.NoPos, nil, "", types.Typ[types.String])),
	types.NewTuple(types.NewParam(token.NoPos, nil, "", lang.Error)), false)

// closeFrame reports whether t may send a close frame: where the frame is not
// known, it may be one.
func (c *checker) closeFrame(t *connflow.Call) bool {
	if errfate.SendsClose(t) {
		return true
	}
	if t.Func.Role != wslib.Write || t.Lib == nil && !c.plain() {
		return false
	}
	known := slices.ContainsFunc([]wslib.Opcode{wslib.OpText, wslib.OpBinary, wslib.OpPing, wslib.OpPong}, t.Sends)
	return !known && (t.Func.Opcode != wslib.None || t.Func.Frame != wslib.None || t.Func.Answers)
}

// plain reports whether the package uses a library that leaves frames to what
// writes to a net.Conn.
func (c *checker) plain() bool {
	return slices.ContainsFunc(c.flow.Calls, func(t *connflow.Call) bool { return t.Lib != nil && !t.Lib.HasConns() })
}

// answered reports whether the error of a read of the connection that set's
// handler is for is answered with a close frame, or whether that is not known.
func (c *handlers) answered(set *connflow.Call) bool {
	on := set.Slot(set.Func.Conn)
	if on == nil {
		// A handler that is given the connection is all that learns of the close.
		return set.Func.HandlerConn == 0
	}
	reads := 0
	for _, r := range c.reads {
		if r.Base != nil || !c.sameConn(set, on, r) {
			continue
		}
		reads++
		if c.answersRead(r) {
			return true
		}
	}
	return reads == 0 || c.leaves(set)
}

// sameConn reports whether r reads the connection that set works on.
func (c *handlers) sameConn(set *connflow.Call, on ast.Expr, r *errfate.Read) bool {
	from := connOf(r)
	if from != nil && (c.flow.Same(on, from) || c.embeds(on, from)) {
		return true
	}
	for _, conn := range c.flow.Conns {
		if acts(conn, set) && acts(conn, r.Tabled) {
			return true
		}
	}
	return false
}

// embeds reports whether a and b are values of one struct of the package, in
// which the connection is embedded.
func (c *handlers) embeds(a, b ast.Expr) bool {
	t, ok := types.Unalias(lang.Deref(c.flow.Info.TypeOf(a))).(*types.Named)
	return ok && t.Obj().Pkg() == c.flow.Pkg && types.Identical(t, lang.Deref(c.flow.Info.TypeOf(b)))
}

// acts reports whether call does something to conn.
func acts(conn *connflow.Conn, call *connflow.Call) bool {
	return slices.ContainsFunc(conn.Events, func(e *connflow.Event) bool { return e.Node == call.Node })
}

// answersRead reports whether a close frame may be sent after r has failed.
func (c *handlers) answersRead(r *errfate.Read) bool {
	f := c.flow.Func(r.Call)
	return f != nil && (c.errors.Then(r.Error, c.isClose) || c.errors.Later(f, c.isClose, nil))
}

// leaves reports whether the connection that set works on gets into the hands
// of code that cannot be seen, and that could answer.
func (c *handlers) leaves(set *connflow.Call) bool {
	for _, conn := range c.flow.Conns {
		if acts(conn, set) && slices.ContainsFunc(conn.Away, func(a *connflow.Away) bool { return c.flow.Index.IsConn(a.Type) != nil }) {
			return true
		}
	}
	return false
}
