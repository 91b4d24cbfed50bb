package wsbackoff

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// tickers mends the loops that dial at the ticks of a ticker, which is there for
// nothing else.
type tickers struct{ *mend }

// fix lets a loop that dials at each tick wait for a time that grows instead. It has
// no edits where the ticker does more than that.
func (tk *tickers) fix() analysis.SuggestedFix {
	made := tk.made()
	if made == nil || tk.stmt == nil {
		return analysis.SuggestedFix{}
	}
	first := *tk.w
	first.Zero = false // no ticker would tick
	switch loop := tk.lap.stmt.(type) {
	case *ast.RangeStmt:
		if !lang.Within(tk.w.Node, loop.X) && tk.w.Node != ast.Node(loop) || loop.Key != nil || !tk.dialsEachTime(loop.Body.List) {
			return analysis.SuggestedFix{}
		}
		g := tk.newGrowth(&first)
		tk.stamp(g)
		tk.ReplaceHead(loop, "for")
		tk.Prepend(loop.Body, g.wait(loop.Body.Lbrace+1))
		return tk.done(g, made)
	case *ast.ForStmt:
		clause, sel := tk.clause()
		if clause == nil || !tk.dialsEachTime(clause.Body) {
			return analysis.SuggestedFix{}
		}
		g := tk.newGrowth(&first)
		tk.stamp(g)
		if reset := g.reset(); reset != "" {
			tk.Directly(sel, reset)
		}
		tk.Replace(tk.w.Node, fmt.Sprintf("%s.After(%s)", tk.time, tk.randomness.jittered(g.backoff, sel.Pos())))
		tk.Directly(clause.Body[0], g.grow())
		return tk.done(g, made)
	}
	return analysis.SuggestedFix{}
}

// stamp notes from when on a connection lives, where the loop serves it.
func (tk *tickers) stamp(g *growth) {
	tk.randomness.positive = true
	if tk.alive() {
		g.declare += fmt.Sprintf("var %s %s.Time\n", g.sinceDial(), tk.time)
		g.stampAs("=")
	}
}

// done takes the ticker out.
func (tk *tickers) done(g *growth, made []ast.Stmt) analysis.SuggestedFix {
	for _, s := range made {
		tk.Delete(s)
	}
	tk.before(g.declare)
	return tk.Fix(g.message("Let the wait grow"))
}

// made returns the statements that make the ticker and stop it, none of a call that
// the loop ranges over, nil where it is used for more than the wait.
func (tk *tickers) made() (stmts []ast.Stmt) {
	call, ok := tk.flow.Parent(tk.w.Dur).(*ast.CallExpr)
	if !ok {
		return nil
	}
	if loop, ok := tk.lap.stmt.(*ast.RangeStmt); ok && loop.X == ast.Expr(call) {
		return []ast.Stmt{}
	}
	known := tk.graph.Wait(call)
	assign, ok := tk.flow.Parent(call).(*ast.AssignStmt)
	if !ok || known == nil || known.Role != wslib.Ticks || assign.Tok != token.DEFINE || len(assign.Lhs) != 1 || tk.flow.Func(assign) != tk.f {
		return nil
	}
	v := lang.Var(tk.flow.Info, assign.Lhs[0])
	if v == nil || len(tk.flow.Writes(v)) != 1 || !tk.flow.Fixed(tk.w.Dur, tk.lap.stmt) {
		return nil
	}
	stmts = append(stmts, assign)
	only := true
	ast.Inspect(tk.f.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || tk.flow.Info.Uses[id] != types.Object(v) {
			return true
		}
		if stop := tk.stop(id); stop != nil {
			stmts = append(stmts, stop)
		} else if !lang.Within(id, tk.w.Node) && !tk.ranged(id) {
			only = false
		}
		return true
	})
	if !only {
		return nil
	}
	return stmts
}

// stop returns the statement that calls a method of the ticker id and nothing else.
func (tk *tickers) stop(id *ast.Ident) ast.Stmt {
	sel, ok := tk.flow.Parent(id).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	call, ok := tk.flow.Parent(sel).(*ast.CallExpr)
	if !ok || len(call.Args) > 0 {
		return nil
	}
	switch s := tk.flow.Parent(call).(type) {
	case *ast.ExprStmt:
		return s
	case *ast.DeferStmt:
		return s
	}
	return nil
}

// ranged reports whether id is in what the loop ranges over.
func (tk *tickers) ranged(id *ast.Ident) bool {
	loop, ok := tk.lap.stmt.(*ast.RangeStmt)
	return ok && lang.Within(id, loop.X)
}

// clause returns the case that waits for a tick and takes nothing from it, and its
// select.
func (tk *tickers) clause() (*ast.CommClause, *ast.SelectStmt) {
	for _, above := range tk.flow.Path(tk.w.Node) {
		clause, ok := above.(*ast.CommClause)
		if !ok {
			continue
		}
		sel := tk.flow.Parent(tk.flow.Parent(clause)).(*ast.SelectStmt)
		if lang.Awaited(clause.Comm) != tk.w.Node {
			return nil, nil
		}
		return clause, sel
	}
	return nil, nil
}

// dialsEachTime reports whether what follows a tick always comes to the dial before
// the next tick.
func (tk *tickers) dialsEachTime(behind []ast.Stmt) bool {
	if len(behind) == 0 {
		return false
	}
	first := paths.First(behind[0])
	return lang.Within(tk.y.Site, first) || !tk.flow.Between(first, first, func(n ast.Node) bool { return lang.Within(tk.y.Site, n) })
}
