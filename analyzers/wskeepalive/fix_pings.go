package wskeepalive

import (
	"go/ast"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// ownPings finds the pings that the program sends already.
type ownPings struct{ *fixer }

// ownPings returns the bound of the reads, and whether the fix has to ping: not
// where the program does so for certain.
func (op *ownPings) ownPings(always bool) (reads bound, pings bool) {
	period, ok := op.pingEvery()
	if !ok || always {
		return op.boundFor(0), true
	}
	return op.boundFor(period), false
}

// boundFor returns the bound of the reads beside the program's pings, which are
// period apart, or, if that is 0, beside the fix's. It is twice the period of pings
// that are too far apart for the one that the flag says.
func (op *ownPings) boundFor(period time.Duration) bound {
	b := bound{wait: op.options.pongWait, least: max(op.options.pongWait/2, period*10/9)}
	if period > pingPeriod(b.wait) {
		b.wait = 2 * period
	}
	return b
}

// pingEvery returns the constant period in which the connection is pinged
// already, and certainly: in a goroutine's loop, under no condition.
func (op *ownPings) pingEvery() (time.Duration, bool) {
	for _, e := range op.Pings {
		if e.In == nil || e.Op != wslib.OpPing {
			continue
		}
		for _, p := range op.Places(e.In, e.Node) {
			loop := op.flow.Loop(p.Node)
			if loop == nil || op.guarded(p.Node, loop) || !op.started(p.In) {
				continue
			}
			if period, ok := op.timing().Period(p.Node, loop); ok {
				return period, true
			}
		}
	}
	return 0, false
}

// guarded reports whether a condition between n and loop decides about n.
func (op *ownPings) guarded(n ast.Node, loop ast.Node) bool {
	var child ast.Node
	for _, p := range op.flow.Path(n) {
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
func (op *ownPings) started(in *connflow.Func) bool {
	for _, site := range op.flow.Callers(in) {
		if site.Go && !op.conditional(site.Call) {
			return true
		}
	}
	return false
}

// conditional reports whether n stands in a branch of its function.
func (op *ownPings) conditional(n ast.Node) bool {
	for _, p := range op.flow.Path(n) {
		switch p.(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return op.guarded(n, p)
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

// pongs finds, or sets, what is called for a pong.
type pongs struct{ *fixer }

// pongHandler returns the handler that the connection has already, nil if none.
func (po *pongs) pongHandler(points []*point) (pong *pongHandler, why refusal) {
	for _, e := range po.Conn.Events {
		if e.Func.Role != wslib.OnPong {
			continue
		}
		if pong != nil || !po.setFor(e, points) {
			return nil, hiddenPong
		}
		if pong = po.handlerOf(e); pong == nil {
			return nil, hiddenPong
		}
	}
	return pong, ""
}

// handlerOf returns the handler that e sets, nil where it cannot be changed: it is
// a function literal, or a method of what holds the connection, in this file.
func (po *pongs) handlerOf(e *connflow.Event) *pongHandler {
	handler, conn := e.Slot(e.Func.Handler), e.Slot(e.Func.Conn)
	if handler == nil || conn == nil || rootOf(conn) == nil || po.flow.File(e.Node) != po.file || !po.supports(po.idioms.BoundRead, conn) {
		return nil
	}
	root := rootOf(conn)
	pong := &pongHandler{stmt: po.Statement(e.Node), conn: po.Text(ast.Unparen(conn))}
	if lit, ok := ast.Unparen(handler).(*ast.FuncLit); ok {
		pong.body = lit.Body
		if po.lookup(root.Name, lit.Body.Lbrace+1) != po.flow.Info.Uses[root] {
			return nil
		}
		return pong
	}
	sel, ok := ast.Unparen(handler).(*ast.SelectorExpr)
	funcs := po.flow.FuncsOf(handler)
	if !ok || len(funcs) != 1 || po.flow.File(funcs[0].Node) != po.file || funcs[0].Obj == nil {
		return nil
	}
	recv := funcs[0].Obj.Signature().Recv()
	holder := po.anchors.variable(sel.X)
	if recv == nil || recv.Name() == "" || recv.Name() == "_" || holder == nil || holder != po.anchors.variable(root) || root == ast.Unparen(conn) {
		return nil
	}
	pong.body, pong.stmt, pong.conn = funcs[0].Body, nil, recv.Name()+pong.conn[len(root.Name):]
	return pong
}

// setFor reports whether the handler that e sets is there whenever the points run:
// it is set on every way to them, or wherever the connection was dialed.
func (po *pongs) setFor(e *connflow.Event, points []*point) bool {
	if e.In == nil || po.sentPings.conditional(e.Node) {
		return false
	}
	for _, p := range points {
		if e.In == p.in && p.Loop != nil && !lang.Within(e.Node, p.Loop) && po.flow.Dominates(e.Node, p.node) {
			return true
		}
		for _, at := range p.Places {
			if at.In == e.In && po.flow.Dominates(e.Node, at.Node) {
				return true
			}
		}
	}
	for _, call := range po.Conn.Calls {
		if call.In == e.In && po.flow.Dominates(call.Node, e.Node) {
			return true
		}
	}
	return false
}

// readsPongs reports why the next read would not renew the deadline, or why a ping
// cannot be sent beside the program's writes: "" where the loop reads frame by
// frame, knows pongs, and all writes are whole frames.
func (po *pongs) readsPongs(points []*point) refusal {
	for _, p := range points {
		if p.Func.Answers || !po.knowsPongs(p) {
			return noPongs
		}
	}
	for _, e := range po.Conn.Events {
		whole := e.Lib == nil && e.Func.Frame != wslib.None && e.Op != wslib.NoOpcode
		if e.Func.Role == wslib.Write && !whole || e.Func.Role == wslib.Read && e.Func.Answers || e.Func.Role == wslib.WriteDeadline {
			return partedWrites
		}
	}
	return ""
}

// knowsPongs reports whether the loop, or what it calls, tells pongs apart: it
// names their opcode, or asks whether a frame is a control frame.
func (po *pongs) knowsPongs(p *point) bool {
	if po.mentionsPong(p.Loop) {
		return true
	}
	for fn := range po.flow.Reach(p.Loop) {
		if po.mentionsPong(fn.Body) {
			return true
		}
	}
	return false
}

func (po *pongs) mentionsPong(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !found {
			obj := po.flow.Info.Uses[id]
			found = obj != nil && po.flow.Index.KnowsPongs(obj)
		}
		return !found
	})
	return found
}
