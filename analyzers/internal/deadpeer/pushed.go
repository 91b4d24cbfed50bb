package deadpeer

import (
	"go/ast"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// pushing returns what pushes the read deadline on again and again in time, whether
// anything arrives or not: it never runs out then. It is nil if nothing does.
func (d *deadlines) pushing() *connflow.Event {
	for _, e := range d.Sets {
		if e.In == nil || e.Defer {
			continue
		}
		for _, p := range d.Places(e.In, e.Node) {
			if loop := d.pushingLoop(p); loop != nil && !d.onArrival(p, loop) && !d.outrun(e, loop) {
				return e
			}
		}
	}
	return nil
}

// pushingLoop returns the loop around p that waits for time and neither reads nor
// dials, nil if there is none.
func (d *deadlines) pushingLoop(p *Place) ast.Stmt {
	loop := d.flow.Loop(p.Node)
	if loop == nil || !d.periods.periodic(loop) || d.polls.redials(loop, nil) {
		return nil
	}
	for _, r := range d.Reads {
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
func (d *deadlines) onArrival(p *Place, loop ast.Stmt) bool {
	for q := p; q != nil; q = q.From {
		for _, around := range d.flow.Path(q.Node) {
			if around == loop || around == q.In.Node {
				break
			}
			switch around := around.(type) {
			case *ast.CommClause:
				if ch := lang.Received(around.Comm); ch == nil || !d.periods.ticks(ch) {
					return true
				}
			case *ast.IfStmt:
				if d.arriving().leaves(d.lookedAt(&poll{cond: []ast.Expr{around.Cond}})) {
					return true
				}
			}
		}
	}
	return false
}

// outrun reports whether the deadline that e sets is known to run out before loop
// sets it again.
func (d *deadlines) outrun(e *connflow.Event, loop ast.Stmt) bool {
	bound, period := time.Duration(0), time.Duration(0)
	if when, ok := ast.Unparen(e.Slot(e.Func.When)).(*ast.CallExpr); ok && len(when.Args) == 1 {
		bound = d.periods.constant(when.Args[0])
	}
	longest := func(n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok {
			if w := d.flow.Index.Wait(lang.Callee(d.flow.Info, call)); w != nil && w.Dur.Arg() >= 0 && w.Dur.Arg() < len(call.Args) {
				period = max(period, d.periods.constant(call.Args[w.Dur.Arg()]))
			}
		}
	}
	lang.Walk(loop, func(n ast.Node) {
		longest(n)
		if ch := d.syntax.receivedFrom(n); ch != nil && d.periods.ticks(ch) {
			for _, s := range d.flow.Sources(ch) {
				if s.Expr != nil {
					longest(s.Expr)
				}
			}
		}
	})
	return bound > 0 && period > bound
}
