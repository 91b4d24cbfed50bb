package paths

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// Leaves reports whether what follows the statements is not come to from their end.
func Leaves(info *types.Info, list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch last := list[len(list)-1].(type) {
	case *ast.BranchStmt, *ast.ReturnStmt:
		return true
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		return ok && !MayReturn(info, call)
	case *ast.BlockStmt:
		return Leaves(info, last.List)
	case *ast.IfStmt:
		other, ok := last.Else.(*ast.BlockStmt)
		return ok && Leaves(info, last.Body.List) && Leaves(info, other.List)
	case *ast.ForStmt:
		return last.Cond == nil && !breaks(last.Body)
	case *ast.SelectStmt:
		return allLeave(info, last.Body)
	case *ast.SwitchStmt:
		return hasDefault(last.Body) && allLeave(info, last.Body)
	case *ast.TypeSwitchStmt:
		return hasDefault(last.Body) && allLeave(info, last.Body)
	}
	return false
}

// Reached returns the statements of the list that are come to from its start:
// all up to the first that leaves it.
func Reached(info *types.Info, list []ast.Stmt) []ast.Stmt {
	for i := range list {
		if Leaves(info, list[:i+1]) {
			return list[:i+1]
		}
	}
	return list
}

// allLeave reports whether the end of no clause of a switch or select leads behind it.
func allLeave(info *types.Info, clauses *ast.BlockStmt) bool {
	for _, s := range clauses.List {
		var body []ast.Stmt
		switch s := s.(type) {
		case *ast.CommClause:
			body = s.Body
		case *ast.CaseClause:
			body = s.Body
		}
		if !Leaves(info, body) || breaks(s) {
			return false
		}
	}
	return true
}

func hasDefault(clauses *ast.BlockStmt) bool {
	for _, s := range clauses.List {
		if clause, ok := s.(*ast.CaseClause); ok && clause.List == nil {
			return true
		}
	}
	return false
}

// breaks reports whether there is a break in n, which may be one out of the select
// or loop around it.
func breaks(n ast.Node) bool {
	found := false
	lang.Walk(n, func(n ast.Node) {
		s, ok := n.(*ast.BranchStmt)
		found = found || ok && s.Tok == token.BREAK
	})
	return found
}

// First returns what runs first of a statement.
func First(stmt ast.Stmt) ast.Node {
	switch s := stmt.(type) {
	case *ast.BlockStmt:
		if len(s.List) > 0 {
			return First(s.List[0])
		}
	case *ast.LabeledStmt:
		return First(s.Stmt)
	case *ast.IfStmt:
		if s.Init != nil {
			return s.Init
		}
		return s.Cond
	case *ast.ForStmt:
		switch {
		case s.Init != nil:
			return s.Init
		case s.Cond != nil:
			return s.Cond
		}
		return First(s.Body)
	case *ast.RangeStmt:
		return s.X
	case *ast.SelectStmt:
		for _, clause := range s.Body.List {
			if comm := clause.(*ast.CommClause).Comm; comm != nil {
				return comm
			}
		}
	}
	return stmt
}
