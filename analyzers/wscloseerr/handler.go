package wscloseerr

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// checkHandlers reports close handlers that drop the peer's close frame.
func (c *checker) checkHandlers() {
	seen := map[*connflow.Func]bool{}
	for _, set := range c.flow.Calls {
		if set.Lib == nil || set.Expr == nil || set.Func.Role != wslib.OnClose {
			continue
		}
		for _, h := range c.flow.Handlers(set) {
			if seen[h] || c.usesParams(h) || c.hasClose(h.Body) || c.answered(set) {
				continue
			}
			seen[h] = true
			at := ast.Node(h.Type)
			end := h.Type.End()
			if decl, ok := h.Node.(*ast.FuncDecl); ok {
				at, end = decl.Name, decl.Name.End()
			}
			c.Report(at.Pos(), end, handler,
				"close handler sends no close frame and uses neither code nor text: it takes the place of the library's, which echoes the frame, so the peer sees 1006; echo the close frame in it, or set none",
				c.fixHandler(set, h))
		}
	}
	for _, f := range c.flow.Funcs {
		c.checkBranches(f)
	}
}

// usesParams reports whether f does anything with its parameters.
func (c *checker) usesParams(f *connflow.Func) bool {
	sig := c.signature(f)
	for p := range sig.Params().Variables() {
		if c.usesIn(f, p) {
			return true
		}
	}
	return false
}

// usesIn reports whether f, or a function literal in it, does something with v,
// more than to compare it with nil for a way to go.
func (c *checker) usesIn(f *connflow.Func, v *types.Var) bool {
	for _, g := range c.flow.Funcs {
		if lang.Within(g.Node, f.Node) && c.mentions(g.Body, v) {
			return true
		}
	}
	return false
}

// hasClose reports whether the code below n, or what of the package runs by it,
// may send a close frame.
func (c *checker) hasClose(n ast.Node) bool { return c.has(n, c.isClose) }

// isClose reports whether n may send a close frame: a library's call, or one of
// code that cannot be seen with the connection in its hands.
func (c *checker) isClose(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	if tabled := c.tabled[call]; len(tabled) > 0 {
		return slices.ContainsFunc(tabled, c.closeFrame)
	}
	if len(c.flow.Callees(call)) > 0 {
		return false
	}
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		t := c.flow.Info.TypeOf(arg)
		return t != nil && (c.flow.Index.IsConn(t) != nil || lang.IsNamed(t, "net", "Conn"))
	})
}

// closeFrame reports whether t may send a close frame: where the frame is not
// known, it may be one.
func (c *checker) closeFrame(t *connflow.Call) bool {
	if sendsClose(t) {
		return true
	}
	if t.Func.Role != wslib.Write || t.Lib == nil && !c.plain() {
		return false
	}
	known := slices.ContainsFunc([]wslib.Opcode{wslib.OpText, wslib.OpBinary, wslib.OpPing, wslib.OpPong}, t.Sends)
	return !known && (t.Func.Opcode != wslib.None || t.Func.Frame != wslib.None || t.Func.Answers)
}

// sendsClose reports whether t is known to send a close frame.
func sendsClose(t *connflow.Call) bool {
	return t.Func.Role == wslib.Close && t.Func.Handshake || t.Func.Role == wslib.Write && t.Sends(wslib.OpConnClose)
}

// plain reports whether the package uses a library that leaves frames to what
// writes to a net.Conn.
func (c *checker) plain() bool {
	return slices.ContainsFunc(c.flow.Calls, func(t *connflow.Call) bool { return t.Lib != nil && isPlain(t.Lib) })
}

// answered reports whether the error of a read of the connection that set's
// handler is for is answered with a close frame, or whether that cannot be told.
func (c *checker) answered(set *connflow.Call) bool {
	on := set.Slot(set.Func.Conn)
	if on == nil {
		return true
	}
	reads := 0
	for _, r := range c.reads {
		if r.base != nil || !c.sameConn(set, on, r) {
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
func (c *checker) sameConn(set *connflow.Call, on ast.Expr, r *reading) bool {
	from := c.connOf(r)
	if from != nil && (c.flow.Same(on, from) || c.embeds(on, from)) {
		return true
	}
	for _, conn := range c.flow.Conns {
		if acts(conn, set) && acts(conn, r.tabled) {
			return true
		}
	}
	return false
}

// embeds reports whether a and b are values of one struct of the package, in
// which the connection is embedded.
func (c *checker) embeds(a, b ast.Expr) bool {
	t, ok := types.Unalias(lang.Deref(c.flow.Info.TypeOf(a))).(*types.Named)
	return ok && t.Obj().Pkg() == c.flow.Pkg && types.Identical(t, lang.Deref(c.flow.Info.TypeOf(b)))
}

// acts reports whether call does something to conn.
func acts(conn *connflow.Conn, call *connflow.Call) bool {
	return slices.ContainsFunc(conn.Events, func(e *connflow.Event) bool { return e.Node == call.Node })
}

// answersRead reports whether a close frame may be sent after r has failed.
func (c *checker) answersRead(r *reading) bool {
	f := c.flow.Func(r.call)
	return f != nil && (c.then(f, r, c.isClose) || c.above(f, c.isClose, false, maxUp))
}

// leaves reports whether the connection that set works on gets into the hands
// of code that cannot be seen, and that could answer.
func (c *checker) leaves(set *connflow.Call) bool {
	for _, conn := range c.flow.Conns {
		if acts(conn, set) && slices.ContainsFunc(conn.Away, func(a *connflow.Away) bool { return c.flow.Index.IsConn(a.Type) != nil }) {
			return true
		}
	}
	return false
}

// checkBranches reports branches on the close opcode of a frame that drop it.
func (c *checker) checkBranches(f *connflow.Func) {
	lang.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			if b, ok := ast.Unparen(n.Cond).(*ast.BinaryExpr); ok && b.Op == token.EQL {
				c.checkBranch(f, b.X, b.Y, n.Body.List, n)
				c.checkBranch(f, b.Y, b.X, n.Body.List, n)
			}
		case *ast.SwitchStmt:
			for _, s := range n.Body.List {
				clause := s.(*ast.CaseClause)
				for _, e := range clause.List {
					if n.Tag != nil && len(clause.List) == 1 {
						c.checkBranch(f, n.Tag, e, clause.Body, clause)
					} else if b, ok := ast.Unparen(e).(*ast.BinaryExpr); ok && b.Op == token.EQL && len(clause.List) == 1 {
						c.checkBranch(f, b.X, b.Y, clause.Body, clause)
					}
				}
			}
		}
		return true
	})
}

// checkBranch reports the statements that run when the type of a frame that was
// read, opcode, equals the constant want, if they drop a close frame.
func (c *checker) checkBranch(f *connflow.Func, opcode, want ast.Expr, list []ast.Stmt, at ast.Node) {
	if v := c.flow.Info.Types[want].Value; v == nil || v.ExactString() != "8" {
		return
	}
	r, frame := c.frameRead(opcode)
	if r == nil || r.Func.Answers || !c.returns(list) || c.answering(f) {
		return
	}
	root := lang.Var(c.flow.Info, frame)
	used := false
	w := &way{checker: c, graph: c.graph(f)}
	w.visit = func(n ast.Node) bool {
		used = used || c.has(n, c.isClose) || c.has(n, func(n ast.Node) bool { return c.takesPayload(n, root) })
		return !used
	}
	w.entering(list)
	if used || c.deferred(f, c.isClose) || c.above(f, c.isClose, false, maxUp) {
		return
	}
	end := at.Pos()
	if len(list) > 0 {
		end = list[len(list)-1].End()
	}
	c.Report(at.Pos(), end, handler,
		"a close frame was received here, and is not answered, nor is its code or reason used: the peer sees 1006; write the close frame back (ws.ControlFrameHandler of wsutil does) before returning",
		nil)
}

// frameRead returns the read from which the opcode of a frame comes, and the
// frame or header that holds it.
func (c *checker) frameRead(opcode ast.Expr) (*connflow.Call, ast.Expr) {
	sel, ok := ast.Unparen(opcode).(*ast.SelectorExpr)
	if !ok {
		return nil, nil
	}
	field, ok := c.flow.Info.ObjectOf(sel.Sel).(*types.Var)
	if !ok || !c.flow.Index.OpcodeField(c.flow.Info.TypeOf(sel.X), field) {
		return nil, nil
	}
	frame := ast.Unparen(sel.X)
	if inner, ok := frame.(*ast.SelectorExpr); ok && lang.Var(c.flow.Info, inner.X) != nil { // frame.Header.OpCode
		frame = inner.X
	}
	v := lang.Var(c.flow.Info, frame)
	if v == nil {
		return nil, nil
	}
	for _, t := range c.flow.Calls {
		if t.Func.Role != wslib.Read || t.Lib == nil || t.Expr == nil {
			continue
		}
		if s, ok := c.flow.Path(t.Expr)[1].(*ast.AssignStmt); ok && slices.ContainsFunc(s.Lhs, func(e ast.Expr) bool { return lang.Var(c.flow.Info, e) == v }) {
			return t, frame
		}
	}
	return nil, nil
}

// returns reports whether the last of the statements leaves the function or
// the loop.
func (c *checker) returns(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch s := list[len(list)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.BREAK && s.Label != nil || s.Tok == token.GOTO
	}
	return false
}

// answering reports whether f has control frames answered by the library.
func (c *checker) answering(f *connflow.Func) bool {
	return c.has(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		return ok && slices.ContainsFunc(c.tabled[call], func(t *connflow.Call) bool {
			return t.Func.Role == wslib.Write && t.Func.Answers
		})
	})
}

// takesPayload reports whether n reads on, takes a close frame apart, or does
// something with the frame.
func (c *checker) takesPayload(n ast.Node, frame *types.Var) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		return c.does(n, wslib.Read) != nil || c.does(n, wslib.Received) != nil ||
			slices.ContainsFunc(n.Args, func(arg ast.Expr) bool { return frame != nil && lang.Var(c.flow.Info, arg) == frame })
	case *ast.SelectorExpr:
		return n.Sel.Name == "Payload" && frame != nil && lang.Var(c.flow.Info, n.X) == frame
	case *ast.ReturnStmt:
		return slices.ContainsFunc(n.Results, func(e ast.Expr) bool { return frame != nil && c.mentions(e, frame) })
	}
	return false
}
