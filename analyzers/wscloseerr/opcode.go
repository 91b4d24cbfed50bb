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

// opcodes looks at the branches on the type of a frame that was read.
type opcodes struct{ *checker }

// check reports branches on the close opcode of a frame that answer
// nothing.
func (c *opcodes) check() {
	for _, f := range c.flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) { c.checkStmt(f, n) })
	}
}

// checkStmt reports the branches of n, if it compares an opcode.
func (c *opcodes) checkStmt(f *connflow.Func, n ast.Node) {
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
}

// checkBranch reports the statements that run when the type of a frame that was
// read, opcode, equals the constant want, if that is a close frame's and they do
// not answer it.
func (c *opcodes) checkBranch(f *connflow.Func, opcode, want ast.Expr, list []ast.Stmt, at ast.Node) {
	if v := c.flow.Info.Types[want].Value; v == nil || v.ExactString() != "8" {
		return
	}
	r, frame := c.frameRead(opcode)
	if r == nil || r.Func.Answers || !c.returns(list) || c.answering(f) {
		return
	}
	root := lang.Var(c.flow.Info, frame)
	payload := map[*types.Var]bool{}
	answered := false
	c.errors.From(f, list, func(n ast.Node) bool {
		answered = answered || c.errors.Runs(n, func(n ast.Node) bool { return c.isClose(n) || c.handsOn(n, root, payload) })
		return !answered
	})
	if answered || c.errors.Deferred(f, c.isClose) || c.errors.Later(f, c.isClose, nil) {
		return
	}
	c.ReportOrAdvise(at.Pos(), list[len(list)-1].End(), handler, branchMessage, "write a close frame before leaving", c.fixBranch(r, list))
}

// frameRead returns the read from which the opcode of a frame comes, and the
// frame or header that holds it.
func (c *opcodes) frameRead(opcode ast.Expr) (*connflow.Call, ast.Expr) {
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
func (c *opcodes) returns(list []ast.Stmt) bool {
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
func (c *opcodes) answering(f *connflow.Func) bool {
	return c.errors.Runs(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		return ok && slices.ContainsFunc(c.flow.CallsAt(call), func(t *connflow.Call) bool {
			return t.Func.Role == wslib.Write && t.Func.Answers
		})
	})
}

// handsOn reports whether n, a node of the branch, gives the frame that was read,
// or the payload that the branch reads, to code that may answer: a function out
// of sight that is no other package's, or the caller.
func (c *opcodes) handsOn(n ast.Node, frame *types.Var, payload map[*types.Var]bool) bool {
	is := func(e ast.Expr) bool {
		for {
			sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
			if !ok {
				break
			}
			e = sel.X
		}
		v := lang.VarOrField(c.flow.Info, e)
		return v != nil && (v == frame || payload[v])
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		if c.callOf(n, wslib.Read) != nil {
			for _, arg := range n.Args {
				if v := lang.VarOrField(c.flow.Info, arg); v != nil {
					payload[v] = true
				}
			}
		}
		fun := c.flow.Info.Types[n.Fun]
		fn := lang.Callee(c.flow.Info, n)
		dynamic := fn == nil && !fun.IsType() && !fun.IsBuiltin() || fn != nil && fn.Signature().Recv() != nil && types.IsInterface(fn.Signature().Recv().Type())
		return dynamic && slices.ContainsFunc(n.Args, is)
	case *ast.SendStmt:
		return is(n.Value)
	case *ast.ReturnStmt:
		return slices.ContainsFunc(n.Results, is)
	}
	return false
}
