package deadpeer

import (
	"go/ast"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// pushing returns what pushes the read deadline on again and again in time, whether
// anything arrives or not: it never runs out then. It is nil if nothing does.
func (j *Peer) pushing() *connflow.Event {
	for _, e := range j.Sets {
		if e.In == nil || e.Defer {
			continue
		}
		for _, p := range j.Places(e.In, e.Node) {
			if loop := j.pushingLoop(p); loop != nil && !j.onArrival(p, loop) && !j.outrun(e, loop) {
				return e
			}
		}
	}
	return nil
}

// pushingLoop returns the loop around p that waits for time and neither reads nor
// dials, nil if there is none.
func (j *Peer) pushingLoop(p *Place) ast.Stmt {
	loop := j.flow.Loop(p.Node)
	if loop == nil || !j.periodic(loop) || j.redials(loop, nil) {
		return nil
	}
	for _, r := range j.Reads {
		for _, q := range r.Places {
			if q.In == p.In && lang.Within(q.Node, loop) {
				return nil
			}
		}
	}
	return loop
}

// onArrival reports whether what p leads to in loop, or on the way there, waits for
// something else than time, or is done under a condition that looks at what
// arrives.
func (j *Peer) onArrival(p *Place, loop ast.Stmt) bool {
	for q := p; q != nil; q = q.From {
		for _, around := range j.flow.Path(q.Node) {
			if around == loop || around == q.In.Node {
				break
			}
			switch around := around.(type) {
			case *ast.CommClause:
				if ch := received(around.Comm); ch == nil || !j.ticks(ch) {
					return true
				}
			case *ast.IfStmt:
				if j.arriving().leaves(j.lookedAt(&poll{cond: []ast.Expr{around.Cond}})) {
					return true
				}
			}
		}
	}
	return false
}

// outrun reports whether the deadline that e sets is known to run out before loop
// sets it again.
func (j *Peer) outrun(e *connflow.Event, loop ast.Stmt) bool {
	bound, period := time.Duration(0), time.Duration(0)
	if when, ok := ast.Unparen(e.Slot(e.Func.When)).(*ast.CallExpr); ok && len(when.Args) == 1 {
		bound = j.constant(when.Args[0])
	}
	longest := func(n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok {
			if w := j.flow.Index.Wait(lang.Callee(j.flow.Info, call)); w != nil && w.Dur.Arg() >= 0 && w.Dur.Arg() < len(call.Args) {
				period = max(period, j.constant(call.Args[w.Dur.Arg()]))
			}
		}
	}
	lang.Walk(loop, func(n ast.Node) {
		longest(n)
		if ch := j.receivedFrom(n); ch != nil && j.ticks(ch) {
			for _, s := range j.flow.Sources(ch) {
				if s.Expr != nil {
					longest(s.Expr)
				}
			}
		}
	})
	return bound > 0 && period > bound
}

// constant returns the constant duration that e is, 0 if it is none.
func (c *Finder) constant(e ast.Expr) time.Duration {
	for _, s := range c.flow.Sources(e) {
		if v, ok := lang.Int(c.flow.Info, s.Expr); ok && s.Kind == connflow.Constant {
			return time.Duration(v)
		}
	}
	return 0
}
