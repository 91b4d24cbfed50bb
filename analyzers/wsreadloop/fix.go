package wsreadloop

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/reread"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// fix leaves the loop where the read has failed.
func (c *checker) fix(r *errfate.Read) func() analysis.SuggestedFix {
	return func() analysis.SuggestedFix {
		file, in := c.flow.File(r.Call), c.flow.Func(r.Call)
		if file == nil || in == nil {
			return analysis.SuggestedFix{}
		}
		f := &fixer{Builder: c.session.New(file), flow: c.flow, read: r, survives: c.rereads.Survival(r), in: in, loop: c.flow.Loop(r.Call)}
		stmt := f.Statement(r.Call)
		if stmt == nil {
			return analysis.SuggestedFix{}
		}
		at := f.Success(stmt, r.Call)
		if at == nil {
			at = f.logged(stmt)
		}
		leave := f.leave()
		if at == nil || at.Failed == nil || leave == "" || !f.leaves(at.Failed, leave) {
			return analysis.SuggestedFix{}
		}
		return f.Fix("Leave the loop when the read has failed")
	}
}

// A fixer builds one fix.
type fixer struct {
	*rewrite.Builder
	flow *connflow.Flow
	read *errfate.Read
	// survives answers after which errors the loop goes on.
	survives reread.Survival
	in       *connflow.Func
	loop     ast.Stmt
}

// logged returns the branch of the first statement behind stmt, if that tests the
// error alone and goes on behind it.
func (f *fixer) logged(stmt ast.Stmt) *rewrite.Success {
	if test, ok := stmt.(*ast.IfStmt); ok && test.Else == nil && f.isTest(test.Cond) {
		return &rewrite.Success{After: test, Failed: test.Body}
	}
	block, ok := f.flow.Parent(stmt).(*ast.BlockStmt)
	if !ok {
		return nil
	}
	for i, s := range block.List {
		if s != stmt || i+1 == len(block.List) {
			continue
		}
		if test, ok := block.List[i+1].(*ast.IfStmt); ok && test.Init == nil && test.Else == nil && f.isTest(test.Cond) {
			return &rewrite.Success{After: test, Failed: test.Body}
		}
	}
	return nil
}

// isTest reports whether cond is that the read has failed.
func (f *fixer) isTest(cond ast.Expr) bool {
	x, notNil, ok := lang.NilTest(f.flow.Info, cond)
	return ok && notNil && f.read.Var != nil && lang.Var(f.flow.Info, x) == f.read.Var
}

// leave returns the statement that leaves the loop, "" where none is right.
func (f *fixer) leave() string {
	results := f.in.Signature().Results()
	if f.read.Var != nil && results.Len() > 0 && lang.IsError(results.At(results.Len()-1).Type()) {
		return rewrite.ZeroReturn(results, f.read.Var.Name())
	}
	list := f.in.Body.List
	if last := list[len(list)-1]; results.Len() == 0 && (last == f.loop || labelled(last) == f.loop) {
		return "return"
	}
	return ""
}

func labelled(s ast.Stmt) ast.Stmt {
	if l, ok := s.(*ast.LabeledStmt); ok {
		return l.Stmt
	}
	return nil
}

// leaves makes every way out of the branch one out of the loop. It reports whether
// it could.
func (f *fixer) leaves(branch *ast.BlockStmt, leave string) bool {
	found := f.replaceContinues(branch, branch, leave)
	if !paths.Leaves(f.flow.Info, branch.List) {
		f.Append(branch, leave)
		return true
	}
	return found
}

// replaceContinues takes each continue of the loop out of n, a part of the branch,
// but in the cases of errors after which the connection can be read on.
func (f *fixer) replaceContinues(branch *ast.BlockStmt, n ast.Node, leave string) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt:
			return false
		case *ast.CaseClause:
			return !f.survives.Clause(n)
		case *ast.IfStmt:
			if f.survives.Where(n.Cond, true) {
				if n.Else != nil {
					found = f.replaceContinues(branch, n.Else, leave) || found
				}
				return false
			}
		case *ast.BranchStmt:
			if n.Tok == token.CONTINUE {
				f.replaceContinue(branch, n, leave)
				found = true
			}
		}
		return true
	})
	return found
}

// replaceContinue takes the continue out: alone, where what then follows in the
// branch leaves the loop, with what the program does for other errors; else leave,
// behind what the exit before it does with the error, stands in its place.
func (f *fixer) replaceContinue(branch *ast.BlockStmt, stmt *ast.BranchStmt, leave string) {
	if f.goesOnToLeave(branch, stmt) {
		f.Delete(stmt)
		return
	}
	if leave == "return" {
		leave = f.handsOn(stmt) + leave
	}
	f.Replace(stmt, leave)
}

// goesOnToLeave reports whether the branch, without stmt, a continue, comes from
// there to a return. An if is not left empty.
func (f *fixer) goesOnToLeave(branch *ast.BlockStmt, stmt ast.Stmt) bool {
	for n := ast.Node(stmt); n != branch; n = f.flow.Parent(n) {
		list := statements(f.flow.Parent(n))
		switch n.(type) {
		case *ast.CaseClause, *ast.CommClause:
			continue // behind it follows what is behind the switch
		}
		i := slices.IndexFunc(list, func(s ast.Stmt) bool { return ast.Node(s) == n })
		if i < 0 {
			continue
		}
		if _, ok := f.flow.Parent(f.flow.Parent(n)).(*ast.IfStmt); ok && n == stmt && i == 0 {
			return false
		}
		if rest := list[i+1:]; len(rest) > 0 {
			_, ok := rest[len(rest)-1].(*ast.ReturnStmt)
			return ok
		}
	}
	return false
}

// handsOn returns what the if in front of stmt does before it returns, where it
// gives the error to somebody: what leaves the loop at stmt owes him the same.
func (f *fixer) handsOn(stmt ast.Stmt) string {
	list := statements(f.flow.Parent(stmt))
	i := slices.Index(list, stmt)
	if i < 1 || f.read.Var == nil {
		return ""
	}
	exit, ok := list[i-1].(*ast.IfStmt)
	if !ok || exit.Init != nil || exit.Else != nil || !paths.Leaves(f.flow.Info, exit.Body.List) {
		return ""
	}
	text, last := "", len(exit.Body.List)-1
	for _, s := range exit.Body.List[:last] {
		call, ok := s.(*ast.ExprStmt)
		if !ok {
			return ""
		}
		text += f.Text(call.X) + "\n"
	}
	if !lang.Mentions(f.flow.Info, exit.Body, f.read.Var) {
		return ""
	}
	return text
}

func statements(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}
