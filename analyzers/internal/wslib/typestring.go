package wslib

import (
	"go/types"
	"strings"
)

// typeString returns t as the tables write it: names of pkg unqualified, those
// of other packages qualified by the package's name, no parameter names, any
// for the empty interface however it was spelled.
func typeString(t types.Type, pkg *types.Package) string {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		if t.Kind() == types.Byte {
			return "byte" // also where it was spelled uint8
		}
		return t.Name()
	case *types.Pointer:
		return "*" + typeString(t.Elem(), pkg)
	case *types.Slice:
		return "[]" + typeString(t.Elem(), pkg)
	case *types.Signature:
		return "func" + parameters(t, pkg) + results(t, pkg)
	case *types.Named:
		obj := t.Obj()
		if obj.Pkg() == nil || obj.Pkg() == pkg {
			return obj.Name()
		}
		return obj.Pkg().Name() + "." + obj.Name()
	case *types.Interface:
		if t.Empty() {
			return "any"
		}
	}
	return types.TypeString(t, func(p *types.Package) string {
		if p == pkg {
			return ""
		}
		return p.Name()
	})
}

func parameters(sig *types.Signature, pkg *types.Package) string {
	list := tuple(sig.Params(), pkg)
	if last := len(list) - 1; sig.Variadic() {
		list[last] = "..." + strings.TrimPrefix(list[last], "[]")
	}
	return "(" + strings.Join(list, ", ") + ")"
}

func results(sig *types.Signature, pkg *types.Package) string {
	switch list := tuple(sig.Results(), pkg); len(list) {
	case 0:
		return ""
	case 1:
		return " " + list[0]
	default:
		return " (" + strings.Join(list, ", ") + ")"
	}
}

func tuple(t *types.Tuple, pkg *types.Package) []string {
	var list []string
	for v := range t.Variables() {
		list = append(list, typeString(v.Type(), pkg))
	}
	return list
}
