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

// TypeOf returns the type of e, the invalid type where it has none.
func TypeOf(info *types.Info, e ast.Expr) types.Type {
	if e == nil {
		return types.Typ[types.Invalid]
	}
	if t := info.TypeOf(e); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

// Deref returns what t points to, t itself if it is no pointer type. A named
// pointer type is none.
func Deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// Named returns the named type that t is or points to, nil if there is none.
func Named(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	named, _ := types.Unalias(Deref(t)).(*types.Named)
	return named
}

// IsNamed reports whether t, or what it points to, is the type of one of these
// names in the package with that path.
func IsNamed(t types.Type, path string, names ...string) bool {
	named := Named(t)
	return named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path && slices.Contains(names, named.Obj().Name())
}

// IsChan reports whether t is a channel type.
func IsChan(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// IsBytes reports whether t is a slice or an array of bytes.
func IsBytes(t types.Type) bool {
	if t == nil {
		return false
	}
	var elem types.Type
	switch t := t.Underlying().(type) {
	case *types.Slice:
		elem = t.Elem()
	case *types.Array:
		elem = t.Elem()
	default:
		return false
	}
	b, ok := elem.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Byte
}
