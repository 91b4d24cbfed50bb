package wsbackoff

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// A growth is the growing wait that a fix writes.
type growth struct {
	*mend
	// declare are the declarations before the loop.
	declare string
	// first is the first wait, backoff the variable that grows, limit its limit.
	first, backoff, limit string
	// since is when the connection was made, or the dial ended, "" if the backoff
	// never begins anew.
	since string
	// longest is the limit's value, from says what the first wait is.
	longest time.Duration
	from    string
	// begin is the code's own statement that begins anew, "" where the fix has its own.
	begin string
}

// names are those of the variables of a growth, for functions and packages that
// know some of them already.
var names = [][2]string{{"backoff", "maxBackoff"}, {"delay", "maxDelay"}, {"retryDelay", "maxRetryDelay"}}

// newGrowth returns the growing wait that begins with w, or, where that is nil, with
// the least wait. Where it has to be declared by the loop, since is declared, too.
func (m *mend) newGrowth(w *redial.Wait) *growth {
	g := &growth{mend: m, longest: m.limits.max, declare: m.randomness.declareRandom(m.y.Site.Pos())}
	for i, n := range names {
		if i+1 == len(names) || m.Free(n[0], m.lap.stmt.Pos()) && m.Free(n[1], m.lap.stmt.Pos()) {
			g.backoff, g.limit = m.Name(n[0], m.lap.stmt.Pos()), m.Name(n[1], m.lap.stmt.Pos())
			break
		}
	}
	switch {
	case w == nil:
		g.first, g.from = rewrite.DurationText(m.limits.min, m.time), timing.Seconds(m.limits.min)
		m.randomness.positive = m.limits.min > 1
	case m.flow.Info.Types[w.Dur].Value == nil:
		g.fromVariable(w)
		return g
	default:
		g.first = m.Text(w.Dur)
		if d, ok := m.timing.Int(w.Dur); ok {
			g.from = timing.Seconds(time.Duration(d))
			m.randomness.positive = d > 1
			if time.Duration(d)*2 > g.longest {
				g.longest = time.Duration(d) * 10
			}
		}
		if lang.IsUntyped(m.flow.Info, w.Dur) {
			g.first = fmt.Sprintf("%s.Duration(%s)", m.time, g.first)
		}
	}
	g.declare += fmt.Sprintf("const %s = %s\n%s := %s\n", g.limit, rewrite.DurationText(g.longest, m.time), g.backoff, g.first)
	return g
}

// fromVariable declares the growth of a wait that is no constant: it may be zero, or
// longer than the limit.
func (g *growth) fromVariable(w *redial.Wait) {
	text, longest := g.Text(w.Dur), rewrite.DurationText(g.longest, g.time)
	g.first, g.from = text, text
	if w.Zero || !lang.IsName(w.Dur) {
		g.first = g.Name("first"+strings.ToUpper(g.backoff[:1])+g.backoff[1:], g.lap.stmt.Pos())
		g.declare += fmt.Sprintf("%s := %s\n", g.first, text)
	}
	if w.Zero {
		g.randomness.positive = g.limits.min > 1
		g.declare += fmt.Sprintf("if %[1]s <= 0 {\n%[1]s = %[2]s\n}\n", g.first, rewrite.DurationText(g.limits.min, g.time))
	}
	if g.waiting.hasMin() {
		g.declare += fmt.Sprintf("%s := max(%s, %s)\n", g.limit, g.first, longest)
	} else {
		g.declare += fmt.Sprintf("%[1]s := %[2]s\nif %[1]s < %[3]s {\n%[1]s = %[3]s\n}\n", g.limit, longest, g.first)
	}
	g.declare += fmt.Sprintf("%s := %s\n", g.backoff, g.first)
}

// grow doubles the backoff up to its limit.
func (g *growth) grow() string {
	if g.waiting.hasMin() {
		return fmt.Sprintf("%[1]s = min(2*%[1]s, %[2]s)", g.backoff, g.limit)
	}
	return fmt.Sprintf("if %[1]s *= 2; %[1]s > %[2]s {\n%[1]s = %[2]s\n}", g.backoff, g.limit)
}

// reset begins anew after a connection that lasted.
func (g *growth) reset() string {
	if g.since == "" {
		return ""
	}
	begin := g.begin
	if begin == "" {
		begin = fmt.Sprintf("%s = %s", g.backoff, g.first)
	}
	return fmt.Sprintf("if %s.Since(%s) > %s { // that connection was good\n%s\n}\n", g.time, g.since, g.limit, begin)
}

// wait waits at pos for the backoff and lets it grow, after a reset.
func (g *growth) wait(pos token.Pos) string {
	return g.reset() + g.waiting.sleep(g.randomness.jittered(g.backoff, pos), pos) + "\n" + g.grow()
}

// stamp notes, in the loop, from when on a connection lives: from when the dial
// ended, however long it took, or, where what dials also serves the connection,
// began.
func (g *growth) stamp() {
	g.sinceDial()
	g.stampAs(":=")
}

// stampAs is stamp for a variable that is assigned to, or declared, by op.
func (g *growth) stampAs(op string) {
	now := fmt.Sprintf("%s %s %s.Now()", g.since, op, g.time)
	if g.waiting.onlyDials() {
		g.After(g.stmt, now)
	} else {
		g.Directly(g.stmt, now)
	}
}

// message says what the fix does to the wait.
func (g *growth) message(what string) string {
	return fmt.Sprintf("%s: %s to %s, with jitter%s", what, g.from, timing.Seconds(g.longest), g.texts.staleTexts())
}

// takeOut removes a wait that is moved: nothing but the continue in it stays.
func (m *mend) takeOut(w *redial.Wait) {
	stmt := m.Statement(w.Node)
	if s, ok := stmt.(*ast.SelectStmt); ok {
		for _, clause := range s.Body.List {
			if body := clause.(*ast.CommClause).Body; m.waiting.onlyContinues(body) {
				m.Replace(stmt, m.Text(body[0]))
				return
			}
		}
	}
	m.Delete(stmt)
}

// inPlace lets a wait grow where it stands. What is logged of it before is brought
// in line. Where a lost connection may have come to it, it begins anew after one
// that lasted.
func (g *growth) inPlace(w *redial.Wait, lost bool) {
	reset := ""
	if lost {
		reset = g.reset()
	}
	stmt := g.Statement(w.Dur)
	named, place := g.texts.loggedBefore(stmt, w, g.texts.saysText)
	d := g.randomness.jittered(g.backoff, stmt.Pos())
	simple := len(named) == 0 && g.waiting.onlyWaits(stmt, w) && !g.goesOn(stmt)
	if simple {
		if reset != "" {
			g.Directly(stmt, reset)
		}
		g.After(stmt, g.grow())
	} else {
		name := g.FreeName(stmt.Pos(), "wait", "pause", "sleep")
		if place == nil {
			place = stmt
		}
		g.Directly(place, reset+fmt.Sprintf("%s := %s\n%s", name, d, g.grow()))
		for _, e := range named {
			g.ReplaceExpr(e, name)
		}
		d = name
	}
	if _, ok := stmt.(*ast.ExprStmt); ok && g.waiting.onlyWaits(stmt, w) {
		g.Replace(stmt, g.waiting.sleep(d, stmt.Pos())) // which may end sooner now
	} else {
		g.ReplaceExpr(w.Dur, d)
	}
	g.texts.forget(stmt, w)
}

// goesOn reports whether the wait is a select that continues when it has waited.
func (g *growth) goesOn(stmt ast.Stmt) bool {
	s, ok := stmt.(*ast.SelectStmt)
	return ok && slices.ContainsFunc(s.Body.List, func(s ast.Stmt) bool { return g.waiting.onlyContinues(s.(*ast.CommClause).Body) })
}
