package redial

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// arrived looks at what arrives in the code around a dial.
type arrived struct{ *Finder }

// HandlesMessage reports whether a call that leads to the dial is handed what arrived
// in the code around it, and dials for some messages only: a wait before it would
// delay them all.
func (c *Finder) HandlesMessage(call *ast.CallExpr, around *ast.BlockStmt) bool {
	ar := &arrived{c}
	if c.Graph.Dials[call] || ar.alwaysDials(call) {
		return false
	}
	vars := ar.vars(around)
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		return !lang.AreErrors(lang.TypeOf(c.flow.Info, arg)) && ar.madeOf(arg, vars)
	})
}

// alwaysDials reports whether what call runs comes to a dial on every path.
func (ar *arrived) alwaysDials(call *ast.CallExpr) bool {
	redials := func(n ast.Node) bool {
		inner, ok := n.(*ast.CallExpr)
		return ok && ar.Graph.Redials(inner)
	}
	for _, f := range ar.flow.Callees(call) {
		if first := paths.First(f.Body); !lang.Any(first, redials) && ar.flow.Leaves(first, redials) {
			return false
		}
	}
	return true
}

// vars returns the variables that hold, in the code, what was read from a
// connection or received from a channel, or what was made of that.
func (ar *arrived) vars(in *ast.BlockStmt) (vars []*types.Var) {
	add := func(e ast.Expr) {
		if v := lang.Var(ar.flow.Info, e); v != nil && !lang.AreErrors(v.Type()) {
			vars = append(vars, v)
		}
	}
	lang.Walk(in, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, e := range n.Lhs {
				if from := n.Rhs[min(i, len(n.Rhs)-1)]; ar.madeOf(from, vars) || lang.Any(from, ar.receives) {
					add(e)
				}
			}
		case *ast.RangeStmt:
			if n.Key != nil && lang.IsChan(lang.TypeOf(ar.flow.Info, n.X)) {
				add(n.Key)
			}
		case *ast.CallExpr:
			for _, arg := range n.Args { // json.Unmarshal(data, &message)
				if to, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok && to.Op == token.AND && ar.madeOf(n, vars) {
					add(to.X)
				}
			}
		}
	})
	return vars
}

// receives reports whether n reads a connection, or receives from a channel what is
// more than that time has passed.
func (ar *arrived) receives(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		return ar.Graph.ReadsIn(n)
	case *ast.UnaryExpr:
		return ar.isSignal(n)
	}
	return false
}

// madeOf reports whether n mentions one of the variables.
func (ar *arrived) madeOf(n ast.Node, vars []*types.Var) bool {
	return slices.ContainsFunc(vars, func(v *types.Var) bool { return lang.Mentions(ar.flow.Info, n, v) })
}
