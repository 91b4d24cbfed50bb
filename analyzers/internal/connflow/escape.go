package connflow

import (
	"go/ast"
	"go/types"
)

// An escape is a way out of sight; with of, only if code out of sight calls of.
type escape struct{ *Away }

// leaves marks that what n holds goes out of sight as a value of type t.
func (b *builder) leaves(n node, e ast.Expr, t types.Type) {
	if n != noNode {
		b.escapes(n, &Away{Node: e, Type: t})
	}
	b.embedded(e, func(field node) { b.escapes(field, &Away{Node: e, Type: t}) })
}

func (b *builder) escapes(n node, a *Away) {
	b.places[n].away = append(b.places[n].away, escape{a})
}

// handAway marks the arguments of a call of unseen code.
func (b *callBuilder) handAway(call *ast.CallExpr, sig *types.Signature) {
	for i, arg := range call.Args {
		b.leaves(b.eval(arg), arg, paramType(sig, i))
	}
}

// open reports whether what t, a struct of another package, holds is seen by
// those who put it there.
func (b *builder) open(t types.Type) bool {
	fact := b.holdingOf(t)
	return fact != nil && fact.Open
}
