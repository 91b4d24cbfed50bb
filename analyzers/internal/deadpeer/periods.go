package deadpeer

import (
	"go/ast"
	"go/token"
	"go/types"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// periods finds which code waits for time.
type periods struct {
	*Finder
	known map[ast.Node]bool
}

// periodic reports whether loop waits for time: for a ticker or a timer, or in a
// sleep, also in a function that it calls and that does so once.
func (pd *periods) periodic(loop ast.Node) bool {
	found, known := pd.known[loop]
	if known {
		return found
	}
	lang.Walk(loop, func(n ast.Node) {
		found = found || pd.waits(n)
		call, ok := n.(*ast.CallExpr)
		if !ok || found {
			return
		}
		if site := pd.flow.Site(call); site == nil || site.Go || site.Defer {
			return
		}
		for _, f := range pd.flow.Callees(call) {
			found = found || pd.waitsOnce(f)
		}
	})
	pd.known[loop] = found
	return found
}

// waitsOnce reports whether f waits for time, other than in a loop.
func (pd *periods) waitsOnce(f *connflow.Func) bool {
	found, known := pd.known[f.Body]
	if known {
		return found
	}
	lang.Walk(f.Body, func(n ast.Node) {
		found = found || pd.waits(n) && pd.flow.Loop(n) == nil
	})
	pd.known[f.Body] = found
	return found
}

// waits reports whether n waits for time.
func (pd *periods) waits(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		return pd.sleeps(n)
	case *ast.UnaryExpr:
		return n.Op == token.ARROW && pd.ticks(n.X)
	case *ast.RangeStmt:
		return pd.ticks(n.X)
	}
	return false
}

// sleeps reports whether call waits for a duration, or makes what fires or ticks
// after it, to be waited for there.
func (pd *periods) sleeps(call *ast.CallExpr) bool {
	w := pd.flow.Index.Wait(lang.Callee(pd.flow.Info, call))
	if w == nil {
		return false
	}
	switch w.Role {
	case wslib.Sleeps:
		return true
	case wslib.Fires, wslib.Ticks: // time.After, time.Tick
		return pd.ticks(call)
	}
	return false
}

// ticks reports whether e is a channel of times.
func (pd *periods) ticks(e ast.Expr) bool {
	t := pd.flow.Info.TypeOf(e)
	if t == nil {
		return false
	}
	ch, ok := t.Underlying().(*types.Chan)
	return ok && lang.IsNamed(ch.Elem(), "time", "Time")
}

// selectOf returns the select statement around n.
func (pd *periods) selectOf(n ast.Node) *ast.SelectStmt {
	for _, p := range pd.flow.Path(n) {
		if s, ok := p.(*ast.SelectStmt); ok {
			return s
		}
	}
	return &ast.SelectStmt{Body: &ast.BlockStmt{}}
}

// constant returns the constant duration that e is, 0 if it is none.
func (pd *periods) constant(e ast.Expr) time.Duration {
	for _, s := range pd.flow.Sources(e) {
		if v, ok := lang.Int(pd.flow.Info, s.Expr); ok && s.Kind == connflow.Constant {
			return time.Duration(v)
		}
	}
	return 0
}
