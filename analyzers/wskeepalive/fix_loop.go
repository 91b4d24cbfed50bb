package wskeepalive

import (
	"fmt"
	"go/ast"
	"go/token"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// How what a fix starts before a loop is stopped when the loop is left.
type stop uint8

const (
	noStop stop = iota
	// byDefer: when the function returns, which is when the loop is left.
	byDefer
	// behind: by a statement behind the loop, which all ways out of it pass.
	behind
)

// stopping decides how to stop what runs beside the loop. A deferred call
// stands for the whole function: where the function goes on after the loop, or
// comes back to it, what runs would outlast the connection, or pile up.
func (f *fixer) stopping(t *target) stop {
	var breaks, returns, elsewhere bool
	label := ""
	if l, ok := f.flow.Parent(t.loop).(*ast.LabeledStmt); ok {
		label = l.Label.Name
	}
	lang.Walk(t.in.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.BranchStmt:
			switch {
			case n.Tok == token.GOTO:
				elsewhere = true
			case !lang.Within(n, t.loop):
			case n.Tok == token.BREAK && n.Label == nil:
				breaks = breaks || f.breaks(n) == t.loop
			case n.Label != nil && n.Label.Name == label:
				breaks = breaks || n.Tok == token.BREAK
			case n.Label != nil && !f.labelledWithin(n.Label.Name, t.loop):
				elsewhere = true
			}
		case *ast.ReturnStmt:
			returns = returns || lang.Within(n, t.loop)
		}
	})
	breaks = breaks || t.loop.Cond != nil
	again := f.flow.Loop(t.loop.Body) != nil && f.outerLoop(t.loop)
	switch {
	case elsewhere:
		return noStop
	case breaks && !returns:
		return behind
	case !breaks:
		return byDefer
	case again || !f.last(t):
		return noStop
	}
	return byDefer
}

// breaks returns the statement that the break without a label ends.
func (f *fixer) breaks(n ast.Node) ast.Node {
	for _, p := range f.flow.Path(n) {
		switch p.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SelectStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt:
			return p
		}
	}
	return nil
}

// labelledWithin reports whether the label is one of a statement in loop.
func (f *fixer) labelledWithin(label string, loop ast.Node) bool {
	found := false
	lang.Walk(loop, func(n ast.Node) {
		l, ok := n.(*ast.LabeledStmt)
		found = found || ok && l.Label.Name == label
	})
	return found
}

// outerLoop reports whether loop stands in another loop of its function.
func (f *fixer) outerLoop(loop ast.Stmt) bool {
	for _, p := range f.flow.Path(loop)[1:] {
		switch p.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.FuncLit, *ast.FuncDecl:
			return false
		}
	}
	return false
}

// last reports whether nothing but a plain end of the function follows the
// loop: no loop, and no call that leads back to it or to a dial.
func (f *fixer) last(t *target) bool {
	plain := true
	lang.Walk(t.in.Body, func(n ast.Node) {
		if n.Pos() < t.loop.End() {
			return
		}
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SelectStmt, *ast.GoStmt:
			plain = false
		case *ast.UnaryExpr:
			plain = plain && n.Op != token.ARROW
		case *ast.CallExpr:
			plain = plain && !f.flow.Reach(n)[t.in] && !f.dials(n)
		}
	})
	return plain && !f.outerLoop(t.loop)
}

// pinger is a goroutine that sends pings, by the statement ping, until done is
// closed. One that fails ends nothing: the read deadline finds the dead
// connection, and on a live one a write may have been in the way.
func pinger(ticker, timePkg, pingPeriod, done, ping string) string {
	return fmt.Sprintf(`go func() {
	%[1]s := %[2]s.NewTicker(%[3]s)
	defer %[1]s.Stop()
	for {
		select {
		case <-%[4]s:
			return
		case <-%[1]s.C:
			%[5]s
		}
	}
}()
`, ticker, timePkg, pingPeriod, done, ping)
}
