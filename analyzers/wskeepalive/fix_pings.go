package wskeepalive

import (
	"go/ast"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// ownPings returns the bound of the reads, and whether the fix has to ping: not
// where the program does so for certain. A bound is twice the period of pings
// that are too far apart for the one that the flag says.
func (f *fixer) ownPings(always bool) (wait time.Duration, pings bool) {
	wait = f.options.pongWait
	period, ok := f.pingEvery()
	if !ok || always {
		return wait, true
	}
	if period > pingPeriod(wait) {
		wait = 2 * period
	}
	return wait, false
}

// pingEvery returns the constant period in which the connection is pinged
// already, and certainly: in a goroutine's loop, under no condition.
func (f *fixer) pingEvery() (time.Duration, bool) {
	for _, e := range f.Pings {
		if e.In == nil || e.Op != wslib.OpPing {
			continue
		}
		for _, p := range f.Places(e.In, e.Node) {
			loop := f.flow.Loop(p.Node)
			if loop == nil || f.guarded(p.Node, loop) || !f.started(p.In) {
				continue
			}
			if period, ok := f.timing().Period(p.Node, loop); ok {
				return period, true
			}
		}
	}
	return 0, false
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

// conditional reports whether n stands in a branch of its function.
func (f *fixer) conditional(n ast.Node) bool {
	for _, p := range f.flow.Path(n) {
		switch p.(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return f.guarded(n, p)
		}
	}
	return false
}

// A pongHandler is the handler that the program sets for pongs: what renews the
// deadline goes into its body.
type pongHandler struct {
	body *ast.BlockStmt
	// stmt is the statement that sets it, conn the connection's name in the body.
	stmt ast.Stmt
	conn string
}

// pongHandler returns the handler that the connection has already, nil if none.
func (f *fixer) pongHandler(points []*point) (pong *pongHandler, why refusal) {
	for _, e := range f.Conn.Events {
		if e.Func.Role != wslib.OnPong {
			continue
		}
		if pong != nil || !f.setFor(e, points) {
			return nil, hiddenPong
		}
		if pong = f.handlerOf(e); pong == nil {
			return nil, hiddenPong
		}
	}
	return pong, ""
}

// handlerOf returns the handler that e sets, nil where it cannot be changed: it is
// a function literal, or a method of what holds the connection, in this file.
func (f *fixer) handlerOf(e *connflow.Event) *pongHandler {
	handler, conn := e.Slot(e.Func.Handler), e.Slot(e.Func.Conn)
	if handler == nil || conn == nil || rootOf(conn) == nil || f.flow.File(e.Node) != f.file || !f.supports(f.idioms.BoundRead, conn) {
		return nil
	}
	root := rootOf(conn)
	pong := &pongHandler{stmt: f.Statement(e.Node), conn: f.Text(ast.Unparen(conn))}
	if lit, ok := ast.Unparen(handler).(*ast.FuncLit); ok {
		pong.body = lit.Body
		if f.lookup(root.Name, lit.Body.Lbrace+1) != f.flow.Info.Uses[root] {
			return nil
		}
		return pong
	}
	sel, ok := ast.Unparen(handler).(*ast.SelectorExpr)
	funcs := f.flow.FuncsOf(handler)
	if !ok || len(funcs) != 1 || f.flow.File(funcs[0].Node) != f.file || funcs[0].Obj == nil {
		return nil
	}
	recv := funcs[0].Obj.Signature().Recv()
	holder := f.variable(sel.X)
	if recv == nil || recv.Name() == "" || recv.Name() == "_" || holder == nil || holder != f.variable(root) || root == ast.Unparen(conn) {
		return nil
	}
	pong.body, pong.stmt, pong.conn = funcs[0].Body, nil, recv.Name()+pong.conn[len(root.Name):]
	return pong
}

// setFor reports whether the handler that e sets is there whenever the points run:
// it is set on every way to them, or wherever the connection was dialed.
func (f *fixer) setFor(e *connflow.Event, points []*point) bool {
	if e.In == nil || f.conditional(e.Node) {
		return false
	}
	for _, p := range points {
		if e.In == p.in && p.Loop != nil && !lang.Within(e.Node, p.Loop) && f.flow.Dominates(e.Node, p.node) {
			return true
		}
		for _, at := range p.Places {
			if at.In == e.In && f.flow.Dominates(e.Node, at.Node) {
				return true
			}
		}
	}
	for _, call := range f.Conn.Calls {
		if call.In == e.In && f.flow.Dominates(call.Node, e.Node) {
			return true
		}
	}
	return false
}

// readsPongs reports why the next read would not renew the deadline, or why a ping
// cannot be sent beside the program's writes: "" where the loop reads frame by
// frame, knows pongs, and all writes are whole frames.
func (f *fixer) readsPongs(points []*point) refusal {
	for _, p := range points {
		if p.Func.Answers || !f.knowsPongs(p) {
			return noPongs
		}
	}
	for _, e := range f.Conn.Events {
		whole := e.Lib == nil && e.Func.Frame != wslib.None && e.Op != wslib.NoOpcode
		if e.Func.Role == wslib.Write && !whole || e.Func.Role == wslib.Read && e.Func.Answers || e.Func.Role == wslib.WriteDeadline {
			return partedWrites
		}
	}
	return ""
}

// knowsPongs reports whether the loop, or what it calls, tells pongs apart: it
// names their opcode, or asks whether a frame is a control frame.
func (f *fixer) knowsPongs(p *point) bool {
	if f.mentionsPong(p.Loop) {
		return true
	}
	for fn := range f.flow.Reach(p.Loop) {
		if f.mentionsPong(fn.Body) {
			return true
		}
	}
	return false
}

func (f *fixer) mentionsPong(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !found {
			obj := f.flow.Info.Uses[id]
			found = obj != nil && f.flow.Index.KnowsPongs(obj)
		}
		return !found
	})
	return found
}
