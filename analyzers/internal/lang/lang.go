// Package lang has what the checks ask of syntax and types that has nothing to
// do with connections.
package lang

import (
	"go/ast"
	"go/types"
	"slices"
)

// Error is the type error.
var Error = types.Universe.Lookup("error").Type()

// IsError reports whether t is the type error itself.
func IsError(t types.Type) bool { return t != nil && types.Identical(t, Error) }

// AreErrors reports whether the values of type t are errors.
func AreErrors(t types.Type) bool {
	return t != nil && types.Implements(t, Error.Underlying().(*types.Interface))
}

// IsNamed reports whether t, or what it points to, is the type of one of these
// names in the package with that path.
func IsNamed(t types.Type, path string, names ...string) bool {
	if t == nil {
		return false
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path && slices.Contains(names, named.Obj().Name())
}

// Within reports whether n is in outer, or is it.
func Within(n, outer ast.Node) bool { return outer.Pos() <= n.Pos() && n.End() <= outer.End() }
