package wsbackoff

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// otherMessages is what to do where a call handles messages.
const otherMessages = "the call handles other messages, too: wait where it dials, and " + grows

// messages looks at what arrives in the code around a dial.
type messages struct{ *mend }

// handlesMessage reports whether a call that leads to the dial is handed what arrived
// in the code around it, and dials for some messages only: a wait before it would
// delay them all.
func (ms *messages) handlesMessage(call *ast.CallExpr, around *ast.BlockStmt) bool {
	if ms.graph.Dials[call] || ms.alwaysDials(call) {
		return false
	}
	arrived := ms.arrived(around)
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		return !lang.AreErrors(lang.TypeOf(ms.flow.Info, arg)) && ms.madeOf(arg, arrived)
	})
}

// alwaysDials reports whether what call runs comes to a dial on every path.
func (ms *messages) alwaysDials(call *ast.CallExpr) bool {
	redials := func(n ast.Node) bool {
		inner, ok := n.(*ast.CallExpr)
		return ok && ms.graph.Redials(inner)
	}
	for _, f := range ms.flow.Callees(call) {
		if first := firstNode(f.Body); !anyNode(first, redials) && ms.flow.Leaves(first, redials) {
			return false
		}
	}
	return true
}

// arrived returns the variables that hold, in the code, what was read from a
// connection or received from a channel, or what was made of that.
func (ms *messages) arrived(in *ast.BlockStmt) (vars []*types.Var) {
	add := func(e ast.Expr) {
		if v := lang.Var(ms.flow.Info, e); v != nil && !lang.AreErrors(v.Type()) {
			vars = append(vars, v)
		}
	}
	lang.Walk(in, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, e := range n.Lhs {
				if from := n.Rhs[min(i, len(n.Rhs)-1)]; ms.madeOf(from, vars) || anyNode(from, ms.receives) {
					add(e)
				}
			}
		case *ast.RangeStmt:
			if n.Key != nil && lang.IsChan(lang.TypeOf(ms.flow.Info, n.X)) {
				add(n.Key)
			}
		case *ast.CallExpr:
			for _, arg := range n.Args { // json.Unmarshal(data, &message)
				if to, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok && to.Op == token.AND && ms.madeOf(n, vars) {
					add(to.X)
				}
			}
		}
	})
	return vars
}

// receives reports whether n reads a connection, or receives from a channel what is
// more than that time has passed.
func (ms *messages) receives(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		return ms.graph.ReadsIn(n)
	case *ast.UnaryExpr:
		return ms.rings.isSignal(n)
	}
	return false
}

// madeOf reports whether n mentions one of the variables.
func (ms *messages) madeOf(n ast.Node, vars []*types.Var) bool {
	return slices.ContainsFunc(vars, func(v *types.Var) bool { return lang.Mentions(ms.flow.Info, n, v) })
}

// anyNode reports whether holds does for n or a node in it.
func anyNode(n ast.Node, holds func(ast.Node) bool) bool {
	found := false
	lang.Walk(n, func(n ast.Node) { found = found || holds(n) })
	return found
}
