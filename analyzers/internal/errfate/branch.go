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

// A Branch is code that runs where a call has failed.
type Branch struct {
	// List holds its statements, as far as they are come to from its start.
	List []ast.Stmt
	// Block holds them, too; it is nil of a case.
	Block *ast.BlockStmt
	// Nilable: it also runs for other reasons.
	Nilable bool
}

// branches finds the branches of the errors of one package.
type branches struct{ flow *connflow.Flow }

// Branch returns the branch that e is dropped in: the first test of the error
// behind the call, if it tests nothing else. It is nil where there is none.
func (e *Error) Branch(flow *connflow.Flow) *Branch { return branches{flow}.find(e) }

// Statement returns the statement that e is assigned in, nil if there is none.
func (e *Error) Statement(flow *connflow.Flow) ast.Stmt {
	switch n := e.At.(type) {
	case *ast.AssignStmt:
		return n
	case *ast.ValueSpec:
		for _, above := range flow.Path(n) {
			if s, ok := above.(*ast.DeclStmt); ok {
				return s
			}
		}
	}
	return nil
}

// NewBranch returns the branch of a block.
func NewBranch(info *types.Info, block *ast.BlockStmt) *Branch {
	return &Branch{List: paths.Reached(info, block.List), Block: block}
}

func (b branches) find(e *Error) *Branch {
	stmt := e.Statement(b.flow)
	if stmt == nil {
		return nil
	}
	path := b.flow.Path(stmt)
	var rest []ast.Stmt
	switch above := path[1].(type) {
	case *ast.IfStmt:
		return b.branchOf(above, e.Var)
	case *ast.SwitchStmt:
		return b.caseOf(above, e.Var)
	case *ast.BlockStmt:
		rest = above.List
	case *ast.CaseClause:
		rest = above.Body
	case *ast.CommClause:
		rest = above.Body
	}
	i := slices.Index(rest, stmt)
	for _, s := range rest[i+1:] {
		switch s := s.(type) {
		case *ast.IfStmt:
			if found := b.branchOf(s, e.Var); found != nil && s.Init == nil && b.flow.Between(e.Call, s.Cond, nil) {
				return found
			}
		case *ast.SwitchStmt:
			if found := b.caseOf(s, e.Var); found != nil && s.Init == nil && b.flow.Between(e.Call, found.List[0], nil) {
				return found
			}
		}
		if lang.Mentions(b.flow.Info, s, e.Var) {
			return nil
		}
	}
	return nil
}

// branchOf returns the branch of s that runs where v is not nil.
func (b branches) branchOf(s *ast.IfStmt, v *types.Var) *Branch {
	if tested, notNil, ok := lang.NilTest(b.flow.Info, s.Cond); ok && lang.Var(b.flow.Info, tested) == v {
		if notNil {
			return NewBranch(b.flow.Info, s.Body)
		}
		if block, ok := s.Else.(*ast.BlockStmt); ok {
			return NewBranch(b.flow.Info, block)
		}
		return nil
	}
	if b.alternative(s.Cond, v) {
		return &Branch{List: paths.Reached(b.flow.Info, s.Body.List), Block: s.Body, Nilable: true}
	}
	return nil
}

// caseOf returns the case of s that runs where v is not nil.
func (b branches) caseOf(s *ast.SwitchStmt, v *types.Var) *Branch {
	if s.Tag != nil {
		return nil
	}
	for _, c := range s.Body.List {
		clause := c.(*ast.CaseClause)
		if len(clause.List) != 1 || len(clause.Body) == 0 {
			continue
		}
		if tested, notNil, ok := lang.NilTest(b.flow.Info, clause.List[0]); ok && notNil && lang.Var(b.flow.Info, tested) == v {
			return &Branch{List: paths.Reached(b.flow.Info, clause.Body)}
		}
	}
	return nil
}

// alternative reports whether v != nil is one of several reasons for cond.
func (b branches) alternative(cond ast.Expr, v *types.Var) bool {
	or, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	if or.Op == token.LOR {
		return b.alternative(or.X, v) || b.alternative(or.Y, v)
	}
	tested, notNil, ok := lang.NilTest(b.flow.Info, or)
	return ok && notNil && lang.Var(b.flow.Info, tested) == v
}

// NilReturn returns the return that ends b, if it returns nil for the function's
// error.
func (b *Branch) NilReturn(flow *connflow.Flow) *ast.ReturnStmt {
	if len(b.List) == 0 {
		return nil
	}
	ret, ok := b.List[len(b.List)-1].(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 || !lang.IsNil(flow.Info, ret.Results[len(ret.Results)-1]) {
		return nil
	}
	sig := flow.Func(ret).Signature()
	if sig == nil || sig.Results().Len() != len(ret.Results) || !lang.IsError(sig.Results().At(len(ret.Results)-1).Type()) {
		return nil
	}
	return ret
}
