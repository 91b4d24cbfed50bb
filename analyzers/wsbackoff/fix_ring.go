package wsbackoff

import (
	"fmt"
	"go/ast"
	"slices"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// A restart is a place at which a fix waits before the ring begins anew.
type restart struct {
	redial.Restart
	stmt ast.Stmt
	// wait is the one that is waited before it, nil for none.
	wait *redial.Wait
}

// maxRedials bounds the places at which one fix waits.
const maxRedials = 2

// rings mends the cycles that lead through functions.
type rings struct{ *mend }

// ring returns the fix of a cycle through functions: a wait before each call that
// begins it anew, with the backoff in a field of what the functions are methods of,
// or in a variable around closures.
func (rg *rings) ring(category string) (fix analysis.SuggestedFix, advice string) {
	advice = "the cycle leads through several functions: " + grows + ", in a field or a loop"
	if rg.finder.Alone(rg.y) {
		advice = "the function calls itself: dial in a loop, and " + grows
	}
	var redials []restart
	found := rg.finder.Restarts(rg.y)
	for _, r := range found {
		t := restart{Restart: r, stmt: rg.Statement(r.Call)}
		t.wait = rg.waitBefore(t)
		redials = append(redials, t)
	}
	if category == isFirst && !slices.ContainsFunc(redials, func(t restart) bool { return t.Lost }) {
		return rg.startLater(), advice
	}
	if len(redials) == 0 || len(redials) > maxRedials {
		return fix, advice
	}
	var fs []*connflow.Func
	for _, t := range redials {
		switch {
		case rg.flow.File(t.Call) != rg.flow.File(rg.y.Site) || t.stmt == nil || rg.graph.Ring[t.In] == 0:
			return fix, advice
		case rg.waited[t.stmt]:
			return fix, "the fix of the loop around it waits here, too"
		case rg.finder.HandlesMessage(t.Call, t.In.Body):
			return fix, otherMessages
		case rg.places.CalledBack(t.Call):
			return fix, "a library calls this function: " + grows + ", in a goroutine of its own"
		case len(rg.places.MayHold(t.Call)) > 0:
			return fix, "a lock is or may be held at the redial: release it before the wait, and " + grows
		case rg.places.ServesOthers(t.Call, nil):
			return fix, "the select serves other channels: use a timer in it, and " + grows
		}
		fs = append(fs, t.In)
	}
	h := rg.homeOf(append(fs, rg.y.In))
	if h == nil {
		return fix, advice
	}
	lost := slices.ContainsFunc(redials, func(t restart) bool { return t.Lost })
	if rg.finder.Concurrent(found) {
		return fix, advice
	}
	if category == isFirst {
		redials = slices.DeleteFunc(redials, func(t restart) bool { return !t.Lost })
	}
	if len(redials) == 0 || !h.reset(lost) {
		return fix, advice
	}
	for _, t := range redials {
		if !h.waitBefore(t) {
			return fix, advice
		}
	}
	for _, t := range redials {
		rg.waited[t.stmt] = true
	}
	h.declare(lost)
	from := timing.Seconds(rg.limits.min)
	if d, ok := rg.firstOf(redials); ok {
		from = d
	}
	what := "Wait before dialing again"
	if category == isConstant {
		what = "Let the wait grow"
	}
	return rg.Fix(fmt.Sprintf("%s: %s to %s, with jitter, kept in %s%s", what, from, timing.Seconds(h.longest), h.where, rg.texts.staleTexts())), advice
}

// firstOf says what the first wait is, where the code has one.
func (rg *rings) firstOf(redials []restart) (string, bool) {
	for _, t := range redials {
		if t.wait != nil {
			if d, ok := rg.timing.Int(t.wait.Dur); ok {
				return timing.Seconds(time.Duration(d)), true
			}
			return rg.Text(t.wait.Dur), true
		}
	}
	return "", false
}

// waitBefore returns the wait of the finding, or one as long, that is waited right
// before the redial, nil if there is none.
func (rg *rings) waitBefore(t restart) *redial.Wait {
	waits := []*redial.Wait{rg.w}
	for _, s := range rg.y.Paths {
		waits = append(waits, s.Steady)
	}
	for _, w := range waits {
		if w == nil || w.Dur == nil || rg.w == nil || !rg.timing.Equal(w.Dur, rg.w.Dur) {
			continue
		}
		stmt := rg.Statement(w.Node)
		if lang.Within(w.Dur, t.Call) || stmt != nil && rg.flow.Parent(stmt) == rg.flow.Parent(t.stmt) && stmt.Pos() < t.stmt.Pos() {
			return w
		}
	}
	return nil
}

// A home is where the backoff of a ring lives: in fields of the receivers of its
// functions, or in variables around them.
type home struct {
	*mend
	// names of the backoff and of the time at which the connection was made.
	backoff, connected string
	// fields is the struct that gets them, nil for variables, before is the statement
	// before which these are declared.
	fields *ast.StructType
	before ast.Stmt
	where  string
	// first is the first wait, limit the longest.
	first, limit string
	longest      time.Duration
}

// homeOf returns the home of the functions' backoff, nil if they have none in common.
func (rg *rings) homeOf(fs []*connflow.Func) *home {
	h := &home{mend: rg.mend, longest: rg.limits.max, first: rewrite.DurationText(rg.limits.min, rg.time)}
	rg.randomness.positive = rg.w == nil && rg.limits.min > 1
	if rg.w != nil {
		h.first = rg.Text(rg.w.Dur)
		d, ok := rg.timing.Int(rg.w.Dur)
		if !ok || rg.flow.Info.Types[rg.w.Dur].Value == nil {
			if !rg.isField(rg.w.Dur) {
				return nil
			}
		} else {
			rg.randomness.positive = d > 1
			if time.Duration(d)*2 > h.longest {
				h.longest = time.Duration(d) * 10
			}
		}
		if rg.flow.Info.Types[rg.w.Dur].Value != nil && lang.IsUntyped(rg.flow.Info, rg.w.Dur) {
			h.first = fmt.Sprintf("%s.Duration(%s)", rg.time, h.first)
		}
	}
	h.limit = rewrite.DurationText(h.longest, rg.time)
	if !h.inFields(fs) && !h.inClosure(fs) {
		return nil
	}
	return h
}

// isField reports whether e is a field of a receiver, which all methods can
// name.
func (rg *rings) isField(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	return ok && rg.waiting.hasMin() && lang.Var(rg.flow.Info, sel.X) != nil
}

// inFields finds the struct that the functions are methods of.
func (h *home) inFields(fs []*connflow.Func) bool {
	named := lang.Named(h.owner(fs[0]))
	if named == nil || named.TypeParams().Len() > 0 {
		return false
	}
	for _, f := range fs {
		if lang.Named(h.owner(f)) != named {
			return false
		}
	}
	spec := h.StructOf(named)
	if spec == nil {
		return false
	}
	h.fields, h.where = spec, "a field"
	h.backoff = h.Field(spec, named, "backoff", "redialBackoff")
	h.connected = h.Field(spec, named, "connected", "connectedAt")
	return h.backoff != "" && h.connected != ""
}

// inClosure finds the statement that makes the functions, all literals.
func (h *home) inClosure(fs []*connflow.Func) bool {
	outermost := fs[0]
	for _, f := range fs {
		if f.Outer == nil {
			return false
		}
		if f.Node.Pos() < outermost.Node.Pos() {
			outermost = f
		}
	}
	h.before = h.Statement(h.flow.Parent(outermost.Node))
	if h.before == nil {
		return false
	}
	for _, f := range fs {
		if f.Outer != outermost.Outer && !lang.Within(f.Node, outermost.Node) {
			return false
		}
	}
	h.where = "a variable"
	h.backoff, h.connected = h.FreeName(h.before.Pos(), "backoff", "delay"), h.FreeName(h.before.Pos(), "connected", "connectedAt")
	return true
}
