package errfate

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A CloseBranch is the code that runs where a frame that was read is a close frame,
// by its header.
type CloseBranch struct {
	In *connflow.Func
	// Read is the call that read the frame, Frame the variable that holds the frame
	// or its header.
	Read  *connflow.Call
	Frame *types.Var
	// At is the if statement or the case, List what runs in it.
	At   ast.Node
	List []ast.Stmt
}

// opcodeClose is the type of a close frame, RFC 6455 section 5.2.
const opcodeClose = "8"

// CloseBranches returns the branches for close frames in the package.
func CloseBranches(flow *connflow.Flow) []*CloseBranch {
	search := &closeBranches{flow: flow}
	for _, f := range flow.Funcs {
		search.in = f
		lang.Walk(f.Body, search.stmt)
	}
	return search.found
}

// closeBranches finds the branches for close frames, one function after the other.
type closeBranches struct {
	flow  *connflow.Flow
	in    *connflow.Func
	found []*CloseBranch
}

// stmt adds the branches of n, if n compares an opcode.
func (s *closeBranches) stmt(n ast.Node) {
	switch n := n.(type) {
	case *ast.IfStmt:
		if x, y, ok := equality(n.Cond); ok {
			s.add(x, y, n.Body.List, n)
			s.add(y, x, n.Body.List, n)
		}
	case *ast.SwitchStmt:
		for _, stmt := range n.Body.List {
			clause := stmt.(*ast.CaseClause)
			if len(clause.List) != 1 {
				continue
			}
			if n.Tag != nil {
				s.add(n.Tag, clause.List[0], clause.Body, clause)
			} else if x, y, ok := equality(clause.List[0]); ok {
				s.add(x, y, clause.Body, clause)
			}
		}
	}
}

// equality returns the operands of e if it is x == y.
func equality(e ast.Expr) (x, y ast.Expr, ok bool) {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok || b.Op != token.EQL {
		return nil, nil, false
	}
	return b.X, b.Y, true
}

// add adds the branch that runs where opcode equals want, if opcode is that of a
// frame that was read and want that of a close frame.
func (s *closeBranches) add(opcode, want ast.Expr, list []ast.Stmt, at ast.Node) {
	if v := s.flow.Info.Types[want].Value; v == nil || v.ExactString() != opcodeClose {
		return
	}
	frame := s.frameOf(opcode)
	if frame == nil {
		return
	}
	if read := s.readInto(frame); read != nil {
		s.found = append(s.found, &CloseBranch{In: s.in, Read: read, Frame: frame, At: at, List: list})
	}
}

// frameOf returns the variable that holds the frame or header of which opcode is
// the type, nil if opcode is something else.
func (s *closeBranches) frameOf(opcode ast.Expr) *types.Var {
	sel, ok := ast.Unparen(opcode).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	field, ok := s.flow.Info.ObjectOf(sel.Sel).(*types.Var)
	if !ok || !s.flow.Index.OpcodeField(s.flow.Info.TypeOf(sel.X), field) {
		return nil
	}
	if inner, ok := ast.Unparen(sel.X).(*ast.SelectorExpr); ok { // frame.Header.OpCode
		if v := lang.Var(s.flow.Info, inner.X); v != nil {
			return v
		}
	}
	return lang.Var(s.flow.Info, sel.X)
}

// readInto returns the library's read whose result is assigned to frame.
func (s *closeBranches) readInto(frame *types.Var) *connflow.Call {
	for _, call := range s.flow.Calls {
		if call.Func.Role != wslib.Read || call.Lib == nil || call.Expr == nil {
			continue
		}
		assign, ok := s.flow.Path(call.Expr)[1].(*ast.AssignStmt)
		if ok && slices.ContainsFunc(assign.Lhs, func(e ast.Expr) bool { return lang.Var(s.flow.Info, e) == frame }) {
			return call
		}
	}
	return nil
}
