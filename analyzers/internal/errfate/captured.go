package errfate

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A capture is an error in a variable that other functions may see.
type capture struct {
	*Errors
	*Error
	// in is the function around its call.
	in *connflow.Func
}

// escapes reports whether code that the paths of in do not show may use the error
// after its call: a function literal, for example a deferred one, the function around in,
// or whoever got the variable's address.
func (x capture) escapes() bool {
	found := false
	lang.Inspect(x.in.Body, func(n ast.Node) bool {
		u, ok := n.(*ast.UnaryExpr)
		found = found || ok && u.Op == token.AND && lang.Var(x.flow.Info, u.X) == x.Var
		return !found
	})
	if found {
		return true
	}
	path := x.flow.Path(x.in.Node)
	decl := path[max(0, len(path)-2)]
	for _, f := range x.flow.Funcs {
		if f != x.in && lang.Within(f.Node, decl) && x.usedLater(f) {
			return true
		}
	}
	return false
}

// usedLater reports whether f, another function of the same declaration, may
// use the error after its call. Where f is a literal that does not run on the
// spot, nothing is known of when it runs.
func (x capture) usedLater(f *connflow.Func) bool {
	if !lang.Within(x.in.Node, f.Node) {
		if !x.Uses(f.Body, x.Var) {
			return false
		}
		// A literal that is called on the spot runs there and then.
		at := x.calledAt(f)
		return at == nil || x.reachable(at)
	}
	found := false
	w := &walk{Errors: x.Errors}
	w.visit = func(n ast.Node) bool {
		found = found || x.Uses(n, x.Var) || x.returnsNamed(n, f)
		return !found && !x.declares(n) // the next round of a loop has a variable of its own
	}
	w.after(x.outermostIn(f).Node)
	return found
}

// calledAt returns the call of a literal that is called where it stands, and not
// by a go or defer statement; nil if it is not.
func (x capture) calledAt(f *connflow.Func) ast.Node {
	path := x.flow.Path(f.Node)
	i := 1
	for i < len(path) {
		if _, ok := path[i].(*ast.ParenExpr); !ok {
			break
		}
		i++
	}
	if i+1 >= len(path) {
		return nil
	}
	call, ok := path[i].(*ast.CallExpr)
	if !ok || !lang.Within(f.Node, call.Fun) {
		return nil
	}
	switch path[i+1].(type) {
	case *ast.GoStmt, *ast.DeferStmt:
		return nil
	}
	return call
}

// reachable reports whether at may run after e's call: it stands in another
// function than in, or in in behind the call.
func (x capture) reachable(at ast.Node) bool {
	switch f := x.flow.Func(at); {
	case f == x.in:
		return x.flow.Between(x.Error.Call, at, nil)
	case f != nil && lang.Within(x.in.Node, f.Node):
		return x.flow.Between(x.outermostIn(f).Node, at, nil)
	}
	return true
}

// outermostIn returns the literal around in, or in itself, that stands in f.
func (x capture) outermostIn(f *connflow.Func) *connflow.Func {
	in := x.in
	for in.Outer != nil && in.Outer != f {
		in = in.Outer
	}
	return in
}

// returnsNamed reports whether n returns the variable of e, a named result of f,
// without naming it.
func (x capture) returnsNamed(n ast.Node, f *connflow.Func) bool {
	ret, ok := n.(*ast.ReturnStmt)
	if !ok || len(ret.Results) > 0 {
		return false
	}
	for v := range f.Signature().Results().Variables() {
		if v == x.Var {
			return true
		}
	}
	return false
}

// declares reports whether n, a node of a path, declares the variable.
func (x capture) declares(n ast.Node) bool {
	var names []ast.Expr
	switch n := n.(type) {
	case *ast.AssignStmt:
		names = n.Lhs
	case *ast.ValueSpec:
		for _, name := range n.Names {
			names = append(names, name)
		}
	}
	return slices.ContainsFunc(names, func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return ok && x.flow.Info.Defs[id] == x.Var
	})
}
