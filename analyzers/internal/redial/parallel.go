package redial

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// parallel reports whether a cycle opens connections that live side by side: it
// keeps them in a container, or goroutines serve them that it never waits for, and
// it dials whether or not it has one.
func (c *Finder) parallel(y *Cycle) bool {
	waits := len(y.Lost()) > 0
	return slices.ContainsFunc(y.Paths, func(s State) bool {
		return s.Outcome == Alive && s.Service <= Maybe && (s.kept || s.detached && !waits && !c.onDemand(y.Site, y.Loop, 0))
	})
}

// keeps returns s where a statement or call puts a connection, or what holds one,
// into a container.
func (w *walk) keeps(n ast.Node, s State) State {
	if s.Outcome != Alive || s.kept {
		return s
	}
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			if _, ok := ast.Unparen(lhs).(*ast.IndexExpr); ok && i < len(n.Rhs) {
				s.kept = s.kept || w.holds(lang.TypeOf(w.flow.Info, n.Rhs[i]), 0)
			}
		}
	case *ast.SendStmt:
		s.kept = w.holds(lang.TypeOf(w.flow.Info, n.Value), 0)
	case *ast.CallExpr:
		if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "append" && w.flow.Info.Types[n.Fun].IsBuiltin() {
			s.kept = slices.ContainsFunc(n.Args[1:], func(e ast.Expr) bool { return w.holds(lang.TypeOf(w.flow.Info, e), 0) })
		}
	}
	return s
}

// holds reports whether a value of type t is a connection, or a struct with one.
func (c *Finder) holds(t types.Type, depth int) bool {
	if c.flow.Index.IsConn(t) != nil {
		return true
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	fields, ok := t.Underlying().(*types.Struct)
	if !ok || depth > maxFields {
		return false
	}
	for f := range fields.Fields() {
		if c.holds(f.Type(), depth+1) {
			return true
		}
	}
	return false
}

// maxFields bounds how deep a connection is looked for in structs.
const maxFields = 2

// tends returns s where a goroutine begins to read its connection.
func (w *walk) tends(e Edge, s State) State {
	if s.Outcome == Alive && !w.Graph.Leads[e.To] && w.readsIn(e.To, map[*connflow.Func]bool{}) {
		s.detached = true
	}
	return s
}

// onDemand reports whether the dials behind a call are done only where the
// program has no connection: a condition before them is about what the cycle sets.
func (c *Finder) onDemand(site *ast.CallExpr, loop ast.Stmt, depth int) bool {
	if c.guarded(site, loop) {
		return true
	}
	return depth < maxDepth && slices.ContainsFunc(c.Graph.Out(site), func(e Edge) bool {
		return slices.ContainsFunc(c.Graph.sites(e.To), func(next *ast.CallExpr) bool { return c.onDemand(next, nil, depth+1) })
	})
}

// guarded reports whether an if around the call, or one before it that leaves,
// depends on the cycle's own state.
func (c *Finder) guarded(call *ast.CallExpr, loop ast.Stmt) bool {
	found := false
	for _, n := range c.flow.Path(call) {
		if n == ast.Node(loop) {
			return found
		}
		switch n := n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return found
		case *ast.IfStmt:
			found = found || c.ownState(n.Cond, map[*types.Var]bool{})
		case *ast.BlockStmt:
			for _, s := range n.List {
				if s, ok := s.(*ast.IfStmt); ok && s.End() < call.Pos() && goesElsewhere(s.Body) {
					found = found || c.ownState(s.Cond, map[*types.Var]bool{})
				}
			}
		}
	}
	return found
}

// goesElsewhere reports whether the block ends by going elsewhere.
func goesElsewhere(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	}
	return false
}

// ownState reports whether cond asks for a field or variable of the package that
// functions which dial or read set, itself, through a variable or a method.
func (c *Finder) ownState(cond ast.Expr, asked map[*types.Var]bool) bool {
	found := false
	lang.Walk(cond, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			v, ok := c.flow.Info.ObjectOf(n.Sel).(*types.Var)
			found = found || ok && v.IsField() && c.setByCycle(v)
		case *ast.Ident:
			v, ok := c.flow.Info.ObjectOf(n).(*types.Var)
			switch {
			case !ok || found || v.IsField() || v.Parent() == nil:
			case v.Parent() == c.flow.Pkg.Scope():
				found = c.setByCycle(v)
			case !asked[v]:
				asked[v] = true
				found = slices.ContainsFunc(c.flow.Writes(v), func(e ast.Expr) bool { return c.ownState(e, asked) })
			}
		case *ast.CallExpr:
			for _, f := range c.flow.Callees(n) {
				lang.Walk(f.Body, func(n ast.Node) {
					if ret, ok := n.(*ast.ReturnStmt); ok && f.Type.Results.NumFields() == 1 && len(ret.Results) == 1 && !c.Graph.Leads[f] {
						found = found || c.ownState(ret.Results[0], asked)
					}
				})
			}
		}
	})
	return found
}

// setByCycle reports whether functions that dial or read a connection set v, or
// call a method on it.
func (c *Finder) setByCycle(v *types.Var) bool {
	if c.flow.Index.IsConn(v.Type()) != nil {
		return true
	}
	if lang.IsError(v.Type()) {
		return false
	}
	v = v.Origin()
	cycles := func(f *connflow.Func) bool { return f != nil && (c.Graph.Leads[f] || c.reader(f)) }
	if slices.ContainsFunc(c.flow.Writes(v), func(e ast.Expr) bool { return cycles(c.flow.Func(e)) }) {
		return true
	}
	for f, calls := range c.Graph.Calls {
		if cycles(f) && slices.ContainsFunc(calls, func(call *ast.CallExpr) bool {
			sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
			return ok && lang.VarOrField(c.flow.Info, sel.X) == v && len(call.Args) > 0
		}) {
			return true
		}
	}
	return false
}
