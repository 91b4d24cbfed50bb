package wsbackoff

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
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

// loopOf returns the lap of a cycle, nil if it is in none, or goes around in more
// ways than one.
func (m *mend) loopOf(y *redial.Cycle) *lap {
	switch loop := y.Loop.(type) {
	case *ast.ForStmt:
		return &lap{stmt: loop, body: loop.Body}
	case *ast.RangeStmt:
		switch lang.TypeOf(m.flow.Info, loop.X).Underlying().(type) {
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
		for _, above := range m.flow.Path(y.Site) {
			block, ok := above.(*ast.BlockStmt)
			if !ok {
				continue
			}
			for _, s := range block.List {
				label, ok := s.(*ast.LabeledStmt)
				if !ok || m.flow.Info.Defs[label.Label] != m.flow.Info.Uses[jump.Label] || label.Pos() > y.Site.Pos() {
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
func (m *mend) loopAround() *lap {
	for _, above := range m.flow.Path(m.lap.stmt)[1:] {
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
func (m *mend) ends() []end {
	if m.lap.jump != nil {
		return []end{{m.lap.jump}}
	}
	var ends []end
	lang.Walk(m.lap.body, func(n ast.Node) {
		if s, ok := n.(*ast.BranchStmt); ok && s.Tok == token.CONTINUE && s.Pos() > m.y.Site.Pos() && m.continues(s) {
			ends = append(ends, end{s})
		}
	})
	if !rewrite.Leaves(m.flow.Info, m.lap.body.List) {
		ends = append(ends, end{})
	}
	return ends
}

// continues reports whether s is a continue of the lap's loop.
func (m *mend) continues(s *ast.BranchStmt) bool {
	path := m.flow.Path(s)
	if s.Label != nil {
		for _, above := range path {
			if label, ok := above.(*ast.LabeledStmt); ok && label.Stmt == m.lap.stmt {
				return m.flow.Info.Defs[label.Label] == m.flow.Info.Uses[s.Label]
			}
		}
		return false
	}
	for _, above := range path {
		switch above.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return above == ast.Node(m.lap.stmt)
		}
	}
	return false
}

// pos returns where names of the text mean what they mean at the end of the round.
func (m *mend) pos(e end) token.Pos {
	if e.before != nil {
		return e.before.Pos()
	}
	return m.lap.body.Rbrace
}

// waitAt inserts text at the end of a round: behind what is logged there.
func (m *mend) waitAt(e end, text string) {
	if e.before != nil {
		m.Directly(e.before, text)
	} else {
		m.Append(m.lap.body, text)
	}
}

// listed reports whether the body of the lap itself lists s.
func (m *mend) listed(s ast.Stmt) bool {
	return s != nil && m.flow.Parent(s) == ast.Node(m.lap.body)
}

// covers reports whether each way around the lap, from the dial back to it, passes
// one of the statements.
func (m *mend) covers(stmts ...ast.Stmt) bool {
	return !m.flow.Between(m.y.Site, m.y.Site, func(n ast.Node) bool {
		if m.lap.jump == nil && !lang.Within(n, m.lap.stmt) {
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

// beginsAlive reports whether the lap begins with a connection: before it comes to
// the first dial it reads, or waits for a signal while the program dials elsewhere.
func (m *mend) beginsAlive() bool {
	if m.lap.jump != nil {
		return false
	}
	elsewhere := m.dialsElsewhere()
	found := false
	lang.Walk(m.lap.body, func(n ast.Node) {
		if found || n.End() > m.y.Site.Pos() {
			return
		}
		switch n := n.(type) {
		case *ast.CallExpr:
			found = m.readsConn(n) && m.flow.Between(n, m.y.Site, nil)
		case *ast.UnaryExpr:
			found = elsewhere && m.isSignal(n) && m.flow.Between(n, m.y.Site, nil)
		}
	})
	return found
}

// dialsElsewhere reports whether what the site dials is dialed outside of the lap, too.
func (m *mend) dialsElsewhere() bool {
	dials := m.graph.DialsOf(m.y.Site)
	for _, f := range m.flow.Funcs {
		for _, call := range m.graph.Calls[f] {
			if call == m.y.Site || lang.Within(call, m.lap.stmt) || !m.graph.Redials(call) {
				continue
			}
			for dial := range m.graph.DialsOf(call) {
				if call != dial && dials[dial] && !m.flow.Reach(call)[m.f] {
					return true
				}
			}
		}
	}
	return false
}

// readsConn reports whether call reads a connection, itself or in what it runs
// before it returns.
func (c *checker) readsConn(call *ast.CallExpr) bool {
	if c.graph.Reads[call] {
		return true
	}
	site := c.flow.Site(call)
	if site != nil && site.Go || c.graph.Redials(call) {
		return false
	}
	for _, f := range c.flow.Callees(call) {
		for g := range c.flow.Reach(f.Body) {
			for _, inner := range c.graph.Calls[g] {
				if c.graph.Reads[inner] {
					return true
				}
			}
		}
		for _, inner := range c.graph.Calls[f] {
			if c.graph.Reads[inner] {
				return true
			}
		}
	}
	return false
}

// beforeDial returns the statement before which the wait stands that is to precede
// the dial: above those that prepare it (a context with a timeout would not outlive
// the wait, and "connecting" is logged behind it), below what serves a connection.
func (m *mend) beforeDial() ast.Stmt {
	siblings := m.Siblings(m.stmt)
	place, vars := m.stmt, m.varsOf(m.stmt)
	for i := slices.Index(siblings, m.stmt) - 1; i >= 0; i-- {
		s := siblings[i]
		switch {
		case m.servesConn(s):
			return place
		case m.declares(s, vars):
			place, vars = s, append(vars, m.varsOf(s)...)
		case place == siblings[i+1] && m.announces(s):
			place = s
		}
	}
	return place
}

// varsOf returns the local variables that s mentions.
func (m *mend) varsOf(s ast.Stmt) []*types.Var {
	var vars []*types.Var
	ast.Inspect(s, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v := lang.Var(m.flow.Info, id); v != nil && !v.IsField() && v.Pkg() == m.flow.Pkg {
				vars = append(vars, v)
			}
		}
		return true
	})
	return vars
}

// declares reports whether s declares one of the variables.
func (m *mend) declares(s ast.Stmt, vars []*types.Var) bool {
	assign, ok := s.(*ast.AssignStmt)
	if _, decl := s.(*ast.DeclStmt); !decl && (!ok || assign.Tok != token.DEFINE) {
		return false
	}
	found := false
	lang.Walk(s, func(n ast.Node) {
		if id, ok := n.(*ast.Ident); ok {
			v, isVar := m.flow.Info.Defs[id].(*types.Var)
			found = found || isVar && slices.Contains(vars, v)
		}
	})
	return found
}

// servesConn reports whether s reads a connection.
func (m *mend) servesConn(s ast.Stmt) bool {
	found := false
	lang.Walk(s, func(n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok {
			found = found || m.readsConn(call)
		}
	})
	return found
}

// announces reports whether s speaks of what comes, as a log line does: it calls
// something with a text, and with no error.
func (m *mend) announces(s ast.Stmt) bool {
	expr, ok := s.(*ast.ExprStmt)
	if !ok || !m.saysText(expr) {
		return false
	}
	return !slices.ContainsFunc(expr.X.(*ast.CallExpr).Args, func(arg ast.Expr) bool {
		return lang.AreErrors(lang.TypeOf(m.flow.Info, arg))
	})
}
