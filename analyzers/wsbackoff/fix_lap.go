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
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
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
}

// laps looks at the loop of a cycle, and at what is done in it.
type laps struct{ *mend }

// loopOf returns the lap of a cycle, nil if it is in none, or goes around in more
// ways than one.
func (lp *laps) loopOf(y *redial.Cycle) *lap {
	switch loop := y.Loop.(type) {
	case *ast.ForStmt:
		return &lap{stmt: loop, body: loop.Body}
	case *ast.RangeStmt:
		switch lang.TypeOf(lp.flow.Info, loop.X).Underlying().(type) {
		case *types.Slice, *types.Array, *types.Map, *types.Pointer:
			return nil // it ends with what there is
		}
		return &lap{stmt: loop, body: loop.Body}
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
					found = &lap{stmt: label, body: block, jump: jump}
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
			return &lap{stmt: loop, body: loop.Body}
		case *ast.RangeStmt:
			return &lap{stmt: loop, body: loop.Body}
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
	if next == 0 || next == len(siblings) || lp.lap.jump != nil || returns(siblings[next:]) || !lp.comesBack() {
		return false
	}
	return lp.flow.Between(lp.y.Site, firstNode(siblings[next]), nil)
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

// covers reports whether each way around the lap, from the dial back to it, passes
// one of the statements.
func (lp *laps) covers(stmts ...ast.Stmt) bool {
	return !lp.flow.Between(lp.y.Site, lp.y.Site, func(n ast.Node) bool {
		if lp.lap.jump == nil && !lang.Within(n, lp.lap.stmt) {
			return true // a way around another loop
		}
		for _, s := range stmts {
			if lang.Within(n, s) {
				return true
			}
		}
		return false
	})
}

// pastWait is what to do where each round backs off already.
const pastWait = "the loop backs off already: look for the way to the dial past that wait"

// backsOff reports whether each round of the lap passes a wait that has something
// random in it, or cannot be seen: another one beside it would mend nothing.
func (lp *laps) backsOff() bool {
	if lp.lap.jump != nil || len(lp.lap.body.List) == 0 {
		return false
	}
	first := firstNode(lp.lap.body.List[0])
	return slices.ContainsFunc(lp.y.Paths, func(s redial.State) bool {
		if s.Wait == nil || s.Wait.Node == nil || s.Wait.Pace != timing.Free || !lang.Within(s.Wait.Node, lp.lap.body) || lp.flow.Func(s.Wait.Node) != lp.f {
			return false
		}
		stmt := lp.Statement(s.Wait.Node)
		within := func(n ast.Node) bool { return lang.Within(n, stmt) }
		return stmt != nil && (within(first) || !lp.flow.Between(first, first, within))
	})
}

// beginsAlive reports whether the lap begins with a connection: before it comes to
// the first dial it reads, or waits for a signal while the program dials elsewhere.
func (lp *laps) beginsAlive() bool {
	if lp.lap.jump != nil {
		return false
	}
	elsewhere := lp.dialsElsewhere()
	found := false
	lang.Walk(lp.lap.body, func(n ast.Node) {
		if found || n.End() > lp.y.Site.Pos() {
			return
		}
		switch n := n.(type) {
		case *ast.CallExpr:
			found = lp.graph.ReadsIn(n) && lp.flow.Between(n, lp.y.Site, nil)
		case *ast.UnaryExpr:
			found = elsewhere && lp.rings.isSignal(n) && lp.flow.Between(n, lp.y.Site, nil)
		}
	})
	return found
}

// dialsElsewhere reports whether what the site dials is dialed outside of the lap, too.
func (lp *laps) dialsElsewhere() bool {
	dials := lp.graph.DialsOf(lp.y.Site)
	for _, f := range lp.flow.Funcs {
		for _, call := range lp.graph.Calls[f] {
			if call == lp.y.Site || lang.Within(call, lp.lap.stmt) || !lp.graph.Redials(call) {
				continue
			}
			for dial := range lp.graph.DialsOf(call) {
				if call != dial && dials[dial] && !lp.flow.Reach(call)[lp.f] {
					return true
				}
			}
		}
	}
	return false
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
		case lp.servesConn(s):
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

// servesConn reports whether s reads a connection.
func (lp *laps) servesConn(s ast.Stmt) bool {
	found := false
	lang.Walk(s, func(n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok {
			found = found || lp.graph.ReadsIn(call)
		}
	})
	return found
}

// announces reports whether s speaks of what comes, as a log line does: it calls
// something with a text, and with no error.
func (lp *laps) announces(s ast.Stmt) bool {
	return lp.texts.saysText(s) && !anyNode(s, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		return ok && lang.AreErrors(lang.TypeOf(lp.flow.Info, e))
	})
}

// endsServed reports whether a round ends only when its connection has: it is
// served in the round, or waited for.
func (lp *laps) endsServed() bool {
	return !slices.ContainsFunc(lp.y.Where(func(s redial.State) bool { return s.Outcome == redial.Alive }), func(s redial.State) bool { return s.Service == redial.Unserved }) &&
		!lp.startsOnly()
}

// startsOnly reports whether nothing behind the dial in the round waits for the
// connection to end.
func (lp *laps) startsOnly() bool {
	waits := false
	lang.Walk(lp.lap.body, func(n ast.Node) {
		if n.End() <= lp.y.Site.Pos() {
			return
		}
		switch n := n.(type) {
		case *ast.UnaryExpr:
			waits = waits || n.Op == token.ARROW
		case *ast.RangeStmt:
			waits = waits || lang.IsChan(lang.TypeOf(lp.flow.Info, n.X))
		case *ast.CallExpr:
			w := lp.graph.Wait(n)
			waits = waits || lp.graph.ReadsIn(n) || w != nil && w.Role == wslib.Joins || n == lp.y.Site && lp.finder.Serves(n) || lp.runsReceive(n)
		}
	})
	return !waits
}

// runsReceive reports whether call runs a function that receives from a channel.
func (lp *laps) runsReceive(call *ast.CallExpr) bool {
	if site := lp.flow.Site(call); site != nil && site.Go {
		return false
	}
	found := false
	for _, f := range lp.flow.Callees(call) {
		lang.Walk(f.Body, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.UnaryExpr:
				found = found || n.Op == token.ARROW
			case *ast.RangeStmt:
				found = found || lang.IsChan(lang.TypeOf(lp.flow.Info, n.X))
			}
		})
	}
	return found
}
