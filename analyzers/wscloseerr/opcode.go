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

// opcodes looks at the branches on the type of a frame that was read.
type opcodes struct{ *checker }

// check reports the branches for close frames that do not answer them.
func (c *opcodes) check() {
	for _, b := range errfate.CloseBranches(c.flow) {
		if !b.Read.Func.Answers && c.returns(b.List) && !c.answering(b.In) && !c.answers(b) {
			c.ReportOrAdvise(b.At.Pos(), b.List[len(b.List)-1].End(), handler, branchMessage, "write a close frame before leaving", c.fixBranch(b.Read, b.List))
		}
	}
}

// answers reports whether a close frame may be written in the branch or behind it,
// here or by code that is given the frame.
func (c *opcodes) answers(b *errfate.CloseBranch) bool {
	payload := map[*types.Var]bool{}
	answered := false
	c.errors.From(b.In, b.List, func(n ast.Node) bool {
		answered = answered || c.errors.Runs(n, func(n ast.Node) bool { return c.isClose(n) || c.handsOn(n, b.Frame, payload) })
		return !answered
	})
	return answered || c.errors.Deferred(b.In, c.isClose) || c.errors.Later(b.In, c.isClose, nil)
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
