package deadpeer

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// watchdogs finds what ends a connection when nothing arrives.
type watchdogs struct {
	*Peer
	// funcs have one, nil before they are looked for.
	funcs map[*connflow.Func]bool
}

// Watched reports whether something ends the connection when nothing arrives.
func (j *Peer) Watched() bool {
	return len(j.watchdogs.watchers()) > 0 || j.watchdogs.watchedElsewhere()
}

// watchers returns the functions that have a watchdog of the connection.
func (wd *watchdogs) watchers() map[*connflow.Func]bool {
	if wd.funcs != nil {
		return wd.funcs
	}
	wd.funcs = map[*connflow.Func]bool{}
	for _, s := range wd.landmarks().waits {
		if !wd.funcs[s.in] && wd.watchesAt(s) {
			wd.funcs[s.in] = true
		}
	}
	for _, e := range wd.Conn.Events {
		if wd.pingFailures.pingWatches(e) {
			wd.funcs[e.In] = true
		}
	}
	return wd.funcs
}

// watchesAt reports whether a watchdog of the connection is at s.
func (wd *watchdogs) watchesAt(s spot) bool {
	switch n := s.node.(type) {
	case *ast.CallExpr:
		if wslib.RunsWhenDone(lang.Callee(wd.flow.Info, n)) {
			return wd.Bounding(n.Args[0], true) && wd.endings.callsClose(n.Args[1])
		}
		return wd.timerWatches(n)
	case *ast.UnaryExpr:
		return wd.timeoutWatches(s.in, n) || wd.lifespans.ends(s.in, wd.periods.selectOf(n))
	case *ast.SelectStmt:
		if wd.selectWatches(s.in, n) || wd.lifespans.ends(s.in, n) {
			return true
		}
	}
	if stmt, ok := s.node.(ast.Stmt); ok {
		for _, p := range wd.pollsOf(s.in, stmt) {
			if wd.polls.pollWatches(p) {
				return true
			}
		}
	}
	return false
}

// timerWatches reports whether call makes a timer that closes the connection
// later. One that dials again is for what has failed, unless arriving code sets it
// anew.
func (wd *watchdogs) timerWatches(call *ast.CallExpr) bool {
	callback := wd.callback(call)
	if callback == nil || !wd.endings.callsClose(callback) {
		return false
	}
	return !wd.dialsIn(callback) || wd.syntax.sameAny(call, wd.arriving().resets)
}

// callback returns the function that call lets a timer call, nil if it makes none.
func (c *Finder) callback(call *ast.CallExpr) ast.Expr {
	w := c.flow.Index.Wait(lang.Callee(c.flow.Info, call))
	if w == nil || w.Role != wslib.Later {
		return nil
	}
	if i := w.Callback.Arg(); i >= 0 && i < len(call.Args) {
		return call.Args[i]
	}
	return nil
}

// dialsIn reports whether the function value e dials the connection again.
func (wd *watchdogs) dialsIn(e ast.Expr) bool {
	for _, f := range wd.flow.FuncsOf(e) {
		if wd.Dials(f.Body) {
			return true
		}
	}
	return false
}

// timeoutWatches reports whether in closes the connection where a context with a timeout
// is done. Code that only returns then is no watchdog.
func (wd *watchdogs) timeoutWatches(in *connflow.Func, n *ast.UnaryExpr) bool {
	sel, ok := ast.Unparen(ast.Unparen(n.X).(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	return ok && wd.closesAt(in, n) && wd.Bounding(sel.X, true)
}

// closesAt reports whether in closes the connection itself, behind n or in the
// clause that n wakes.
func (wd *watchdogs) closesAt(in *connflow.Func, n ast.Node) bool {
	region := wd.syntax.woken(in, n)
	for _, e := range wd.Conn.Events {
		if e.Func.Role == wslib.Close && e.In == in && !e.Defer && lang.Within(e.Node, region.root) && e.Node.Pos() > n.End() {
			return true
		}
	}
	return false
}

// selectWatches reports whether sel ends the connection when a timer expires, and either
// arriving code resets that timer, or sends to another channel of sel.
func (wd *watchdogs) selectWatches(in *connflow.Func, sel *ast.SelectStmt) bool {
	var timers []*ast.CommClause
	var feeds []ast.Expr
	var expiring []ast.Expr
	for _, stmt := range sel.Body.List {
		clause := stmt.(*ast.CommClause)
		ch := lang.Received(clause.Comm)
		switch {
		case ch == nil:
		case wd.oneShot(ch):
			timers = append(timers, clause)
			expiring = append(expiring, ch)
		default:
			feeds = append(feeds, ch)
		}
	}
	if len(timers) == 0 {
		return false
	}
	for i, clause := range timers {
		if !wd.endings.ends(in, region{clause, clause.Pos()}, sel) {
			continue
		}
		if timer, ok := ast.Unparen(expiring[i]).(*ast.SelectorExpr); ok && wd.syntax.sameAny(timer.X, wd.arriving().resets) {
			return true
		}
		if wd.Looped() && !wd.repeated(in, sel) {
			continue
		}
		for _, feed := range feeds {
			if wd.syntax.sameAny(feed, wd.arriving().sent) {
				return true
			}
		}
	}
	return false
}

// repeated reports whether sel, or a call that leads to it, is in a loop.
func (wd *watchdogs) repeated(in *connflow.Func, sel *ast.SelectStmt) bool {
	for _, stmt := range sel.Body.List {
		if comm := stmt.(*ast.CommClause).Comm; comm != nil && wd.flow.Loop(comm) != nil {
			return true
		}
	}
	for _, p := range wd.Places(in, sel) {
		if wd.flow.Loop(p.Node) != nil {
			return true
		}
	}
	return false
}

// oneShot reports whether ch is the channel of a timer, not of a ticker.
func (wd *watchdogs) oneShot(ch ast.Expr) bool {
	if !wd.periods.ticks(ch) {
		return false
	}
	if wd.timerChannel(ch) {
		return true
	}
	for _, s := range wd.flow.Sources(ch) {
		if s.Expr != nil && wd.timerChannel(s.Expr) {
			return true
		}
	}
	return false
}

func (wd *watchdogs) timerChannel(ch ast.Expr) bool {
	switch ch := ast.Unparen(ch).(type) {
	case *ast.CallExpr:
		w := wd.flow.Index.Wait(lang.Callee(wd.flow.Info, ch))
		return w != nil && w.Role == wslib.Fires
	case *ast.SelectorExpr:
		t := wd.flow.Info.TypeOf(ch.X)
		return t != nil && lang.IsNamed(t, "time", "Timer")
	}
	return false
}
