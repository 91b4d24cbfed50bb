package deadpeer

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A poll is a decision that may be made again and again in time: an if, a case of
// a switch, or a select that has a default.
type poll struct {
	in   *connflow.Func
	stmt ast.Stmt
	// cond are the conditions that decide, nil of a select.
	cond []ast.Expr
	// polled are the channels that a select looks into.
	polled []ast.Expr
	// branches is the code of which one is run.
	branches []region
}

// pollsOf returns the decisions that stmt is.
func (c *Finder) pollsOf(in *connflow.Func, stmt ast.Stmt) []*poll {
	switch stmt := stmt.(type) {
	case *ast.IfStmt:
		p := &poll{in: in, stmt: stmt, cond: []ast.Expr{stmt.Cond}}
		p.add(stmt.Body)
		if stmt.Else != nil {
			p.add(stmt.Else)
		} else if skips(stmt.Body.List) {
			p.branches = append(p.branches, c.rest(stmt))
		}
		return []*poll{p}
	case *ast.SwitchStmt:
		var polls []*poll
		for _, s := range stmt.Body.List {
			clause := s.(*ast.CaseClause)
			if stmt.Tag != nil || clause.List == nil {
				continue
			}
			p := &poll{in: in, stmt: stmt, cond: clause.List}
			p.add(clause)
			polls = append(polls, p)
		}
		return polls
	case *ast.SelectStmt:
		p := &poll{in: in, stmt: stmt}
		for _, s := range stmt.Body.List {
			clause := s.(*ast.CommClause)
			ch := lang.Received(clause.Comm)
			switch {
			case clause.Comm == nil:
				p.add(clause)
				if len(clause.Body) == 0 {
					p.branches = append(p.branches, c.rest(stmt))
				}
			case ch != nil && !c.periods.ticks(ch):
				p.polled = append(p.polled, ch)
			}
		}
		if len(p.branches) > 0 && len(p.polled) > 0 {
			return []*poll{p}
		}
	}
	return nil
}

func (p *poll) add(n ast.Node) { p.branches = append(p.branches, region{n, n.Pos()}) }

// skips reports whether what is behind list is skipped when it is run.
func skips(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch list[len(list)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	}
	return false
}

// rest is the code behind stmt in the statements around it.
func (c *Finder) rest(stmt ast.Stmt) region {
	around := c.flow.Parent(stmt)
	if around == nil {
		around = stmt
	}
	return region{around, stmt.End()}
}

// polls finds the watchdogs that look, from time to time, at what arrived.
type polls struct {
	*Peer
	dialing map[*connflow.Func]bool
}

// pollWatches reports whether p, in a loop that waits for time, looks at what
// arriving code leaves behind, and ends the connection where nothing came.
func (ps *polls) pollWatches(p *poll) bool {
	l := ps.lookedAt(p)
	if !ps.arriving().leaves(l) {
		return false
	}
	loops := ps.timedLoops(p.in, p.stmt)
	for _, b := range p.branches {
		decides := slices.ContainsFunc(loops, func(loop ast.Node) bool { return ps.decidesByArrivals(l, b, loop) })
		if decides && (ps.endings.ends(p.in, b, p.stmt) || ps.endsLater(p, b)) {
			return true
		}
	}
	return false
}

// endsLater reports whether the branch only notes, in a variable of its function,
// that nothing came, and code behind it that goes through the notes, or looks at
// them, ends the connection.
func (ps *polls) endsLater(p *poll, branch region) bool {
	notes := map[*types.Var]bool{}
	lang.Walk(branch.root, func(n ast.Node) {
		if as, ok := n.(*ast.AssignStmt); ok && n.Pos() >= branch.from {
			for _, lhs := range as.Lhs {
				if v := lang.Var(ps.flow.Info, lhs); v != nil && v.Pos() < branch.from {
					notes[v] = true
				}
			}
		}
	})
	found := false
	lang.Walk(p.in.Body, func(n ast.Node) {
		if found || n.Pos() < p.stmt.End() {
			return
		}
		switch n := n.(type) {
		case *ast.RangeStmt:
			found = notes[lang.Var(ps.flow.Info, n.X)] && ps.endings.closes(region{n.Body, n.Body.Pos()})
		case *ast.IfStmt:
			found = ps.mentionsAny(n.Cond, notes) && ps.endings.closes(region{n.Body, n.Body.Pos()})
		}
	})
	return found
}

func (c *Finder) mentionsAny(e ast.Expr, vars map[*types.Var]bool) bool {
	for v := range vars {
		if lang.Mentions(c.flow.Info, e, v) {
			return true
		}
	}
	return false
}

// timedLoops returns the loops that wait for time in which n runs, and in which
// the connection is not dialed again other than by n: a watchdog that ends a
// connection may replace it.
func (ps *polls) timedLoops(in *connflow.Func, n ast.Node) []ast.Node {
	var loops []ast.Node
	ps.timed(ps.Places(in, n), func(loop, at ast.Node) bool {
		if !ps.redials(loop, at) {
			loops = append(loops, loop)
		}
		return false
	})
	return loops
}

// timed reports whether one of the places is in a loop that waits for time and
// counts, in which it is at a node.
func (c *Finder) timed(places []*Place, counts func(loop, at ast.Node) bool) bool {
	for _, p := range places {
		if p.Async {
			continue
		}
		for _, outer := range c.flow.Path(p.Node) {
			if outer == p.In.Node {
				break
			}
			switch outer.(type) {
			case *ast.ForStmt, *ast.RangeStmt:
				if c.periods.periodic(outer) && counts(outer, p.Node) {
					return true
				}
			}
		}
	}
	return false
}

// redials reports whether the connection is dialed again and again in loop,
// other than in the code of n, nil for none, or in a goroutine that is started
// there.
func (ps *polls) redials(loop, n ast.Node) bool {
	found := false
	lang.Walk(loop, func(m ast.Node) {
		if call, ok := m.(*ast.CallExpr); ok && !found && (n == nil || !lang.Within(call, n)) {
			found = ps.waitsForDial(call) && ps.flow.Loop(call) != nil
		}
	})
	return found
}

// waitsForDial reports whether the connection is dialed before call returns.
func (ps *polls) waitsForDial(call *ast.CallExpr) bool {
	if site := ps.flow.Site(call); site != nil && site.Go {
		return false
	}
	for _, dial := range ps.Conn.Calls {
		if dial.Node == call {
			return true
		}
	}
	return slices.ContainsFunc(ps.flow.Callees(call), func(f *connflow.Func) bool { return ps.dialers()[f] })
}

// dialers returns the functions that dial the connection before they return.
func (ps *polls) dialers() map[*connflow.Func]bool {
	if ps.dialing != nil {
		return ps.dialing
	}
	ps.dialing = map[*connflow.Func]bool{}
	var queue []*connflow.Func
	add := func(f *connflow.Func) {
		if f != nil && !ps.dialing[f] {
			ps.dialing[f] = true
			queue = append(queue, f)
		}
	}
	for _, dial := range ps.Conn.Calls {
		add(dial.In)
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, site := range ps.flow.Callers(queue[0]) {
			if !site.Go {
				add(site.In)
			}
		}
	}
	return ps.dialing
}

// decidesByArrivals reports whether what l looks at decides for branch by what
// arrives: by a channel that arriving code sends to, by how long ago something
// came, or by a flag or number that arriving code sets one way and loop the other.
// What branch itself sets does not count.
func (ps *polls) decidesByArrivals(l *look, branch region, loop ast.Node) bool {
	for _, ch := range l.channels {
		if ps.syntax.sameAny(ch, ps.arriving().sent) {
			return true
		}
	}
	written := ps.writtenBut(branch.root)
	if !Intersect(l.vars, written) {
		return false
	}
	if l.time {
		return true
	}
	for v := range l.vars {
		if isTime(v.Type()) && written[v] {
			return true
		}
	}
	return Intersect(l.vars, ps.writtenIn(loop, branch.root))
}

// writtenBut returns the variables that arriving code writes elsewhere than in n.
func (ps *polls) writtenBut(n ast.Node) map[*types.Var]bool {
	written := map[*types.Var]bool{}
	for v, at := range ps.arriving().written {
		for _, w := range at {
			if !lang.Within(w, n) {
				written[v] = true
			}
		}
	}
	return written
}

// writtenIn returns the variables that the code of loop writes, but for that of
// branch.
func (ps *polls) writtenIn(loop, branch ast.Node) map[*types.Var]bool {
	all, known := ps.writes[loop]
	if !known {
		a := newArrivals(ps.Peer)
		a.add(region{loop, loop.Pos()})
		all = a.written
		ps.writes[loop] = all
	}
	written := map[*types.Var]bool{}
	for v, at := range all {
		for _, w := range at {
			if !lang.Within(w, branch) {
				written[v] = true
			}
		}
	}
	return written
}

// A look is what a decision depends on.
type look struct {
	*Finder
	vars     map[*types.Var]bool
	channels []ast.Expr
	time     bool // the clock
	funcs    map[*connflow.Func]bool
}

// lookedAt returns what p depends on, through variables and the functions that it
// calls.
func (c *Finder) lookedAt(p *poll) *look {
	var key ast.Node = p.stmt
	if len(p.cond) > 0 {
		key = p.cond[0]
	}
	if l, ok := c.looks[key]; ok {
		return l
	}
	l := &look{Finder: c, vars: map[*types.Var]bool{}, channels: p.polled, funcs: map[*connflow.Func]bool{}}
	for _, e := range p.cond {
		l.visit(e, 0)
	}
	c.looks[key] = l
	return l
}

// maxLook bounds through how many variables and calls a look goes.
const maxLook = 4

func (l *look) visit(e ast.Expr, depth int) {
	lang.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if v, ok := l.flow.Info.Uses[n].(*types.Var); ok {
				l.variable(v, n, depth)
			}
		case *ast.CallExpr:
			fn := lang.Callee(l.flow.Info, n)
			l.time = l.time || wslib.ReadsClock(fn)
			if depth < maxLook {
				for _, f := range l.flow.Callees(n) {
					l.function(f, depth+1)
				}
			}
		case *ast.UnaryExpr:
			return n.Op != token.ARROW // what waits for a value polls nothing
		}
		return true
	})
}

func (l *look) variable(v *types.Var, at ast.Expr, depth int) {
	switch {
	case lang.IsChan(v.Type()):
		l.channels = append(l.channels, at)
	case !l.vars[v] && recordsArrival(v.Type()):
		l.vars[v] = true
		if !v.IsField() && depth < maxLook {
			for _, rhs := range l.flow.Writes(v) {
				l.visit(rhs, depth+1)
			}
		}
	}
}

// function looks at what f returns, and at the channels that it polls for it.
func (l *look) function(f *connflow.Func, depth int) {
	if l.funcs[f] {
		return
	}
	l.funcs[f] = true
	lang.Walk(f.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			for _, result := range n.Results {
				l.visit(result, depth)
			}
		case *ast.SelectStmt:
			for _, p := range l.pollsOf(f, n) {
				l.channels = append(l.channels, p.polled...)
			}
		case *ast.IfStmt:
			l.visit(n.Cond, depth)
		}
	})
}

// recordsArrival reports whether a variable of type t can record that something
// arrived: a time, a number, a flag.
func recordsArrival(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if isTime(t) || wslib.IsAtomic(t) {
		return true
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsInteger|types.IsBoolean|types.IsFloat) != 0
}

func isTime(t types.Type) bool { return lang.IsNamed(t, "time", "Time") }
