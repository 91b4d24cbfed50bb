package wsclosehandshake

import (
	"fmt"
	"go/ast"
	"go/types"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/lifetime"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// writeWait bounds the write of a close frame.
const writeWait = 10 * time.Second

// fix sends a close frame before the close e, or makes it one that does.
func (c *checker) fix(conn *lifetime.Connection, e *connflow.Event) func() analysis.SuggestedFix {
	return func() analysis.SuggestedFix {
		file := c.flow.File(e.Node)
		on := c.library(conn, e.Slot(e.Func.Conn))
		if file == nil || e.Expr == nil || on == nil || conn.Late(e.In) {
			return analysis.SuggestedFix{}
		}
		f := &fixer{Builder: c.session.New(file), flow: c.flow, lib: conn.Lib, close: e, on: on}
		if !f.closeNormally() && !f.sendClose() {
			return analysis.SuggestedFix{}
		}
		return f.Fix("Send a close frame with code 1000 before the close")
	}
}

// library returns the expression in e that is the connection as the library gives
// it: e itself, or what e is a view of; nil where e is another type.
func (c *checker) library(conn *lifetime.Connection, e ast.Expr) ast.Expr {
	if e == nil {
		return nil
	}
	e = ast.Unparen(e)
	if call, ok := e.(*ast.CallExpr); ok {
		for _, view := range c.flow.CallsAt(call) {
			if view.Func.Role == wslib.View && view.Tabled() {
				return c.library(conn, view.Slot(view.Func.Conn))
			}
		}
		return nil
	}
	if t := conn.Type(); t == nil || types.IsInterface(lang.TypeOf(c.flow.Info, e)) && !types.IsInterface(t) {
		return nil
	}
	return e
}

// A fixer builds one fix.
type fixer struct {
	*rewrite.Builder
	flow  *connflow.Flow
	lib   *wslib.Library
	close *connflow.Event
	// on is the connection that is closed.
	on ast.Expr
}

func (f *fixer) supports(i wslib.Idiom) bool {
	return f.flow.Index.Supports(f.flow.Pkg, f.lib, i, lang.TypeOf(f.flow.Info, f.on))
}

// closeNormally puts the library's call that sends a close frame in the place of
// the close.
func (f *fixer) closeNormally() bool {
	i := f.lib.Idioms.CloseNormally
	if !f.supports(i) {
		return false
	}
	f.Replace(f.close.Expr, f.Idiom(f.lib, i, f.close.Expr.Pos(), map[string]string{"conn": f.Text(f.on)}))
	return true
}

// sendClose sends a close frame before the statement of the close, or, where that
// is deferred, before the close in a deferred function.
func (f *fixer) sendClose() bool {
	frame := f.frame()
	stmt := f.Statement(f.close.Expr)
	if frame == "" || stmt == nil {
		return false
	}
	switch stmt := stmt.(type) {
	case *ast.DeferStmt:
		if stmt.Call != f.close.Expr {
			return false
		}
		f.Replace(stmt, fmt.Sprintf("defer func() {\n%s\n%s\n}()", frame, f.Text(f.close.Expr)))
		return true
	case *ast.GoStmt:
		return false
	case *ast.IfStmt:
		if lang.Within(f.close.Expr, stmt.Body) || stmt.Else != nil && lang.Within(f.close.Expr, stmt.Else) || !first(stmt, f.close.Expr) {
			return false
		}
	}
	f.Before(stmt, frame)
	return true
}

// first reports whether the close is all that stmt calls before its body.
func first(stmt *ast.IfStmt, close *ast.CallExpr) bool {
	return stmt.Init != nil && lang.Within(close, stmt.Init) || stmt.Init == nil && lang.Within(close, stmt.Cond)
}

// frame returns the statements that send the close frame, "" where the connection's
// type cannot.
func (f *fixer) frame() string {
	ways := f.lib.Idioms
	if !f.supports(ways.SendClose) || !f.plain(f.on) {
		return ""
	}
	pos := f.close.Expr.Pos()
	wait := rewrite.DurationText(writeWait, f.Import("time", pos))
	args := map[string]string{"conn": f.Text(f.on), "wait": wait}
	text := f.Idiom(f.lib, ways.SendClose, pos, args)
	if f.lib.Idioms.Bounded() {
		return text
	}
	return f.Idiom(f.lib, ways.BoundWrite, pos, args) + "\n" + text
}

// plain reports whether e can be evaluated twice: it is made of variables and fields.
func (f *fixer) plain(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, ok := f.flow.Info.ObjectOf(e).(*types.Var)
		return ok
	case *ast.SelectorExpr:
		return f.plain(e.X)
	case *ast.IndexExpr:
		return f.plain(e.X) && (f.flow.Info.Types[e.Index].Value != nil || f.plain(e.Index))
	}
	return false
}
