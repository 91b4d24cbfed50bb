package wsbackoff

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
)

// jitter adds to a wait what is random, and nothing else. What is logged of the wait
// stays true: where the duration has a name that is declared for this wait alone, what
// it is declared with changes, else it gets a name before it is logged.
func (c *checker) jitter(w *redial.Wait) analysis.SuggestedFix {
	dur := w.Dur
	declared := c.declaredFor(w)
	if declared != nil {
		dur = declared
	}
	m := c.newMend(dur)
	m.f, m.w = c.flow.Func(dur), w
	m.time = m.Import("time", dur.Pos())
	if loop := c.flow.Loop(dur); loop != nil {
		if declare := m.randomness.declareRandom(loop.Pos()); declare != "" {
			m.Before(loop, declare)
		}
	}
	text := m.randomness.jittered(m.Text(dur), dur.Pos())
	if declared == nil {
		if named, place := m.texts.loggedBefore(m.Statement(dur), w, handsOn); len(named) > 0 && !m.changedBetween(place, w) {
			name := m.FreeName(place.Pos(), "wait", "pause", "sleep")
			m.Before(place, name+" := "+text)
			for _, e := range named {
				m.ReplaceExpr(e, name)
			}
			text = name
		}
	}
	m.ReplaceExpr(dur, text)
	return m.Fix("Add jitter to the wait: 50% to 100% of it")
}

// handsOn reports whether the statement calls or sends: what it is given of a backoff's
// duration tells how long the wait is.
func handsOn(s ast.Stmt) bool {
	if _, ok := s.(*ast.SendStmt); ok {
		return true
	}
	expr, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	_, ok = expr.X.(*ast.CallExpr)
	return ok
}

// changedBetween reports whether what the duration of w is made of is given another
// value from the statement before on.
func (m *mend) changedBetween(from ast.Stmt, w *redial.Wait) bool {
	changed := false
	ast.Inspect(w.Dur, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			v, _ := m.flow.Info.Uses[id].(*types.Var)
			for _, e := range m.flow.Writes(v) {
				changed = changed || from.Pos() <= e.Pos() && e.Pos() < w.Dur.Pos()
			}
		}
		return true
	})
	return changed
}

// declaredFor returns what the variable that w waits for is declared with, if it is
// declared in the block that waits, is never changed, and nothing is made of it.
func (c *checker) declaredFor(w *redial.Wait) ast.Expr {
	v := lang.Var(c.flow.Info, w.Dur)
	if v == nil || len(c.flow.Writes(v)) != 1 {
		return nil
	}
	e := c.flow.Writes(v)[0]
	assign, ok := c.flow.Parent(e).(*ast.AssignStmt)
	if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 1 {
		return nil
	}
	block := c.flow.Parent(assign)
	made := false
	lang.Walk(c.flow.Func(e).Body, func(n ast.Node) {
		if s, ok := n.(*ast.AssignStmt); ok && s != assign {
			for _, rhs := range s.Rhs {
				made = made || lang.Mentions(c.flow.Info, rhs, v) && !lang.Within(w.Dur, rhs)
			}
		}
	})
	if made || !lang.Within(w.Node, block) || c.flow.Loop(assign) != c.flow.Loop(w.Node) {
		return nil
	}
	return e
}

// randomness adds something random to a wait.
type randomness struct {
	*mend
	// rand is what draws random numbers, "" until that is known; newer: it has the
	// functions of math/rand/v2.
	rand  string
	newer bool
	// positive: what gets jitter is known to be more than zero.
	positive bool
}

// jittered returns the duration d with up to half of it less, at random: so it
// stays within d's limit, and one that doubles still grows each time.
func (rn *randomness) jittered(d string, pos token.Pos) string {
	if rn.rand == "" {
		rn.rand = rn.source(pos)
	}
	if rn.positive && rn.newer {
		return fmt.Sprintf("%[1]s/2 + %[2]s.N(%[1]s/2)", d, rn.rand)
	}
	return fmt.Sprintf("%s.Duration((0.5 + %s/2) * float64(%s))", rn.time, rn.rand+".Float64()", d)
}

// upTo returns a random duration that is shorter than d, which is more than zero.
func (rn *randomness) upTo(d string, pos token.Pos) string {
	source := rn.source(pos)
	if rn.newer {
		return fmt.Sprintf("%s.N(%s)", source, d)
	}
	return fmt.Sprintf("%s.Duration(%s.Int63n(int64(%s)))", rn.time, source, d)
}

// source returns what draws random numbers: the package that the file has, or the
// newer one where its Go version has that. Before Go 1.20 all programs draw the same
// numbers from it until they seed it, so that it is a source of its own.
func (rn *randomness) source(pos token.Pos) string {
	has := false
	for _, spec := range rn.flow.File(rn.f.Node).Imports {
		has = has || spec.Path.Value == `"math/rand"`
	}
	switch {
	case !has && rn.GoVersion("go1.22"):
		rn.newer = true
		return rn.Import("math/rand/v2", pos)
	case rn.GoVersion("go1.20") || rn.seeds():
		return rn.Import("math/rand", pos)
	}
	rand := rn.Import("math/rand", pos)
	return fmt.Sprintf("%[1]s.New(%[1]s.NewSource(%[2]s.Now().UnixNano()))", rand, rn.time)
}

// declareRandom declares, at pos, what draws random numbers, where that is no package.
func (rn *randomness) declareRandom(pos token.Pos) string {
	source := rn.source(pos)
	if !strings.Contains(source, "(") {
		return ""
	}
	rn.rand = rn.Name("random", pos)
	return fmt.Sprintf("%s := %s\n", rn.rand, source)
}

// seeds reports whether the package seeds math/rand.
func (rn *randomness) seeds() bool {
	for _, f := range rn.flow.Funcs {
		for _, call := range rn.graph.Calls[f] {
			if lang.CalleeIs(rn.flow.Info, call, "math/rand", "Seed") {
				return true
			}
		}
	}
	return false
}
