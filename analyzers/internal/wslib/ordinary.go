package wslib

import (
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// ordinary are the codes of a normal end of a connection: normal closure, going
// away, and none given.
var ordinary = []int64{1000, 1001, 1005}

// A Code is a close code as source spells it: by the library's constant Name in
// the package Path, or, where Path is "", as the number Name.
type Code struct{ Path, Name string }

// OrdinaryCodes returns the codes of a normal end of lib's connections, as a fix
// in the package p spells them.
func (x *Index) OrdinaryCodes(p *types.Package, lib *Library) []Code {
	var codes []Code
	declares := x.Importable(p, lib.CodePackage)
	for _, code := range ordinary {
		if name := lib.CodeNames[code]; declares != nil && name != "" && declares.Scope().Lookup(name) != nil {
			codes = append(codes, Code{lib.CodePackage, name})
			continue
		}
		if code == 1005 && slices.Contains(lib.Received, 0) && len(lib.CodeNames) == 0 {
			code = 0 // what the library has for an empty frame
		}
		codes = append(codes, Code{Name: strconv.FormatInt(code, 10)})
	}
	return codes
}

// CloseErrorType returns the type of lib's close errors and whether they are
// pointers, nil where a fix in the package p cannot name it or lib has none.
func (x *Index) CloseErrorType(p *types.Package, lib *Library) (t *types.TypeName, pointer bool) {
	for _, declares := range lib.Packages {
		for _, name := range declares.Errors {
			pkg := x.Importable(p, declares.Path)
			if pkg == nil {
				continue
			}
			if t, ok := pkg.Scope().Lookup(strings.TrimPrefix(name, "*")).(*types.TypeName); ok {
				return t, strings.HasPrefix(name, "*")
			}
		}
	}
	return nil, false
}

// HasCloseErrors reports whether lib has a type of errors that carry a received
// close code.
func (lib *Library) HasCloseErrors() bool {
	return slices.ContainsFunc(lib.Packages, func(p *Package) bool { return len(p.Errors) > 0 })
}

// HasConns reports whether lib has a type of its own for connections: without one
// its functions read and write frames on a net.Conn.
func (lib *Library) HasConns() bool {
	return slices.ContainsFunc(lib.Packages, func(p *Package) bool { return len(p.Conns) > 0 })
}
