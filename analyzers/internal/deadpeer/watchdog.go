package deadpeer

import (
	"go/ast"
	"go/token"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// watched reports whether something ends the connection when nothing arrives.
func (j *Peer) Watched() bool { return len(j.watchers()) > 0 || j.watchedElsewhere() }

// watchers returns the functions that have a watchdog of the connection.
func (j *Peer) watchers() map[*connflow.Func]bool {
	if j.watching != nil {
		return j.watching
	}
	j.watching = map[*connflow.Func]bool{}
	for _, s := range j.landmarks().waits {
		if !j.watching[s.in] && j.watchesAt(s) {
			j.watching[s.in] = true
		}
	}
	for _, e := range j.Conn.Events {
		if j.pingWatches(e) {
			j.watching[e.In] = true
		}
	}
	return j.watching
}

// watchesAt reports whether a watchdog of the connection is at s.
func (j *Peer) watchesAt(s spot) bool {
	switch n := s.node.(type) {
	case *ast.CallExpr:
		if wslib.RunsWhenDone(lang.Callee(j.flow.Info, n)) {
			return j.Bounding(n.Args[0], true) && j.callsClose(n.Args[1])
		}
		return j.timerWatches(n)
	case *ast.UnaryExpr:
		return j.timeoutWatches(s.in, n)
	case *ast.SelectStmt:
		if j.selectWatches(s.in, n) {
			return true
		}
	}
	if stmt, ok := s.node.(ast.Stmt); ok {
		for _, p := range j.pollsOf(s.in, stmt) {
			if j.pollWatches(p) {
				return true
			}
		}
	}
	return false
}

// timerWatches reports whether call makes a timer that closes the connection
// later. One that dials again is for what has failed, unless arriving code sets it
// anew.
func (j *Peer) timerWatches(call *ast.CallExpr) bool {
	callback := j.callback(call)
	if callback == nil || !j.callsClose(callback) {
		return false
	}
	return !j.dialsIn(callback) || j.sameAny(call, j.arriving().resets)
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
func (j *Peer) dialsIn(e ast.Expr) bool {
	for _, f := range j.flow.FuncsOf(e) {
		if j.Dials(f.Body) {
			return true
		}
	}
	return false
}

// callsClose reports whether the function value e closes or cancels.
func (j *Peer) callsClose(e ast.Expr) bool {
	if j.isClose(e) || j.isCancel(e) {
		return true
	}
	for _, s := range j.flow.Sources(e) {
		if s.Expr != nil && (j.isClose(s.Expr) || j.isCancel(s.Expr)) {
			return true
		}
	}
	for _, f := range j.flow.FuncsOf(e) {
		if j.funcCloses(f) {
			return true
		}
	}
	return false
}

// timeoutWatches: where a context with a timeout is done, the connection is
// closed there and then. Code that only returns when it is done says nothing.
func (j *Peer) timeoutWatches(in *connflow.Func, n *ast.UnaryExpr) bool {
	sel, ok := ast.Unparen(ast.Unparen(n.X).(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	return ok && j.closesAt(in, n) && j.Bounding(sel.X, true)
}

// closesAt reports whether in closes the connection itself, behind n or in the
// clause that n wakes.
func (j *Peer) closesAt(in *connflow.Func, n ast.Node) bool {
	region := j.woken(in, n)
	for _, e := range j.Conn.Events {
		if e.Func.Role == wslib.Close && e.In == in && !e.Defer && lang.Within(e.Node, region.root) && e.Node.Pos() > n.End() {
			return true
		}
	}
	return false
}

// selectWatches: a select with a timer that runs out beside a channel that is
// fed by what arrives, or a timer that is reset by it.
func (j *Peer) selectWatches(in *connflow.Func, sel *ast.SelectStmt) bool {
	var timers []*ast.CommClause
	var feeds []ast.Expr
	var expiring []ast.Expr
	for _, stmt := range sel.Body.List {
		clause := stmt.(*ast.CommClause)
		ch := received(clause.Comm)
		switch {
		case ch == nil:
		case j.oneShot(ch):
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
		if !j.ends(in, region{clause, clause.Pos()}, sel) {
			continue
		}
		if timer, ok := ast.Unparen(expiring[i]).(*ast.SelectorExpr); ok && j.sameAny(timer.X, j.arriving().resets) {
			return true
		}
		if j.Looped() && !j.repeated(in, sel) {
			continue
		}
		for _, feed := range feeds {
			if j.sameAny(feed, j.arriving().sent) {
				return true
			}
		}
	}
	return false
}

// repeated reports whether sel, or a call that leads to it, is in a loop.
func (j *Peer) repeated(in *connflow.Func, sel *ast.SelectStmt) bool {
	for _, stmt := range sel.Body.List {
		if comm := stmt.(*ast.CommClause).Comm; comm != nil && j.flow.Loop(comm) != nil {
			return true
		}
	}
	for _, p := range j.Places(in, sel) {
		if j.flow.Loop(p.Node) != nil {
			return true
		}
	}
	return false
}

// received returns the channel that a select's clause receives from.
func received(comm ast.Stmt) ast.Expr {
	var e ast.Expr
	switch comm := comm.(type) {
	case *ast.ExprStmt:
		e = comm.X
	case *ast.AssignStmt:
		e = comm.Rhs[0]
	}
	if u, ok := ast.Unparen(e).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		return u.X
	}
	return nil
}

// oneShot reports whether ch is the channel of a timer, not of a ticker.
func (j *Peer) oneShot(ch ast.Expr) bool {
	if !j.ticks(ch) {
		return false
	}
	if j.timerChannel(ch) {
		return true
	}
	for _, s := range j.flow.Sources(ch) {
		if s.Expr != nil && j.timerChannel(s.Expr) {
			return true
		}
	}
	return false
}

func (j *Peer) timerChannel(ch ast.Expr) bool {
	switch ch := ast.Unparen(ch).(type) {
	case *ast.CallExpr:
		w := j.flow.Index.Wait(lang.Callee(j.flow.Info, ch))
		return w != nil && w.Role == wslib.Fires
	case *ast.SelectorExpr:
		t := j.flow.Info.TypeOf(ch.X)
		return t != nil && lang.IsNamed(t, "time", "Timer")
	}
	return false
}
