package wscloseerr

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// A branchSearch finds the branch that an error leads to.
type branchSearch struct {
	flow   *connflow.Flow
	errors *errfate.Errors
}

// listed returns the statement that r's error is assigned in.
func (f branchSearch) listed(r *errfate.Read) (ast.Stmt, bool) {
	switch n := r.At.(type) {
	case *ast.AssignStmt:
		return n, true
	case *ast.ValueSpec:
		for _, above := range f.flow.Path(n) {
			if s, ok := above.(*ast.DeclStmt); ok {
				return s, true
			}
		}
	}
	return nil, false
}

// A branch is a list of statements that runs where a read has failed.
type branch struct {
	list  []ast.Stmt
	block *ast.BlockStmt // nil of a case
	// nilable: it also runs for other reasons.
	nilable bool
}

// find finds the branch that the error of r is dropped in: the first test of
// the error behind the read, if it tests nothing else.
func (f branchSearch) find(r *errfate.Read) *branch {
	stmt, ok := f.listed(r)
	if !ok {
		return nil
	}
	path := f.flow.Path(stmt)
	var rest []ast.Stmt
	switch above := path[1].(type) {
	case *ast.IfStmt:
		return f.branchOf(above, r.Var)
	case *ast.SwitchStmt:
		return f.caseOf(above, r.Var)
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
			if b := f.branchOf(s, r.Var); b != nil && s.Init == nil && f.flow.Between(r.Call, s.Cond, nil) {
				return b
			}
		case *ast.SwitchStmt:
			if b := f.caseOf(s, r.Var); b != nil && s.Init == nil && f.flow.Between(r.Call, b.list[0], nil) {
				return b
			}
		}
		if lang.Mentions(f.flow.Info, s, r.Var) {
			return nil
		}
	}
	return nil
}

// branchOf returns the branch of s that runs where v is not nil.
func (f branchSearch) branchOf(s *ast.IfStmt, v *types.Var) *branch {
	if tested, notNil, ok := lang.NilTest(f.flow.Info, s.Cond); ok && lang.Var(f.flow.Info, tested) == v {
		if notNil {
			return &branch{list: s.Body.List, block: s.Body}
		}
		if block, ok := s.Else.(*ast.BlockStmt); ok {
			return &branch{list: block.List, block: block}
		}
		return nil
	}
	if f.alternative(s.Cond, v) {
		return &branch{list: s.Body.List, block: s.Body, nilable: true}
	}
	return nil
}

// caseOf returns the case of s that runs where v is not nil.
func (f branchSearch) caseOf(s *ast.SwitchStmt, v *types.Var) *branch {
	if s.Tag != nil {
		return nil
	}
	for _, c := range s.Body.List {
		clause := c.(*ast.CaseClause)
		if len(clause.List) != 1 || len(clause.Body) == 0 {
			continue
		}
		if tested, notNil, ok := lang.NilTest(f.flow.Info, clause.List[0]); ok && notNil && lang.Var(f.flow.Info, tested) == v {
			return &branch{list: clause.Body}
		}
	}
	return nil
}

// alternative reports whether v != nil is one of several reasons for cond.
func (f branchSearch) alternative(cond ast.Expr, v *types.Var) bool {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	if b.Op == token.LOR {
		return f.alternative(b.X, v) || f.alternative(b.Y, v)
	}
	tested, notNil, ok := lang.NilTest(f.flow.Info, b)
	return ok && notNil && lang.Var(f.flow.Info, tested) == v
}

// checksShutdown reports whether s leaves where the program itself ends the
// read: where its context has ended, its done channel is closed, or a flag is set.
func (f branchSearch) checksShutdown(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.IfStmt:
		return s.Init == nil && s.Else == nil && rewrite.Leaves(f.flow.Info, s.Body.List) && f.isFlag(s.Cond)
	case *ast.SelectStmt:
		done := false
		for _, c := range s.Body.List {
			clause := c.(*ast.CommClause)
			switch {
			case clause.Comm == nil && len(clause.Body) == 0:
			case clause.Comm != nil && f.errors.IsDone(clause.Comm) && rewrite.Leaves(f.flow.Info, clause.Body):
				done = true
			default:
				return false
			}
		}
		return done
	}
	return false
}

// isFlag reports whether cond tests the end of a context, or a single value.
func (f branchSearch) isFlag(cond ast.Expr) bool {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.NOT && f.isFlag(e.X)
	case *ast.Ident, *ast.SelectorExpr:
		return true
	case *ast.CallExpr:
		return len(e.Args) == 0
	case *ast.BinaryExpr:
		tested, _, ok := lang.NilTest(f.flow.Info, e)
		return ok && f.errors.IsContextErr(tested)
	}
	return false
}

// nilReturn returns the return that ends the branch, if it returns nil for the
// function's error.
func (f branchSearch) nilReturn(b *branch) *ast.ReturnStmt {
	if len(b.list) == 0 {
		return nil
	}
	ret, ok := b.list[len(b.list)-1].(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 || !lang.IsNil(f.flow.Info, ret.Results[len(ret.Results)-1]) {
		return nil
	}
	sig := f.flow.Func(ret).Signature()
	if sig == nil || sig.Results().Len() != len(ret.Results) || !lang.IsError(sig.Results().At(len(ret.Results)-1).Type()) {
		return nil
	}
	return ret
}
