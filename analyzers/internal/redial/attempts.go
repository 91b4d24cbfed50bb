package redial

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// loops finds what the loops of a package repeat, and how often.
type loops struct {
	*Finder
	// attempts is how many attempts are few.
	attempts int64
	// dialing are the loops that dial, cyclic the functions that run again and
	// again in a cycle that dials.
	dialing map[ast.Stmt]bool
	cyclic  map[*connflow.Func]bool
	// counters are the variables that a loop's condition bounds.
	counters map[*types.Var]bool
}

func newLoops(c *Finder, attempts int64) *loops {
	l := &loops{
		Finder: c, attempts: attempts,
		dialing: map[ast.Stmt]bool{}, cyclic: map[*connflow.Func]bool{}, counters: map[*types.Var]bool{},
	}
	l.findCyclic()
	l.findCounters()
	c.Timing.Repeated = l.repeated
	return l
}

// walks reports whether a loop dials several addresses, once each: what it ranges over
// or counts is what is dialed.
func (l *loops) walks(loop ast.Stmt, site *ast.CallExpr) bool {
	var element []*types.Var
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		switch lang.TypeOf(l.flow.Info, loop.X).Underlying().(type) {
		case *types.Chan, *types.Signature:
			return false
		}
		for _, e := range []ast.Expr{loop.Key, loop.Value} {
			if e != nil {
				if v := lang.VarOrField(l.flow.Info, e); v != nil {
					element = append(element, v)
				}
			}
		}
	case *ast.ForStmt:
		if loop.Cond == nil || loop.Post == nil {
			return false
		}
		lang.Walk(loop.Post, func(n ast.Node) {
			if id, ok := n.(*ast.Ident); ok {
				if v := lang.VarOrField(l.flow.Info, id); v != nil && lang.Mentions(l.flow.Info, loop.Cond, v) {
					element = append(element, v)
				}
			}
		})
	}
	return len(element) > 0 && l.dependsOn(loop, site, element)
}

// dependsOn reports whether a call is handed an address that is made of the
// variables, as an argument or in a struct.
func (l *loops) dependsOn(loop ast.Stmt, site *ast.CallExpr, vars []*types.Var) bool {
	add := func(v *types.Var) bool {
		if v == nil || slices.Contains(vars, v) {
			return false
		}
		vars = append(vars, v)
		return true
	}
	for changed := true; changed; {
		changed = false
		lang.Walk(loop, func(n ast.Node) {
			as, ok := n.(*ast.AssignStmt)
			if !ok || !slices.ContainsFunc(as.Rhs, func(e ast.Expr) bool { return l.addresses(e, vars) }) || slices.Contains(as.Rhs, ast.Expr(site)) {
				return
			}
			for _, lhs := range as.Lhs {
				changed = add(lang.VarOrField(l.flow.Info, lhs)) || changed
				for sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr); ok; sel, ok = ast.Unparen(sel.X).(*ast.SelectorExpr) {
					changed = add(lang.VarOrField(l.flow.Info, sel.X)) || changed
				}
			}
		})
	}
	return slices.ContainsFunc(site.Args, func(e ast.Expr) bool { return l.addresses(e, vars) || l.indexes(site, e, vars) }) || l.addresses(site.Fun, vars)
}

// answered reports whether the call next is handed what site returned beside a
// connection and an error: it goes where the server's answer says, as to a redirect.
func (l *loops) answered(scope ast.Stmt, site, next *ast.CallExpr) bool {
	var answer []*types.Var
	of := func(e ast.Expr) bool { return e == ast.Expr(site) || l.addresses(e, answer) }
	for changed := true; changed; {
		changed = false
		lang.Walk(scope, func(n ast.Node) {
			as, ok := n.(*ast.AssignStmt)
			if !ok || !slices.ContainsFunc(as.Rhs, of) {
				return
			}
			for _, lhs := range as.Lhs {
				v := lang.Var(l.flow.Info, lhs)
				if v != nil && !lang.IsError(v.Type()) && l.flow.Index.IsConn(v.Type()) == nil && !slices.Contains(answer, v) {
					answer, changed = append(answer, v), true
				}
			}
		})
	}
	return slices.ContainsFunc(next.Args, of)
}

// addresses reports whether e is made of one of the variables in a way that can
// make it an address: a number alone counts or paces attempts.
func (l *loops) addresses(e ast.Expr, vars []*types.Var) bool {
	if isNumber(lang.TypeOf(l.flow.Info, e)) {
		return false
	}
	return slices.ContainsFunc(vars, func(v *types.Var) bool { return lang.Mentions(l.flow.Info, e, v) })
}

// indexes reports whether the function that site calls finds something by the
// argument e, a number that one of the variables is.
func (l *loops) indexes(site *ast.CallExpr, e ast.Expr, vars []*types.Var) bool {
	v := lang.VarOrField(l.flow.Info, e)
	if v == nil || !slices.Contains(vars, v) {
		return false
	}
	callees := l.flow.Callees(site)
	return len(callees) == 0 || slices.ContainsFunc(callees, func(f *connflow.Func) bool {
		i := slices.Index(site.Args, e)
		param := paramAt(l.flow.Info, f, i)
		found := false
		lang.Walk(f.Body, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.IndexExpr:
				found = found || param != nil && lang.Mentions(l.flow.Info, n.Index, param)
			case *ast.CallExpr: // text is made of it
				b, ok := lang.TypeOf(l.flow.Info, n).Underlying().(*types.Basic)
				found = found || ok && b.Info()&types.IsString != 0 && param != nil && lang.Mentions(l.flow.Info, n, param)
			}
		})
		return found
	})
}

// paramAt returns the i-th parameter of f, nil if it has no name.
func paramAt(info *types.Info, f *connflow.Func, i int) *types.Var {
	for _, field := range f.Type.Params.List {
		for _, name := range field.Names {
			if i == 0 {
				v, _ := info.Defs[name].(*types.Var)
				return v
			}
			i--
		}
	}
	return nil
}

// few reports whether a loop goes around a few times only: its counter, or that of a
// condition in it that leaves the loop, ends at a small constant and is only counted up.
func (l *loops) few(loop ast.Stmt) bool {
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		n, ok := l.Timing.Int(loop.X)
		return ok && n <= l.attempts
	case *ast.ForStmt:
		return loop.Cond != nil && l.counted(loop, loop.Cond, false) || l.leavesAt(loop)
	}
	return false
}

// leavesAt reports whether an if in the loop leaves it after a few rounds.
func (l *loops) leavesAt(loop *ast.ForStmt) bool {
	found := false
	lang.Walk(loop.Body, func(n ast.Node) {
		if s, ok := n.(*ast.IfStmt); ok && ends(s.Body) && l.counted(loop, s.Cond, true) {
			found = true
		}
	})
	return found
}

// counted reports whether cond compares a counter of the loop with a small
// constant: that of the loop's own head, or, with exits, one that leaves it.
func (l *loops) counted(loop *ast.ForStmt, cond ast.Expr, exits bool) bool {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	switch {
	case b.Op == token.LAND && !exits, b.Op == token.LOR && exits:
		return l.counted(loop, b.X, exits) || l.counted(loop, b.Y, exits)
	}
	ops := []token.Token{token.LSS, token.LEQ, token.NEQ}
	if exits {
		ops = []token.Token{token.GTR, token.GEQ, token.EQL}
	}
	n, isConst := l.Timing.Int(b.Y)
	v := lang.VarOrField(l.flow.Info, b.X)
	return isConst && v != nil && n <= l.attempts && slices.Contains(ops, b.Op) && l.onlyCounts(loop, v)
}

// onlyCounts reports whether the loop counts v up and does nothing else to it.
func (l *loops) onlyCounts(loop *ast.ForStmt, v *types.Var) bool {
	counts, sets := false, false
	ast.Inspect(loop, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IncDecStmt:
			if lang.VarOrField(l.flow.Info, n.X) == v {
				counts = counts || n.Tok == token.INC
				sets = sets || n.Tok == token.DEC
			}
		case *ast.AssignStmt:
			if n == loop.Init {
				return true
			}
			for _, lhs := range n.Lhs {
				if lang.VarOrField(l.flow.Info, lhs) == v {
					counts = counts || n.Tok == token.ADD_ASSIGN
					sets = sets || n.Tok != token.ADD_ASSIGN
				}
			}
		}
		return true
	})
	return counts && !sets
}
