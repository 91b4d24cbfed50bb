package timing

import (
	"go/ast"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Period returns the constant time between two runs of n in loop: that of the
// ticker or timer that wakes n, or of the only wait in the loop.
func (tm *Timing) Period(n ast.Node, loop ast.Stmt) (time.Duration, bool) {
	for _, above := range tm.flow.Path(n) {
		switch above := above.(type) {
		case *ast.CommClause:
			return tm.fires(lang.Received(above.Comm))
		case *ast.RangeStmt:
			if d, ok := tm.fires(above.X); ok {
				return d, true
			}
		}
		if above == loop {
			break
		}
	}
	var period time.Duration
	waits, known := 0, true
	lang.Walk(loop, func(n ast.Node) {
		var d time.Duration
		ok, wait := false, false
		switch n := n.(type) {
		case *ast.CallExpr:
			if w := tm.Wait(n); w != nil && w.Role == wslib.Sleeps {
				d, ok = tm.duration(w.Dur.In(n))
				wait = true
			}
		case *ast.UnaryExpr:
			if _, wait = tm.Timer(n.X); wait {
				d, ok = tm.fires(n.X)
			}
		}
		if wait {
			waits++
			period, known = d, known && ok
		}
	})
	return period, waits == 1 && known
}

// fires returns the constant time after which something can be received from ch.
func (tm *Timing) fires(ch ast.Expr) (time.Duration, bool) {
	if ch == nil {
		return 0, false
	}
	dur, ok := tm.Timer(ch)
	if !ok {
		return 0, false
	}
	return tm.duration(dur)
}

func (tm *Timing) duration(dur ast.Expr) (time.Duration, bool) {
	d, ok := tm.Int(dur)
	return time.Duration(d), ok
}
