package wscloseerr

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// naming gives an error that has no name one.
type naming struct{ *fixer }

// nameBlank gives the error of r, which is assigned to _, a name.
func (nm naming) nameBlank(r *errfate.Read) string {
	s, ok := r.At.(*ast.AssignStmt)
	if !ok || len(s.Rhs) != 1 {
		return ""
	}
	all := !slices.ContainsFunc(s.Lhs, func(e ast.Expr) bool { return !lang.IsBlank(e) })
	if all {
		return nm.replace(s, r)
	}
	err := nm.errName(s)
	t, body, message := nm.follow(r, s, err, true)
	if body == "" {
		return ""
	}
	if s.Tok == token.ASSIGN {
		nm.Before(s, "var "+err+" error")
	}
	nm.Builder.Replace(r.To, err)
	t.conds = append([]string{err + " != nil"}, t.conds...)
	nm.After(s, t.guard(body))
	return message
}

// errName returns a name for an error declared beside s.
func (nm naming) errName(s ast.Stmt) string {
	if scope := nm.flow.Pkg.Scope().Innermost(s.Pos()); scope != nil && scope.Lookup("err") == nil && !nm.declared[scope] {
		if _, obj := scope.LookupParent("err", s.Pos()); obj == nil {
			nm.declared[scope] = true
			return "err"
		}
	}
	return nm.Name("err", s.Pos())
}

// follow returns what a fix does with an error called err behind s, which reads:
// the test and what is done if it holds. It returns it if the function returns
// errors and s has read what is used from here on (data), else it logs it, and
// leaves the loop that would read again; there is no fix where that cannot be left.
func (nm naming) follow(r *errfate.Read, s ast.Stmt, err string, data bool) (t test, body, message string) {
	looped := nm.flow.Loop(r.Call) != nil
	in := nm.flow.Func(s)
	if in == nil {
		return t, "", ""
	}
	if results := in.Signature().Results(); nm.returnsError(in) && rewrite.ZeroReturn(results, err) != "" && (data || looped || nm.last(s)) && !nm.cleansUp(r) {
		return t, rewrite.ZeroReturn(results, nm.wrap(r, err, s)), returnsError
	}
	if looped {
		if !nm.endsLoop(r, in) {
			return t, "", ""
		}
		return t, nm.ending().logs(s, err, nm.doing(r), false) + "\nreturn", leavesLoop
	}
	return nm.ending().notOrdinary(s, err), nm.ending().line(s, err, nm.doing(r)), logsError
}

// nameStatement gives the error of r, which is a statement of its own, a name.
func (nm naming) nameStatement(r *errfate.Read) string {
	s, ok := r.At.(*ast.ExprStmt)
	if !ok {
		return ""
	}
	return nm.replace(s, r)
}

// nameTested gives the error of r, which is compared with nil as the condition
// of an if statement, a name.
func (nm naming) nameTested(r *errfate.Read) string {
	path := nm.flow.Path(r.At)
	s, ok := path[1].(*ast.IfStmt)
	_, notNil, _ := lang.NilTest(nm.flow.Info, r.At.(ast.Expr))
	if !ok || !notNil || s.Init != nil || s.Cond != r.At || r.At.(*ast.BinaryExpr).X != r.Call {
		return ""
	}
	err := "err"
	ast.Inspect(s, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == "err" && err == "err" {
			err = nm.Name("err", s.Pos())
		}
		return true
	})
	nm.Insert(r.Call.Pos(), err+" := ")
	nm.Insert(r.Call.End(), "; "+err)
	return nm.useIn(errfate.NewBranch(nm.flow.Info, s.Body), r, err)
}
