package redial

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// openings finds which dials open connections that live side by side.
type openings struct{ *Finder }

// parallel reports whether a cycle opens connections that live side by side: it
// keeps them in a container, or goroutines serve them that it never waits for, and
// it dials whether or not it has one.
func (o *openings) parallel(y *Cycle) bool {
	waits := len(y.Lost()) > 0
	return slices.ContainsFunc(y.Paths, func(s State) bool {
		return s.Outcome == Alive && s.Service <= Maybe && (s.kept || s.detached && !waits && !o.onDemand(y.Site, y.Loop, 0))
	})
}

// keeps returns s where a statement or call puts a connection, or what holds one,
// into a container.
func (o *openings) keeps(n ast.Node, s State) State {
	if s.Outcome != Alive || s.kept {
		return s
	}
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			if _, ok := ast.Unparen(lhs).(*ast.IndexExpr); ok && i < len(n.Rhs) {
				s.kept = s.kept || o.holds(lang.TypeOf(o.flow.Info, n.Rhs[i]), 0)
			}
		}
	case *ast.SendStmt:
		s.kept = o.holds(lang.TypeOf(o.flow.Info, n.Value), 0)
	case *ast.CallExpr:
		if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "append" && o.flow.Info.Types[n.Fun].IsBuiltin() {
			s.kept = slices.ContainsFunc(n.Args[1:], func(e ast.Expr) bool { return o.holds(lang.TypeOf(o.flow.Info, e), 0) })
		}
	}
	return s
}

// holds reports whether a value of type t is a connection, or a struct with one.
func (o *openings) holds(t types.Type, depth int) bool {
	if o.flow.Index.IsConn(t) != nil {
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
		if o.holds(f.Type(), depth+1) {
			return true
		}
	}
	return false
}

// maxFields bounds how deep a connection is looked for in structs.
const maxFields = 2

// tends returns s where a goroutine begins to read its connection.
func (o *openings) tends(e Edge, s State) State {
	if s.Outcome == Alive && !o.Graph.Leads[e.To] && o.feeds.readsIn(e.To, map[*connflow.Func]bool{}) {
		s.detached = true
	}
	return s
}

// onDemand reports whether the dials behind a call are done only where the
// program has no connection: a condition before them is about what the cycle sets.
func (o *openings) onDemand(site *ast.CallExpr, loop ast.Stmt, depth int) bool {
	if o.guarded(site, loop) {
		return true
	}
	return depth < maxDepth && slices.ContainsFunc(o.Graph.Out(site), func(e Edge) bool {
		return slices.ContainsFunc(o.Graph.sites(e.To), func(next *ast.CallExpr) bool { return o.onDemand(next, nil, depth+1) })
	})
}

// guarded reports whether an if around the call, or one before it that leaves,
// depends on the cycle's own state.
func (o *openings) guarded(call *ast.CallExpr, loop ast.Stmt) bool {
	found := false
	for _, n := range o.flow.Path(call) {
		if n == ast.Node(loop) {
			return found
		}
		switch n := n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return found
		case *ast.IfStmt:
			found = found || o.ownState(n.Cond, map[*types.Var]bool{})
		case *ast.BlockStmt:
			for _, s := range n.List {
				if s, ok := s.(*ast.IfStmt); ok && s.End() < call.Pos() && goesElsewhere(s.Body) {
					found = found || o.ownState(s.Cond, map[*types.Var]bool{})
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

// ownState reports whether cond depends on a field or variable of the package that
// functions which dial or read set, itself, through a variable or a method.
func (o *openings) ownState(cond ast.Expr, seen map[*types.Var]bool) bool {
	found := false
	lang.Walk(cond, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			v, ok := o.flow.Info.ObjectOf(n.Sel).(*types.Var)
			found = found || ok && v.IsField() && o.setByCycle(v)
		case *ast.Ident:
			v, ok := o.flow.Info.ObjectOf(n).(*types.Var)
			switch {
			case !ok || found || v.IsField() || v.Parent() == nil:
			case v.Parent() == o.flow.Pkg.Scope():
				found = o.setByCycle(v)
			case !seen[v]:
				seen[v] = true
				found = slices.ContainsFunc(o.flow.Writes(v), func(e ast.Expr) bool { return o.ownState(e, seen) })
			}
		case *ast.CallExpr:
			for _, f := range o.flow.Callees(n) {
				lang.Walk(f.Body, func(n ast.Node) {
					if ret, ok := n.(*ast.ReturnStmt); ok && f.Type.Results.NumFields() == 1 && len(ret.Results) == 1 && !o.Graph.Leads[f] {
						found = found || o.ownState(ret.Results[0], seen)
					}
				})
			}
		}
	})
	return found
}

// setByCycle reports whether functions that dial or read a connection set v, or
// call a method on it.
func (o *openings) setByCycle(v *types.Var) bool {
	if o.flow.Index.IsConn(v.Type()) != nil {
		return true
	}
	if lang.IsError(v.Type()) {
		return false
	}
	v = v.Origin()
	cycles := func(f *connflow.Func) bool { return f != nil && (o.Graph.Leads[f] || o.feeds.reader(f)) }
	if slices.ContainsFunc(o.flow.Writes(v), func(e ast.Expr) bool { return cycles(o.flow.Func(e)) }) {
		return true
	}
	for f, calls := range o.Graph.Calls {
		if cycles(f) && slices.ContainsFunc(calls, func(call *ast.CallExpr) bool {
			sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
			return ok && lang.VarOrField(o.flow.Info, sel.X) == v && len(call.Args) > 0
		}) {
			return true
		}
	}
	return false
}
