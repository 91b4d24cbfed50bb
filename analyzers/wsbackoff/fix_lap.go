package wsbackoff

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// A lap is the code that a cycle of one function goes around.
type lap struct {
	// stmt is the loop, or the labelled statement that a goto goes back to: what a
	// fix declares stands before it.
	stmt ast.Stmt
	// body is the block that is run again and again, of a goto the one that lists
	// stmt.
	body *ast.BlockStmt
	// jump is the goto, nil for a loop.
	jump *ast.BranchStmt
	// round is the lap, as redial sees it.
	round *redial.Round
}

// laps looks at the loop of a cycle, and at what is done in it.
type laps struct{ *mend }

// loop returns the lap of a loop.
func (lp *laps) loop(stmt ast.Stmt, body *ast.BlockStmt) *lap {
	return &lap{stmt: stmt, body: body, round: lp.finder.Round(lp.y, stmt, body)}
}

// loopOf returns the lap of a cycle, nil if it is in none, or goes around in more
// ways than one.
func (lp *laps) loopOf(y *redial.Cycle) *lap {
	switch loop := y.Loop.(type) {
	case *ast.ForStmt:
		return lp.loop(loop, loop.Body)
	case *ast.RangeStmt:
		switch lang.TypeOf(lp.flow.Info, loop.X).Underlying().(type) {
		case *types.Slice, *types.Array, *types.Map, *types.Pointer:
			return nil // it ends with what there is
		}
		return lp.loop(loop, loop.Body)
	}
	if y.Rings || y.Loop != nil {
		return nil
	}
	var found *lap
	lang.Walk(y.In.Body, func(n ast.Node) {
		jump, ok := n.(*ast.BranchStmt)
		if !ok || jump.Tok != token.GOTO || jump.Pos() < y.Site.Pos() {
			return
		}
		for _, above := range lp.flow.Path(y.Site) {
			block, ok := above.(*ast.BlockStmt)
			if !ok {
				continue
			}
			for _, s := range block.List {
				label, ok := s.(*ast.LabeledStmt)
				if !ok || lp.flow.Info.Defs[label.Label] != lp.flow.Info.Uses[jump.Label] || label.Pos() > y.Site.Pos() {
					continue
				}
				if found != nil {
					found = &lap{} // two
				} else {
					found = &lap{stmt: label, body: block, jump: jump, round: lp.finder.Round(lp.y, nil, block)}
				}
			}
		}
	})
	if found == nil || found.stmt == nil {
		return nil
	}
	return found
}

// loopAround returns the loop around the lap, nil if there is none.
func (lp *laps) loopAround() *lap {
	for _, above := range lp.flow.Path(lp.lap.stmt)[1:] {
		switch loop := above.(type) {
		case *ast.ForStmt:
			return lp.loop(loop, loop.Body)
		case *ast.RangeStmt:
			return lp.loop(loop, loop.Body)
		case *ast.FuncDecl, *ast.FuncLit:
			return nil
		}
	}
	return nil
}

// An end is a place at which a round of a lap ends: before a continue or a goto,
// or, where that is nil, at the end of the loop's body.
type end struct{ before ast.Stmt }

// ends returns the places at which a round ends that has come to the dial.
func (lp *laps) ends() []end {
	if lp.lap.jump != nil {
		return []end{{lp.lap.jump}}
	}
	var ends []end
	lang.Walk(lp.lap.body, func(n ast.Node) {
		if s, ok := n.(*ast.BranchStmt); ok && s.Tok == token.CONTINUE && s.Pos() > lp.y.Site.Pos() && lp.continues(s) {
			ends = append(ends, end{s})
		}
	})
	if !paths.Leaves(lp.flow.Info, lp.lap.body.List) {
		ends = append(ends, end{})
	}
	return ends
}

// continues reports whether s is a continue of the lap's loop.
func (lp *laps) continues(s *ast.BranchStmt) bool {
	path := lp.flow.Path(s)
	if s.Label != nil {
		for _, above := range path {
			if label, ok := above.(*ast.LabeledStmt); ok && label.Stmt == lp.lap.stmt {
				return lp.flow.Info.Defs[label.Label] == lp.flow.Info.Uses[s.Label]
			}
		}
		return false
	}
	for _, above := range path {
		switch above.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return above == ast.Node(lp.lap.stmt)
		}
	}
	return false
}

// goesOnBehind reports whether the function has more to do, other than to return, when
// the loop is left that redials what is lost.
func (lp *laps) goesOnBehind() bool {
	siblings := lp.Siblings(lp.lap.stmt)
	next := slices.Index(siblings, lp.lap.stmt) + 1
	if next == 0 || next == len(siblings) || lp.lap.jump != nil || lang.IsReturn(siblings[next:]) || !lp.comesBack() {
		return false
	}
	return lp.flow.Between(lp.y.Site, paths.First(siblings[next]), nil)
}

// pos returns where names of the text mean what they mean at the end of the round.
func (lp *laps) pos(e end) token.Pos {
	if e.before != nil {
		return e.before.Pos()
	}
	return lp.lap.body.Rbrace
}

// waitAt inserts text at the end of a round: behind what is logged there.
func (lp *laps) waitAt(e end, text string) {
	if e.before != nil {
		lp.Directly(e.before, text)
	} else {
		lp.Append(lp.lap.body, text)
	}
}

// behindRound returns the statements after which a round ends.
func (lp *laps) behindRound(e end) []ast.Stmt {
	if e.before == nil {
		return lp.lap.body.List
	}
	return lp.waiting.above(e.before)
}

// listed reports whether the body of the lap itself lists s.
func (lp *laps) listed(s ast.Stmt) bool {
	return s != nil && lp.flow.Parent(s) == ast.Node(lp.lap.body)
}

// pastWait is what to do where each round backs off already.
const pastWait = "the loop backs off already: look for the way to the dial past that wait"

// backsOff reports whether each round of the lap passes a wait that has something
// random in it, or cannot be seen: another one beside it would mend nothing.
func (lp *laps) backsOff() bool {
	if lp.lap.jump != nil || len(lp.lap.body.List) == 0 {
		return false
	}
	first := paths.First(lp.lap.body.List[0])
	return slices.ContainsFunc(lp.y.Paths, func(s redial.State) bool {
		if s.Wait == nil || s.Wait.Node == nil || s.Wait.Pace != timing.Free || !lang.Within(s.Wait.Node, lp.lap.body) || lp.flow.Func(s.Wait.Node) != lp.f {
			return false
		}
		stmt := lp.Statement(s.Wait.Node)
		within := func(n ast.Node) bool { return lang.Within(n, stmt) }
		return stmt != nil && (within(first) || !lp.flow.Between(first, first, within))
	})
}

// beforeDial returns the statement before which the wait stands that is to precede
// the dial: above those that prepare it (a context with a timeout would not outlive
// the wait, and "connecting" is logged behind it), below what serves a connection.
func (lp *laps) beforeDial() ast.Stmt {
	siblings := lp.Siblings(lp.stmt)
	place, vars := lp.stmt, lp.varsOf(lp.stmt)
	for i := slices.Index(siblings, lp.stmt) - 1; i >= 0; i-- {
		s := siblings[i]
		switch {
		case lang.Any(s, lp.reads):
			return place
		case lp.declares(s, vars):
			place, vars = s, append(vars, lp.varsOf(s)...)
		case place == siblings[i+1] && lp.announces(s):
			place = s
		}
	}
	return place
}

// varsOf returns the local variables that s mentions.
func (lp *laps) varsOf(s ast.Stmt) []*types.Var {
	var vars []*types.Var
	ast.Inspect(s, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v := lang.Var(lp.flow.Info, id); v != nil && !v.IsField() && v.Pkg() == lp.flow.Pkg {
				vars = append(vars, v)
			}
		}
		return true
	})
	return vars
}

// declares reports whether s declares one of the variables.
func (lp *laps) declares(s ast.Stmt, vars []*types.Var) bool {
	assign, ok := s.(*ast.AssignStmt)
	if _, decl := s.(*ast.DeclStmt); !decl && (!ok || assign.Tok != token.DEFINE) {
		return false
	}
	found := false
	lang.Walk(s, func(n ast.Node) {
		if id, ok := n.(*ast.Ident); ok {
			v, isVar := lp.flow.Info.Defs[id].(*types.Var)
			found = found || isVar && slices.Contains(vars, v)
		}
	})
	return found
}

// reads reports whether n reads a connection.
func (lp *laps) reads(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	return ok && lp.graph.ReadsIn(call)
}

// announces reports whether s speaks of what comes, as a log line does: it calls
// something with a text, and with no error.
func (lp *laps) announces(s ast.Stmt) bool {
	return lp.texts.saysText(s) && !lang.Any(s, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		return ok && lang.AreErrors(lang.TypeOf(lp.flow.Info, e))
	})
}
