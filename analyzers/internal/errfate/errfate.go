// Package errfate finds where an error comes from and what becomes of it: what
// takes up the error that a call returns, which code runs where the call failed,
// what that code does with the error, and where it is dropped.
//
// It judges nothing: which errors matter, and what ought to be done with them,
// is its caller's question.
package errfate

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// Errors answers for the errors of one package. It is not safe for concurrent
// use.
type Errors struct {
	flow   *connflow.Flow
	graphs map[*connflow.Func]*paths.Graph
}

// New returns the errors of the flow's package.
func New(flow *connflow.Flow) *Errors {
	return &Errors{flow: flow, graphs: map[*connflow.Func]*paths.Graph{}}
}

// A Holder is what takes up the error of a call.
type Holder uint8

const (
	// Taken: something is done with it on the spot, or it is kept where other
	// functions find it.
	Taken Holder = iota
	// Returned with the return statement that the call stands in.
	Returned
	// Ignored: the call is a statement of its own.
	Ignored
	// Blank: it is assigned to the blank identifier.
	Blank
	// Started: the call is that of a go or defer statement.
	Started
	// Tested: it is compared with nil as a condition, and nothing else.
	Tested
	// Named: it is assigned to a local variable, Error.Var.
	Named
)

// An Error is the error that a call returns as its last result.
type Error struct {
	Call *ast.CallExpr
	// Index is the error's among the call's N results.
	Index, N int
	Holder   Holder
	// At is the statement, the declaration or the comparison that takes it up.
	At ast.Node
	// To is what it is assigned to, nil if it is not assigned.
	To ast.Expr
	// Var is the local variable To, nil of any other Holder than Named.
	Var *types.Var
}

// Of returns the error of call, nil if its last result is none.
func (x *Errors) Of(call *ast.CallExpr) *Error {
	e := &Error{Call: call}
	e.Index, e.N = lang.ErrorResult(x.flow.Info, call)
	if e.Index < 0 {
		return nil
	}
	x.hold(e)
	return e
}

// hold finds what takes e up.
func (x *Errors) hold(e *Error) {
	path := x.flow.Path(e.Call)
	for i := 1; i < len(path); i++ {
		child := path[i-1]
		switch n := path[i].(type) {
		case *ast.ParenExpr:
			continue
		case *ast.ExprStmt:
			e.Holder, e.At = Ignored, n
		case *ast.GoStmt:
			e.Holder, e.At = Started, n
		case *ast.DeferStmt:
			e.Holder, e.At = Started, n
		case *ast.AssignStmt:
			e.At = n
			if j := operand(n.Rhs, child, e.Index); 0 <= j && j < len(n.Lhs) {
				x.assign(e, n.Lhs[j])
			}
		case *ast.ValueSpec:
			e.At = n
			if j := operand(n.Values, child, e.Index); 0 <= j && j < len(n.Names) {
				x.assign(e, n.Names[j])
			}
		case *ast.ReturnStmt:
			e.Holder, e.At = Returned, n
		case *ast.BinaryExpr:
			if tested, _, ok := lang.NilTest(x.flow.Info, n); ok && tested == e.Call && x.decides(n) {
				e.Holder, e.At = Tested, n
			}
		case *ast.CallExpr: // wrapped, perhaps to be returned
			if slices.ContainsFunc(path[i:], isReturn) && lang.IsError(x.flow.Info.TypeOf(n)) {
				continue
			}
		}
		return
	}
}

// operand returns the index of what is assigned the result of a call, an
// operand on the right side: of a single one it is the result's own.
func operand(rhs []ast.Expr, call ast.Node, result int) int {
	if len(rhs) == 1 {
		return result
	}
	return slices.IndexFunc(rhs, func(e ast.Expr) bool { return e == call })
}

func isReturn(n ast.Node) bool {
	_, ok := n.(*ast.ReturnStmt)
	return ok
}

// assign notes that e goes to lhs.
func (x *Errors) assign(e *Error, lhs ast.Expr) {
	e.To = ast.Unparen(lhs)
	if lang.IsBlank(lhs) {
		e.Holder = Blank
		return
	}
	v := lang.Var(x.flow.Info, lhs)
	if v == nil || v.IsField() || v.Parent() == x.flow.Pkg.Scope() {
		return // kept where others find it
	}
	e.Holder, e.Var = Named, v
}

// decides reports whether e is the condition of an if, for or case, or one of
// those that it is made of.
func (x *Errors) decides(e ast.Expr) bool {
	path := x.flow.Path(e)
	for i := 1; i < len(path); i++ {
		child := path[i-1]
		switch n := path[i].(type) {
		case *ast.ParenExpr:
			continue
		case *ast.UnaryExpr:
			if n.Op == token.NOT {
				continue
			}
		case *ast.BinaryExpr:
			if n.Op == token.LAND || n.Op == token.LOR {
				continue
			}
		case *ast.IfStmt:
			return n.Cond == child
		case *ast.ForStmt:
			return n.Cond == child
		case *ast.CaseClause:
			sw, _ := path[i+2].(*ast.SwitchStmt)
			return sw != nil && sw.Tag == nil && slices.Contains(n.List, child.(ast.Expr))
		}
		return false
	}
	return false
}
