package connflow

import (
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// accesses knows what the types of the package let others do to connections.
type accesses struct{ *program }

// Access returns what code out of sight can do with a value of type t to a
// connection in it or behind it. What the methods of a type of this package do
// is seen where they do it: only what it embeds or exports counts.
func (ac accesses) Access(t types.Type) wslib.Access {
	return ac.access(t, map[types.Type]bool{})
}

const everything = wslib.Bounds | wslib.Closes

func (ac accesses) access(t types.Type, seen map[types.Type]bool) wslib.Access {
	if t == nil || seen[t] {
		return 0
	}
	seen[t] = true
	switch u := types.Unalias(t).(type) {
	case *types.Tuple:
		return 0
	case *types.Pointer:
		return ac.access(u.Elem(), seen)
	case *types.Slice:
		return ac.access(u.Elem(), seen)
	case *types.Array:
		return ac.access(u.Elem(), seen)
	case *types.Chan:
		return ac.access(u.Elem(), seen)
	case *types.Map:
		return ac.access(u.Elem(), seen) | ac.access(u.Key(), seen)
	case *types.Interface:
		return interfaceAccess(u)
	case *types.TypeParam:
		if iface, ok := u.Underlying().(*types.Interface); ok {
			return interfaceAccess(iface)
		}
	case *types.Named:
		if iface, ok := u.Underlying().(*types.Interface); ok {
			return interfaceAccess(iface)
		}
		if wslib.IsStd(u.Obj().Pkg()) {
			return methodAccess(u)
		}
		if u.Obj().Pkg() != ac.Pkg {
			return everything // the library's own type, or one that hides what it does
		}
		if s, ok := u.Underlying().(*types.Struct); ok {
			return ac.structAccess(s)
		}
		return ac.access(u.Underlying(), seen)
	}
	return everything // a function
}

// interfaceAccess: an interface shows what can be done; an empty one may be
// asserted to anything.
func interfaceAccess(iface *types.Interface) wslib.Access {
	if iface.NumMethods() == 0 {
		return everything
	}
	var a wslib.Access
	for m := range iface.Methods() {
		a |= wslib.AccessBy(m.Name())
	}
	return a
}

// methodAccess is what the methods of a type of the standard library give.
func methodAccess(t *types.Named) wslib.Access {
	var a wslib.Access
	for m := range types.NewMethodSet(types.NewPointer(t)).Methods() {
		a |= wslib.AccessBy(m.Obj().Name())
	}
	return a
}

// structAccess is what the embedded and exported fields of a struct of this
// package give.
func (ac accesses) structAccess(s *types.Struct) wslib.Access {
	var a wslib.Access
	for f := range s.Fields() {
		if !f.Embedded() && !f.Exported() {
			continue
		}
		if ac.Index.IsConn(f.Type()) != nil {
			return everything
		}
		if iface, ok := f.Type().Underlying().(*types.Interface); ok && iface.NumMethods() > 0 {
			a |= interfaceAccess(iface)
		}
	}
	return a
}

// OwnType returns the type of this package that t is or points to, nil if it is
// none.
func (pr *program) OwnType(t types.Type) *types.Named {
	if named := lang.Named(t); named != nil && named.Obj().Pkg() == pr.Pkg {
		return named
	}
	return nil
}
