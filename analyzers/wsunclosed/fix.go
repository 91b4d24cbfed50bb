package wsunclosed

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/lifetime"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// writeWait bounds the write of a close frame.
const writeWait = 10 * time.Second

// fix closes the connection on the paths that drop it: by a defer where all paths
// do, else at the end of each. It has no edits where a path does not allow that.
func (c *checker) fix(life *lifetime.Life, dropped []lifetime.End) func() analysis.SuggestedFix {
	return func() analysis.SuggestedFix {
		holder := life.Holder()
		refused := slices.ContainsFunc(dropped, func(end lifetime.End) bool { return end.Shared || end.Replaced })
		file := c.flow.File(life.Call)
		if holder == nil || refused || file == nil {
			return analysis.SuggestedFix{}
		}
		f := &fixer{Builder: c.session.New(file), checker: c, life: life, holder: holder}
		if slices.ContainsFunc(dropped, func(end lifetime.End) bool { return !f.succeeded(end.At) }) {
			return analysis.SuggestedFix{}
		}
		done := len(dropped) == len(life.Ends) && f.deferred()
		if !done {
			done = !slices.ContainsFunc(places(dropped), func(at ast.Node) bool { return !f.closeAt(at) })
		}
		if !done {
			return analysis.SuggestedFix{}
		}
		return f.Fix("Close the connection")
	}
}

// fixField closes, before the dial, the connection that the field has already.
func (c *checker) fixField(life *lifetime.Life) func() analysis.SuggestedFix {
	return func() analysis.SuggestedFix {
		field, dial := life.Field(), life.Dial()
		file := c.flow.File(dial)
		if field == nil || file == nil {
			return analysis.SuggestedFix{}
		}
		f := &fixer{Builder: c.session.New(file), checker: c}
		stmt := f.Statement(dial)
		if stmt == nil || !f.MeanSame(field, stmt.Pos()) || lang.Var(c.flow.Info, field.X) == nil || !f.closeField(life.Lib, field, false, stmt) {
			return analysis.SuggestedFix{}
		}
		return f.Fix("Close the connection before the next one takes its place")
	}
}

// fixCleared closes the connection before it is taken out of its field: in the function
// that is called, where one does that.
func (c *checker) fixCleared(conn *lifetime.Connection, cleared lifetime.Clearing) func() analysis.SuggestedFix {
	return func() analysis.SuggestedFix {
		file := c.flow.File(cleared.Field)
		if file == nil {
			return analysis.SuggestedFix{}
		}
		f := &fixer{Builder: c.session.New(file), checker: c}
		stmt := f.Statement(cleared.Field)
		if stmt == nil || !f.closeField(conn.Lib, cleared.Field, !cleared.Failed, stmt) {
			return analysis.SuggestedFix{}
		}
		return f.Fix("Close the connection before it is taken out of its field")
	}
}

// closeField closes the connection in field, where it has one, before stmt. It reports
// whether it can: not where naming the field runs a function.
func (f *fixer) closeField(lib *wslib.Library, field *ast.SelectorExpr, frame bool, stmt ast.Stmt) bool {
	on := f.Text(field)
	text := f.Close(f.flow.Index, lib, lang.TypeOf(f.flow.Info, field), on, frame, writeWait, stmt.Pos())
	if text == "" || lang.Any(field.X, func(n ast.Node) bool { _, ok := n.(*ast.CallExpr); return ok }) {
		return false
	}
	f.Before(stmt, fmt.Sprintf("if %s != nil {\n%s\n}", on, text))
	return true
}

// places returns where the paths end, each place once.
func places(ends []lifetime.End) []ast.Node {
	var places []ast.Node
	for _, end := range ends {
		if !slices.Contains(places, end.At) {
			places = append(places, end.At)
		}
	}
	return places
}

// A fixer builds one fix.
type fixer struct {
	*rewrite.Builder
	*checker
	life   *lifetime.Life
	holder *types.Var
}

// statements returns what closes the connection at pos, with a close frame or
// without, "" where its variable does not stand for it there.
func (f *fixer) statements(pos token.Pos, frame bool) string {
	scope := f.flow.Pkg.Scope().Innermost(pos)
	if scope == nil {
		return ""
	}
	if _, obj := scope.LookupParent(f.holder.Name(), pos); obj != f.holder {
		return ""
	}
	if text := f.Close(f.flow.Index, f.life.Lib, f.holder.Type(), f.holder.Name(), frame, writeWait, pos); text != "" {
		return text
	}
	return f.ownClose()
}

// ownClose returns the call of the one method of the holder's type, a struct with
// the connection in it, that closes the connection, "" where there is none.
func (f *fixer) ownClose() string {
	methods := types.NewMethodSet(types.NewPointer(lang.Deref(f.holder.Type())))
	text := ""
	for sel := range methods.Methods() {
		fn := sel.Obj().(*types.Func)
		results := fn.Signature().Results()
		if len(sel.Index()) > 1 || fn.Pkg() != f.flow.Pkg && !fn.Exported() || fn.Signature().Params().Len() > 0 || !f.flow.Closes(fn) {
			continue
		}
		if text != "" || results.Len() > 1 {
			return ""
		}
		text = f.holder.Name() + "." + fn.Name() + "()"
		if results.Len() == 1 {
			text = "_ = " + text
		}
	}
	return text
}

// guarded is statements at the end of a path, for a connection that may be nil
// there only where it is not.
func (f *fixer) guarded(end ast.Node, pos token.Pos, frame bool) string {
	text := f.statements(pos, frame)
	if text == "" || !f.mayBeNil(end) {
		return text
	}
	return fmt.Sprintf("if %s != nil {\n%s\n}", f.holder.Name(), text)
}

// mayBeNil reports whether other paths come to end, too: past the call, or from one
// that has failed, as its error is tested nowhere or the branch for it goes on.
func (f *fixer) mayBeNil(end ast.Node) bool {
	if body, ok := end.(*ast.BlockStmt); ok {
		stmt := f.Statement(f.life.Call)
		if stmt == nil || f.flow.Parent(stmt) != body {
			return true
		}
	} else if !f.flow.Dominates(f.life.Call, end) {
		return true
	}
	results, ok := lang.TypeOf(f.flow.Info, f.life.Call).(*types.Tuple)
	if ok && results.Len() == 0 {
		return true // it leaves the connection in a variable, if it has one
	}
	if !ok || !lang.IsError(results.At(results.Len()-1).Type()) {
		return false
	}
	stmt := f.Statement(f.life.Call)
	if stmt == nil {
		return true
	}
	if test, ok := stmt.(*ast.IfStmt); ok && test.Else != nil && lang.Within(end, test.Else) {
		x, failed, ok := lang.NilTest(f.flow.Info, test.Cond)
		return !ok || !failed || !lang.IsError(lang.TypeOf(f.flow.Info, x))
	}
	at := f.Success(stmt, f.life.Call)
	return at == nil || at.After == nil && !lang.Within(end, at.In)
}

// succeeded reports whether the end of a path is come to only behind the test for
// the error of the call: where that has failed, there is nothing to close.
func (f *fixer) succeeded(end ast.Node) bool {
	stmt := f.Statement(f.life.Call)
	if stmt == nil {
		return true
	}
	at := f.Success(stmt, f.life.Call)
	return at == nil || at.After == nil || !f.flow.Between(f.life.Call, end, func(n ast.Node) bool { return lang.Within(n, at.After) })
}

// deferred closes the connection when the function is done.
func (f *fixer) deferred() bool {
	stmt := f.Statement(f.life.Call)
	if stmt == nil || f.flow.Loop(f.life.Call) != nil {
		return false
	}
	at := f.Success(stmt, f.life.Call)
	if at == nil || at.After == nil {
		return false
	}
	text := f.statements(at.After.End(), true)
	if text == "" {
		return false
	}
	if !strings.Contains(text, "\n") {
		f.After(at.After, "defer "+strings.TrimPrefix(text, "_ = "))
	} else {
		f.After(at.After, fmt.Sprintf("defer func() {\n%s\n}()", text))
	}
	return true
}

// closeAt closes the connection before the return statement at, or at the end of
// the function's body.
func (f *fixer) closeAt(at ast.Node) bool {
	healthy := slices.ContainsFunc(f.life.Ends, func(end lifetime.End) bool { return end.At == at && !end.Failed })
	switch at := at.(type) {
	case *ast.ReturnStmt:
		text := f.guarded(at, at.Pos(), healthy)
		if text == "" || slices.ContainsFunc(at.Results, func(e ast.Expr) bool { return !f.settled(e) }) {
			return false
		}
		f.Before(at, text)
		return true
	case *ast.BlockStmt:
		text := f.guarded(at, at.Rbrace, healthy)
		if text == "" {
			return false
		}
		f.Append(at, text)
		return true
	}
	return false
}

// settled reports whether the value of e does not depend on the connection.
func (f *fixer) settled(e ast.Expr) bool {
	return !lang.Mentions(f.flow.Info, e, f.holder)
}
