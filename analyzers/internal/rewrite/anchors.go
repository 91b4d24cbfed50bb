package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// anchors finds the places that fixes are attached to.
type anchors struct{ *source }

// Statement returns the statement around n that a block lists and that runs as
// often as n: an if with what is in its head, a select with its communications.
// It is nil where there is none, as in the head of a loop.
func (b *anchors) Statement(n ast.Node) ast.Stmt {
	path := b.path(n)
	for i := 0; i+1 < len(path); i++ {
		if _, literal := path[i].(*ast.FuncLit); literal {
			return nil
		}
		stmt, ok := path[i].(ast.Stmt)
		if !ok || isClause(stmt) {
			continue
		}
		switch above := path[i+1].(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return nil
		case *ast.CommClause:
			if above.Comm == stmt {
				continue // the select waits for it
			}
			return stmt
		case *ast.BlockStmt, *ast.CaseClause:
			if loop, head := stmt.(*ast.ForStmt); head && n != ast.Node(loop) && !lang.Within(n, loop.Body) {
				return nil
			}
			return stmt
		}
	}
	return nil
}

func isClause(s ast.Stmt) bool {
	switch s.(type) {
	case *ast.CommClause, *ast.CaseClause:
		return true
	}
	return false
}

// A Success is a place that is come to only where a call has succeeded.
type Success struct {
	// After is the statement behind which it is, In the block at whose start.
	After ast.Stmt
	In    *ast.BlockStmt
	// Failed is the block that runs where the call has failed, nil if there is none.
	Failed *ast.BlockStmt
}

// Success returns where the call, which stmt makes and whose error or ok stmt or
// one of the statements behind it tests, has succeeded; nil where that is nowhere.
func (b *anchors) Success(stmt ast.Stmt, call *ast.CallExpr) *Success {
	if test, ok := stmt.(*ast.IfStmt); ok {
		result := ast.Expr(call)
		if test.Init != nil && lang.Within(call, test.Init) {
			result = b.verdict(test.Init, call)
		}
		return b.branch(test, result)
	}
	result := b.verdict(stmt, call)
	_, around := b.listed(stmt)
	if result == nil || around == nil {
		return nil
	}
	behind := false
	for _, s := range list(around) {
		if test, ok := s.(*ast.IfStmt); ok && behind && test.Init == nil {
			if found := b.branch(test, result); found != nil {
				return found
			}
		}
		if behind && b.assigns(s, result) {
			return nil
		}
		behind = behind || s == stmt
	}
	return nil
}

// verdict returns what stmt assigns the call's last result to, an error or a bool.
func (b *anchors) verdict(stmt ast.Stmt, call *ast.CallExpr) ast.Expr {
	assign, ok := stmt.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || ast.Unparen(assign.Rhs[0]) != ast.Expr(call) {
		return nil
	}
	return assign.Lhs[len(assign.Lhs)-1]
}

// branch returns where the if has found that result is no error, or true.
func (b *anchors) branch(test *ast.IfStmt, result ast.Expr) *Success {
	failed, ok := b.failure(test.Cond, result)
	other, _ := test.Else.(*ast.BlockStmt)
	switch {
	case !ok:
		return nil
	case !failed:
		return &Success{In: test.Body, Failed: other}
	case other != nil:
		return &Success{In: other, Failed: test.Body}
	case paths.Leaves(b.pass.TypesInfo, test.Body.List): // whatever an else if does
		return &Success{After: test, Failed: test.Body}
	}
	return nil
}

// failure reports whether cond, where it is true, says that the call with that
// result has failed; it is not ok where it says something else.
func (b *anchors) failure(cond, result ast.Expr) (failed, ok bool) {
	switch cond := ast.Unparen(cond).(type) {
	case *ast.BinaryExpr:
		if (cond.Op == token.NEQ || cond.Op == token.EQL) && b.pass.TypesInfo.Types[cond.Y].IsNil() &&
			lang.IsError(lang.TypeOf(b.pass.TypesInfo, cond.X)) && b.same(cond.X, result) {
			return cond.Op == token.NEQ, true
		}
	case *ast.UnaryExpr:
		if cond.Op == token.NOT {
			failed, ok = b.failure(cond.X, result)
			return !failed, ok
		}
	default:
		if t, isBasic := lang.TypeOf(b.pass.TypesInfo, cond).Underlying().(*types.Basic); isBasic && t.Info()&types.IsBoolean != 0 && b.same(cond, result) {
			return false, true
		}
	}
	return false, false
}

// same reports whether x and y are the same call, or name the same variable.
func (b *anchors) same(x, y ast.Expr) bool {
	if x, y := ast.Unparen(x), ast.Unparen(y); x == y {
		return true
	}
	v := lang.VarOrField(b.pass.TypesInfo, x)
	return v != nil && v == lang.VarOrField(b.pass.TypesInfo, y)
}

// assigns reports whether something in s assigns to what e names.
func (b *anchors) assigns(s ast.Stmt, e ast.Expr) bool {
	found := false
	lang.Walk(s, func(n ast.Node) {
		if assign, ok := n.(*ast.AssignStmt); ok {
			for _, lhs := range assign.Lhs {
				found = found || b.same(lhs, e)
			}
		}
	})
	return found
}

// ZeroReturn returns the return statement of a function that gives up: its
// results are zero, but for the error err. It is "" where a result has no zero
// value that is written in a word, or the function returns an error and err is "".
func ZeroReturn(results *types.Tuple, err string) string {
	if results.Len() == 0 {
		return "return"
	}
	var values []string
	for v := range results.Variables() {
		value := ZeroValue(v.Type())
		if lang.IsError(v.Type()) {
			value = err
		}
		if value == "" {
			return ""
		}
		values = append(values, value)
	}
	return "return " + strings.Join(values, ", ")
}

// ZeroValue returns the zero value of type t, "" where that is no word.
func ZeroValue(t types.Type) string {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return ""
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature, *types.Interface:
		return "nil"
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return "false"
		case u.Info()&types.IsString != 0:
			return `""`
		case u.Info()&types.IsNumeric != 0:
			return "0"
		}
	}
	return ""
}

// DurationText returns d as a person writes it in Go, pkg being the name of
// package time: "5 * time.Second", and "time.Second" for one.
func DurationText(d time.Duration, pkg string) string {
	unit, name := time.Nanosecond, "Nanosecond"
	switch {
	case d%time.Second == 0:
		unit, name = time.Second, "Second"
	case d%time.Millisecond == 0:
		unit, name = time.Millisecond, "Millisecond"
	}
	if d == unit {
		return pkg + "." + name
	}
	return fmt.Sprintf("%d * %s.%s", d/unit, pkg, name)
}
