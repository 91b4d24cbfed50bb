package wsbackoff

import (
	"fmt"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
)

// none returns the fix of a cycle that waits for nothing after a failed dial: a wait
// where its rounds end, or else one before the dial.
func (m *mend) none() (fix analysis.SuggestedFix, advice string) {
	switch {
	case m.lap == nil:
		return fix, ""
	case m.laps.backsOff():
		return fix, pastWait
	}
	ends, pause := m.laps.ends(), m.waiting.pause()
	var g *growth
	switch failed, lost := m.sorted(ends); {
	case len(ends) == 1 && (!m.alive() || m.laps.listed(m.stmt) && m.lap.round.EndsServed()):
		g = m.newGrowth(pause)
		if m.alive() {
			g.stamp()
		}
		g.waitAt(ends[0], pause)
	case m.lap.jump != nil || m.stmt == nil:
		return fix, ""
	case len(failed) == 1 && len(lost) == 1 && m.lap.round.EndsServed():
		g = m.newGrowth(pause)
		g.waitAt(failed[0], nil)
		g.connectedAfter(m.success().After)
		g.waitAt(lost[0], pause)
	default:
		g = m.newGrowth(pause)
		if pause != nil {
			m.takeOut(pause)
		}
		g.beforeDial()
	}
	m.before(g.declare)
	return m.Fix(g.message("Wait before dialing again")), ""
}

// sorted tells the ends of rounds after a failed dial from those after a lost
// connection; none of the latter where it is not sure which is which.
func (m *mend) sorted(ends []end) (failed, lost []end) {
	if m.stmt == nil {
		return nil, nil
	}
	made := m.success()
	if made == nil || !m.laps.listed(made.After) {
		return nil, nil
	}
	for _, e := range ends {
		if e.before != nil && made.Failed != nil && lang.Within(e.before, made.Failed) {
			failed = append(failed, e)
		} else {
			lost = append(lost, e)
		}
	}
	if len(failed) == 1 && m.flow.Parent(failed[0].before) != ast.Node(made.Failed) {
		return nil, nil // some failures end the round elsewhere
	}
	return failed, lost
}

// constant returns the fix of a cycle that waits the same time on every attempt:
// the waits grow where they stand, and a lost connection that met none gets one; or
// one before the dial takes their place.
func (m *mend) constant() (fix analysis.SuggestedFix, advice string) {
	if m.lap == nil {
		return fix, ""
	}
	if fix = m.tickers.fix(); len(fix.TextEdits) > 0 {
		return fix, ""
	}
	waits, pause := m.waiting.equalWaits(), m.waiting.pause()
	var stmts []ast.Stmt
	for _, w := range waits {
		stmt := m.Statement(w.Node)
		if stmt == nil || !lang.Within(w.Dur, m.lap.body) || !m.flow.Fixed(w.Dur, m.lap.stmt) || !m.waiting.follows(w, stmt) {
			return fix, ""
		}
		stmts = append(stmts, stmt)
	}
	for _, w := range waits {
		m.texts.noteTexts(w)
	}
	failed, lost := m.sorted(m.laps.ends())
	var g *growth
	switch {
	case m.lap.round.Passes(stmts...) && (!m.alive() || m.stmt != nil && len(waits) <= 2):
		g = m.newGrowth(waits[0])
		if m.alive() {
			g.stampFor(stmts)
		}
		for i, w := range waits {
			g.inPlace(w, !m.afterFailure(stmts[i]))
		}
		m.before(g.declare)
		return m.Fix(g.message("Let the wait grow")), ""
	case m.lap.jump != nil || m.stmt == nil:
		return fix, ""
	case len(failed) == 1 && len(lost) == 1 && len(waits) == 1 && m.afterFailure(stmts[0]) && m.lap.round.EndsServed():
		g = m.newGrowth(waits[0])
		g.inPlace(waits[0], false)
		g.connectedAfter(m.success().After)
		g.waitAt(lost[0], pause)
		m.before(g.declare)
		return m.Fix(g.message("Let the wait grow, and wait after a lost connection, too")), ""
	}
	for i, w := range waits {
		if !m.waiting.onlyWaits(stmts[i], w) || len(m.Siblings(stmts[i])) == 1 {
			return fix, grows + ", also after a lost connection, and start anew only after one that lasted"
		}
	}
	g = m.newGrowth(waits[0])
	if pause != nil && !slices.Contains(waits, pause) {
		waits = append(waits, pause)
	}
	for _, w := range waits {
		m.takeOut(w)
	}
	g.beforeDial()
	m.before(g.declare)
	return m.Fix(g.message("Wait before each dial but the first")), ""
}

// afterFailure reports whether stmt runs only where the dial has failed.
func (m *mend) afterFailure(stmt ast.Stmt) bool {
	if m.stmt == nil {
		return false
	}
	made := m.success()
	return made != nil && made.Failed != nil && lang.Within(stmt, made.Failed)
}

// waitAt waits at the end of a round, in place of a wait that stands there.
func (g *growth) waitAt(e end, pause *redial.Wait) {
	if pause != nil {
		g.texts.noteTexts(pause)
		g.takeOut(pause)
	}
	g.waitHere(e, "")
}

// waitHere waits at the end of a round with the code's own statements, or, where own
// is "", with those of the growth: in the select that ends the round, if there is one.
func (g *growth) waitHere(e end, own string) {
	sel, otherwise := g.waiting.look(g.laps.behindRound(e))
	if own != "" || sel == nil {
		g.mend.laps.waitAt(e, g.waitWith(own, g.laps.pos(e)))
		return
	}
	if reset := g.reset(); reset != "" {
		g.Directly(sel, reset)
	}
	g.waiting.waitInstead(otherwise, g.randomness.jittered(g.backoff, sel.Pos()))
	g.After(sel, g.grow())
}

// connectedAfter notes, behind stmt, when the connection was made; where what dials
// also serves it, when that began.
func (g *growth) connectedAfter(stmt ast.Stmt) {
	if g.finder.Serves(g.y.Site) {
		g.stamp()
		return
	}
	g.since = g.FreeName(g.lap.stmt.Pos(), "connected", "connectedAt")
	g.After(stmt, fmt.Sprintf("%s := %s.Now()", g.since, g.time))
}

// stampFor is stamp for waits that may not see what is declared beside the dial:
// then the variable is declared before the loop.
func (g *growth) stampFor(waits []ast.Stmt) {
	if made := g.success(); made != nil && g.laps.listed(made.After) && !slices.ContainsFunc(waits, func(s ast.Stmt) bool { return s.Pos() < made.After.End() && !g.afterFailure(s) }) && made.Failed != nil && slices.ContainsFunc(waits, g.afterFailure) {
		g.connectedAfter(made.After)
		return
	}
	beside := g.flow.Parent(g.stmt)
	if !slices.ContainsFunc(waits, func(s ast.Stmt) bool { return !lang.Within(s, beside) || s.Pos() < g.stmt.Pos() }) {
		g.stamp()
		return
	}
	g.declare += fmt.Sprintf("var %s %s.Time\n", g.sinceDial(), g.time)
	g.stampAs("=")
}

// beforeDial waits before each dial but the first, and before the first one, too,
// where the loop begins with a connection.
func (g *growth) beforeDial() {
	place := g.mend.laps.beforeDial()
	since := g.sinceDial()
	if g.lap.round.BeginsAlive() {
		g.declare += fmt.Sprintf("%s := %s.Now()\n", since, g.time)
		g.Directly(place, g.wait(place.Pos()))
	} else {
		g.declare += fmt.Sprintf("var %s %s.Time // %s\n", since, g.time, g.when())
		g.Directly(place, fmt.Sprintf("if !%s.IsZero() {\n%s\n}", since, g.wait(place.Pos())))
	}
	g.stampAs("=")
}

// sinceDial names the variable that holds when the last dial ended.
func (g *growth) sinceDial() string {
	if g.since == "" {
		g.since = g.FreeName(g.lap.stmt.Pos(), "dialed", "dialedAt")
	}
	return g.since
}

// when says what the time is that the backoff depends on.
func (g *growth) when() string {
	if g.waiting.onlyDials() {
		return "when the last dial ended"
	}
	return "when the last attempt began"
}
