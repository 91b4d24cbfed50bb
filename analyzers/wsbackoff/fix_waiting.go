package wsbackoff

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
)

// waiting says how the code waits, and what else it does there.
type waiting struct{ *mend }

// hasMin reports whether the file may use the builtin functions min and max.
func (wt *waiting) hasMin() bool {
	return wt.GoVersion("go1.21") && wt.Predeclared(wt.y.Site.Pos(), "min", "max")
}

// sleep waits, at pos, for d, or until nobody wants to connect any more.
func (wt *waiting) sleep(d string, pos token.Pos) string {
	if end := wt.endings.ending(pos); end.complete() {
		return fmt.Sprintf("select {\ncase <-%s.After(%s):\ncase <-%s:\n%s\n}", wt.time, d, end.channel, end.leave)
	}
	return fmt.Sprintf("%s.Sleep(%s)", wt.time, d)
}

// sleepIn is sleep in a function literal that is made at pos and returns nothing.
func (wt *waiting) sleepIn(d string, pos token.Pos) string {
	if wt.f.Type.Results == nil {
		return wt.sleep(d, pos)
	}
	return fmt.Sprintf("%s.Sleep(%s)", wt.time, d)
}

// above returns the statements above stmt in the list that it is in.
func (wt *waiting) above(stmt ast.Stmt) []ast.Stmt {
	siblings := wt.Siblings(stmt)
	return siblings[:max(slices.Index(siblings, stmt), 0)]
}

// look returns the select that the statements end with, if all that it does is to look
// whether the function or loop is to be left, and its empty default: a wait behind it
// can be a case of it.
func (wt *waiting) look(list []ast.Stmt) (sel *ast.SelectStmt, otherwise *ast.CommClause) {
	if len(list) == 0 {
		return nil, nil
	}
	sel, ok := list[len(list)-1].(*ast.SelectStmt)
	if !ok {
		return nil, nil
	}
	for _, s := range sel.Body.List {
		clause := s.(*ast.CommClause)
		switch {
		case clause.Comm == nil && len(clause.Body) == 0:
			otherwise = clause
		case clause.Comm == nil || !paths.Leaves(wt.flow.Info, clause.Body):
			return nil, nil
		}
	}
	if otherwise == nil {
		return nil, nil
	}
	return sel, otherwise
}

// around returns the select in whose default stmt comes first, and the default, if all
// other cases only wait for a signal.
func (wt *waiting) around(stmt ast.Stmt) (sel *ast.SelectStmt, otherwise *ast.CommClause) {
	otherwise, ok := wt.flow.Parent(stmt).(*ast.CommClause)
	if !ok || otherwise.Comm != nil || otherwise.Body[0] != stmt {
		return nil, nil
	}
	sel = wt.flow.Parent(wt.flow.Parent(otherwise)).(*ast.SelectStmt)
	for _, s := range sel.Body.List {
		if clause := s.(*ast.CommClause); clause != otherwise && lang.Awaited(clause.Comm) == nil {
			return nil, nil
		}
	}
	return sel, otherwise
}

// waitInstead lets the select wait for d, in place of its default.
func (wt *waiting) waitInstead(otherwise *ast.CommClause, d string) {
	wt.ReplaceHead(otherwise, fmt.Sprintf("case <-%s.After(%s):", wt.time, d))
}

// onlyDials reports whether the statement that dials does nothing else, and the
// connection lives behind it.
func (wt *waiting) onlyDials() bool {
	switch wt.stmt.(type) {
	case *ast.AssignStmt, *ast.ExprStmt, *ast.ForStmt, *ast.RangeStmt:
	default:
		return false
	}
	return !wt.finder.Serves(wt.y.Site)
}

// onlyWaits reports whether stmt is the wait w and nothing else: time.Sleep(d),
// <-time.After(d), or a select of that and of what leaves the loop.
func (wt *waiting) onlyWaits(stmt ast.Stmt, w *redial.Wait) bool {
	switch stmt := stmt.(type) {
	case *ast.ExprStmt:
		return wt.timing.Sleeps(stmt.X, w.Dur)
	case *ast.SelectStmt:
		waits := false
		for _, s := range stmt.Body.List {
			clause := s.(*ast.CommClause)
			comm, ok := clause.Comm.(*ast.ExprStmt)
			switch {
			case ok && wt.timing.Sleeps(comm.X, w.Dur) && (len(clause.Body) == 0 || wt.onlyContinues(clause.Body)):
				waits = true
			case !ok || !wt.leavesBy(clause):
				return false
			}
		}
		return waits
	}
	return false
}

// leavesBy reports whether the clause is the ending that a wait in its place would
// look at, too.
func (wt *waiting) leavesBy(clause *ast.CommClause) bool {
	ch := lang.Awaited(clause.Comm)
	end := wt.endings.ending(clause.Pos())
	return ch != nil && end.channel == wt.Text(ch) && paths.Leaves(wt.flow.Info, clause.Body)
}

// onlyContinues reports whether list is a continue of the lap's loop.
func (wt *waiting) onlyContinues(list []ast.Stmt) bool {
	if len(list) != 1 {
		return false
	}
	s, ok := list[0].(*ast.BranchStmt)
	return ok && s.Tok == token.CONTINUE && wt.laps.continues(s)
}

// equalWaits returns the waits of the cycle that are as long as that of the finding,
// that first.
func (wt *waiting) equalWaits() []*redial.Wait {
	waits := []*redial.Wait{wt.w}
	for _, s := range wt.y.Paths {
		for _, w := range []*redial.Wait{s.Steady, s.Wait} {
			if w == nil || w.Dur == nil || slices.ContainsFunc(waits, func(o *redial.Wait) bool { return o.Node == w.Node }) {
				continue
			}
			if wt.timing.Equal(w.Dur, wt.w.Dur) && lang.Within(w.Node, wt.lap.body) && wt.flow.Func(w.Node) == wt.f {
				waits = append(waits, w)
			}
		}
	}
	return waits
}

// follows reports whether the duration of w is given in stmt, which waits, or
// behind the dial and beside stmt: to the timer that it waits for.
func (wt *waiting) follows(w *redial.Wait, stmt ast.Stmt) bool {
	given := wt.Statement(w.Dur)
	return given == stmt || given != nil && wt.y.Site.End() < w.Dur.Pos() && wt.flow.Parent(given) == wt.flow.Parent(stmt)
}

// pause returns the wait, the same each time, that stands in the loop's own body
// for lost connections, nil if there is none.
func (wt *waiting) pause() *redial.Wait {
	if wt.lap.jump != nil {
		return nil
	}
	failed := wt.y.Failures()
	for _, s := range wt.y.Paths {
		w := s.Steady
		if w == nil || s.Outcome != redial.Alive || w.Dur == nil || !wt.flow.Fixed(w.Dur, wt.lap.stmt) {
			continue
		}
		i := slices.IndexFunc(wt.lap.body.List, func(s ast.Stmt) bool { return lang.Within(w.Node, s) })
		if i >= 0 && wt.waiting.onlyWaits(wt.lap.body.List[i], w) && !slices.ContainsFunc(failed, func(f redial.State) bool { return f.Steady == w }) {
			return w
		}
	}
	return nil
}
