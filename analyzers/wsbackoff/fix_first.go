package wsbackoff

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// first returns the fix of a cycle that redials a lost connection at once: a wait
// at the one place where its rounds end after a connection, or before the dial. It
// is the code's own, where the code backs off from failures.
func (m *mend) first() (fix analysis.SuggestedFix, advice string) {
	if m.lap == nil || m.stmt == nil || m.lap.jump != nil {
		return fix, ""
	}
	if m.laps.backsOff() {
		return fix, pastWait
	}
	made := m.success()
	if made == nil {
		if len(m.y.Failures()) > 0 {
			return fix, "wait there, too, and start anew only after a connection that lasted"
		}
		return m.none()
	}
	g, own := m.ownBackoff.ownGrowth(made)
	if g == nil {
		g = m.newGrowth(nil)
	}
	if _, lost := m.sorted(m.laps.ends()); len(lost) == 1 && m.lap.round.EndsServed() && !m.lap.round.BeginsAlive() {
		g.connectedAfter(made.After)
		m.before(g.declare)
		g.waitHere(lost[0], own)
		return m.Fix(g.messageFirst(own)), ""
	}
	g.beforeRedial(made, own)
	return m.Fix(g.messageFirst(own)), ""
}

// beforeRedial waits before the dial that follows a connection. A loop that begins
// with one waits before the first dial, too.
func (g *growth) beforeRedial(made *rewrite.Success, own string) {
	g.since = g.FreeName(g.lap.stmt.Pos(), "connected", "connectedAt")
	place := g.mend.laps.beforeDial()
	wait := g.waitWith(own, place.Pos())
	declare := fmt.Sprintf("%s := %s.Now()\n", g.since, g.time)
	if !g.lap.round.BeginsAlive() {
		declare = fmt.Sprintf("var %s %s.Time // when the connection was made that was lost\n", g.since, g.time)
	}
	if !g.lap.round.BeginsAlive() || len(g.y.Failures()) > 0 {
		wait = fmt.Sprintf("if !%[1]s.IsZero() {\n%[2]s\n%[1]s = %[3]s.Time{}\n}", g.since, wait, g.time)
	}
	g.before(g.declare + declare)
	g.Directly(place, wait)
	now := fmt.Sprintf("%s = %s.Now()", g.since, g.time)
	if made.After != nil {
		g.After(made.After, now)
	} else {
		g.Prepend(made.In, now)
	}
}

// before inserts declarations before the loop, if there are any.
func (m *mend) before(declare string) {
	if declare != "" {
		m.Before(m.lap.stmt, declare)
	}
}

// waitWith waits with the code's own statements, or, where text is "", with those
// of the growth.
func (g *growth) waitWith(text string, pos token.Pos) string {
	if text == "" {
		return g.wait(pos)
	}
	return g.reset() + text
}

func (g *growth) messageFirst(text string) string {
	if text == "" {
		return g.message("Wait before dialing again")
	}
	return "Wait after a lost connection, too, and start anew only after one that lasted"
}

// ownBackoff finds the backoff that the code has, and uses it.
type ownBackoff struct{ *mend }

// ownGrowth returns the code's own backoff: the statements that wait and let the
// wait grow after a failed dial, which a lost connection needs, too. What begins anew
// after a success is done after a connection that lasted instead. It is nil if the
// code has none that can be used elsewhere.
func (ob *ownBackoff) ownGrowth(made *rewrite.Success) (*growth, string) {
	for _, s := range ob.y.Failures() {
		if s.Wait == nil || s.Wait.Dur == nil || s.Wait.Pace < timing.Growing || made.Failed == nil || !lang.Within(s.Wait.Node, made.Failed) {
			continue
		}
		stmt := ob.Statement(s.Wait.Node)
		if stmt == nil {
			return nil, ""
		}
		run, vars := ob.waitingRun(stmt, s.Wait)
		if run == nil {
			return nil, ""
		}
		g := &growth{mend: ob.mend, longest: ob.limits.max, limit: rewrite.DurationText(ob.limits.max, ob.time)}
		reset, n := ob.resetOf(vars, made)
		switch {
		case n == 1:
			g.begin = ob.Text(reset)
			ob.Delete(reset)
		case n == 0:
			g.begin = ob.beginning(vars)
		}
		if g.begin == "" {
			return nil, ""
		}
		var text []string
		for _, r := range run {
			text = append(text, ob.withJitter(r, s.Wait))
		}
		return g, strings.Join(text, "\n")
	}
	return nil, ""
}

// withJitter returns the text of s, in which the duration of w, if it has nothing
// random, gets jitter.
func (ob *ownBackoff) withJitter(s ast.Stmt, w *redial.Wait) string {
	text := ob.Text(s)
	if w.Pace == timing.Free || !lang.Within(w.Dur, s) {
		return text
	}
	start, end := w.Dur.Pos()-s.Pos(), w.Dur.End()-s.Pos()
	return text[:start] + ob.randomness.jittered(text[start:end], s.Pos()) + text[end:]
}

// beginning returns the statement that gives the one of vars that is a local
// variable and changes in the loop the value that it was declared with.
func (ob *ownBackoff) beginning(vars []*types.Var) string {
	text := ""
	for _, v := range vars {
		for _, e := range ob.flow.Writes(v) {
			assign, ok := ob.flow.Parent(e).(*ast.AssignStmt)
			if ok && assign.Tok == token.DEFINE && len(assign.Lhs) == 1 && len(ob.flow.Writes(v)) > 1 && ob.flow.Info.Types[e].Value != nil {
				if text != "" {
					return ""
				}
				text = v.Name() + " = " + ob.Text(e)
			}
		}
	}
	return text
}

// waitingRun returns the statements beside stmt that wait, make the duration, and
// let it grow, and the variables that outlive a round and that it depends on; nil
// if they cannot stand elsewhere as they are.
func (ob *ownBackoff) waitingRun(stmt ast.Stmt, w *redial.Wait) (run []ast.Stmt, vars []*types.Var) {
	vars = ob.outliving(w.Dur)
	changed := slices.Clone(vars) // and what is declared for the wait
	in := map[ast.Stmt]bool{stmt: true}
	for again := true; again; {
		again = false
		for _, s := range ob.Siblings(stmt) {
			if in[s] {
				continue
			}
			if v := ob.declared(s, in); v != nil {
				in[s], again = true, true
				changed = append(append(changed, v), ob.outliving(s)...)
				vars = append(vars, ob.outliving(s)...)
			} else if ob.changes(s, changed) {
				in[s], again = true, true
			}
		}
	}
	for _, s := range ob.Siblings(stmt) {
		if in[s] {
			run = append(run, s)
		}
	}
	if !ob.movable(run) {
		return nil, nil
	}
	return run, vars
}

// outliving returns the variables in n that are declared before the loop, and the
// fields.
func (ob *ownBackoff) outliving(n ast.Node) (vars []*types.Var) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, isVar := ob.flow.Info.Uses[id].(*types.Var); isVar && (v.IsField() || v.Pos() < ob.lap.stmt.Pos()) && len(ob.flow.Writes(v)) > 0 && !slices.Contains(vars, v) {
				vars = append(vars, v)
			}
		}
		return true
	})
	return vars
}

// declared returns the variable that s declares, if one of the statements mentions it.
func (ob *ownBackoff) declared(s ast.Stmt, in map[ast.Stmt]bool) *types.Var {
	assign, ok := s.(*ast.AssignStmt)
	if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 1 {
		return nil
	}
	v := lang.Var(ob.flow.Info, assign.Lhs[0])
	for user := range in {
		if v != nil && lang.Mentions(ob.flow.Info, user, v) {
			return v
		}
	}
	return nil
}

// changes reports whether s does nothing but change some of vars.
func (ob *ownBackoff) changes(s ast.Stmt, vars []*types.Var) bool {
	has := func(e ast.Expr) bool {
		v := lang.VarOrField(ob.flow.Info, e)
		return v != nil && slices.Contains(vars, v)
	}
	switch s := s.(type) {
	case *ast.IncDecStmt:
		return has(s.X)
	case *ast.AssignStmt:
		return s.Tok != token.DEFINE && !slices.ContainsFunc(s.Lhs, func(e ast.Expr) bool { return !has(e) })
	case *ast.IfStmt:
		return s.Else == nil && (s.Init == nil || ob.changes(s.Init, vars)) && len(s.Body.List) > 0 &&
			!slices.ContainsFunc(s.Body.List, func(s ast.Stmt) bool { return !ob.changes(s, vars) })
	}
	return false
}

// movable reports whether the statements do before the dial what they do where they
// are: no break, continue or goto is in them, and the variables that they mention
// are declared before the loop, or by them.
func (ob *ownBackoff) movable(run []ast.Stmt) bool {
	ok := true
	for _, s := range run {
		ast.Inspect(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BranchStmt:
				ok = false
			case *ast.Ident:
				v, isVar := ob.flow.Info.Uses[n].(*types.Var)
				if isVar && !v.IsField() && ob.lap.body.Pos() <= v.Pos() && v.Pos() < ob.lap.body.End() {
					ok = ok && slices.ContainsFunc(run, func(s ast.Stmt) bool { return s.Pos() <= v.Pos() && v.Pos() < s.End() })
				}
			}
			return ok
		})
	}
	return ok
}

// resetOf returns the statement that, behind the dial's success, sets the backoff
// back, and how many there are: it gives one of vars a value that the loop does not
// change, or calls its Reset.
func (m *mend) resetOf(vars []*types.Var, made *rewrite.Success) (found ast.Stmt, n int) {
	has := func(e ast.Expr) bool { return slices.Contains(vars, lang.VarOrField(m.flow.Info, e)) }
	lang.Walk(m.lap.body, func(node ast.Node) {
		s, ok := node.(ast.Stmt)
		if !ok || s.Pos() < m.y.Site.Pos() || lang.Within(s, made.Failed) {
			return
		}
		resets := false
		switch s := s.(type) {
		case *ast.AssignStmt:
			resets = len(s.Lhs) == 1 && s.Tok == token.ASSIGN && has(s.Lhs[0]) && m.flow.Fixed(s.Rhs[0], m.lap.stmt)
		case *ast.ExprStmt:
			if call, ok := s.X.(*ast.CallExpr); ok && len(call.Args) == 0 {
				sel, ok := call.Fun.(*ast.SelectorExpr)
				resets = ok && sel.Sel.Name == "Reset" && has(sel.X)
			}
		}
		if resets {
			found, n = s, n+1
		}
	})
	return found, n
}
