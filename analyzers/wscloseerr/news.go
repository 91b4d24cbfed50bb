package wscloseerr

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// ordinary are the codes of a close that is no news: normal, going away, and
// none given.
var ordinary = []int64{1000, 1001, 1005}

// A test is what has to hold for an error to be worth a line in a log.
type test struct {
	// init is a statement for the head of the if, declared one before it.
	init, declared string
	conds          []string
}

// then returns the test with what it guards.
func (t test) then(body string) string {
	if len(t.conds) == 0 {
		return body
	}
	head := strings.Join(t.conds, " && ")
	if t.init != "" {
		head = t.init + "; " + head
	}
	return t.declared + "if " + head + " {\n" + body + "\n}"
}

// news returns the test of the error called err at n.
func (f *fixer) news(n ast.Node, err string) (t test) {
	lib := f.lib
	pkg := f.lookup(lib.CodePackage)
	switch {
	case pkg != nil && pkg.Scope().Lookup("IsCloseError") != nil && !f.wrapped:
		t.conds = append(t.conds, fmt.Sprintf("!%s.IsCloseError(%s, %s)", f.Import(lib.CodePackage, n.Pos()), err, strings.Join(f.codes(lib, n), ", ")))
	case pkg != nil && pkg.Scope().Lookup("CloseStatus") != nil:
		status := f.Name("status", n.Pos())
		t.init = fmt.Sprintf("%s := %s.CloseStatus(%s)", status, f.Import(lib.CodePackage, n.Pos()), err)
		for _, code := range f.codes(lib, n) {
			t.conds = append(t.conds, status+" != "+code)
		}
	default:
		if typ := f.closeError(lib); typ != nil {
			f.asCloseError(&t, typ, n, err)
		} else if f.eofEnds() {
			t.conds = append(t.conds, fmt.Sprintf("%s != %s.EOF", err, f.Import("io", n.Pos())))
		}
	}
	if f.GoVersion("go1.16") {
		t.conds = append(t.conds, fmt.Sprintf("!%s.Is(%s, %s.ErrClosed)", f.Import("errors", n.Pos()), err, f.Import("net", n.Pos())))
	}
	return t
}

// eofEnds reports whether the read ends with io.EOF where the peer closed the
// connection as it should: so do those of libraries that have no close errors,
// but not what copies until then.
func (f *fixer) eofEnds() bool {
	if f.tabled != nil && f.tabled.Lib == nil && f.tabled.Func.Endless {
		return false
	}
	return !slices.ContainsFunc(f.lib.Packages, func(p *wslib.Package) bool { return len(p.Errors) > 0 })
}

// asCloseError tests for a type of close error.
func (f *fixer) asCloseError(t *test, typ *types.TypeName, n ast.Node, err string) {
	name := f.Name("closed", n.Pos())
	star := ""
	if f.pointer {
		star = "*"
	}
	t.declared = fmt.Sprintf("var %s %s%s.%s\n", name, star, f.Import(typ.Pkg().Path(), n.Pos()), typ.Name())
	var codes []string
	for _, code := range f.codes(f.lib, n) {
		codes = append(codes, name+".Code == "+code)
	}
	t.conds = append(t.conds, fmt.Sprintf("!(%s.As(%s, &%s) && (%s))", f.Import("errors", n.Pos()), err, name, strings.Join(codes, " || ")))
}

// closeError returns the type of close errors that the library's read returns,
// nil if it is one that takes no close frames apart.
func (f *fixer) closeError(lib *wslib.Library) *types.TypeName {
	if t := f.tabled; t != nil && t.Tabled() && (t.Lib != nil && !t.Func.Answers || t.Lib == nil && isPlain(lib)) {
		return nil
	}
	for _, p := range lib.Packages {
		for _, name := range p.Errors {
			pkg := f.lookup(p.Path)
			if pkg == nil {
				continue
			}
			f.pointer = strings.HasPrefix(name, "*")
			if t, ok := pkg.Scope().Lookup(strings.TrimPrefix(name, "*")).(*types.TypeName); ok {
				return t
			}
		}
	}
	return nil
}

// isPlain reports whether the library's connections are what is below them.
func isPlain(lib *wslib.Library) bool {
	return !slices.ContainsFunc(lib.Packages, func(p *wslib.Package) bool { return len(p.Conns) > 0 })
}

// codes returns the ordinary codes by the library's names for them.
func (f *fixer) codes(lib *wslib.Library, n ast.Node) []string {
	var list []string
	pkg := f.lookup(lib.CodePackage)
	for _, code := range ordinary {
		if name := lib.CodeNames[code]; pkg != nil && name != "" && pkg.Scope().Lookup(name) != nil {
			list = append(list, f.Import(lib.CodePackage, n.Pos())+"."+name)
			continue
		}
		if code == 1005 && len(lib.CodeNames) == 0 {
			code = 0 // gws has it for an empty frame
		}
		list = append(list, strconv.FormatInt(code, 10))
	}
	return list
}

// lookup returns the package with that path if a fix may import it: the package
// under analysis does, or the library's packages that it imports do.
func (f *fixer) lookup(path string) *types.Package {
	if path == "" {
		return nil
	}
	for _, p := range f.pass.Pkg.Imports() {
		if p.Path() == path {
			return p
		}
	}
	for _, p := range f.pass.Pkg.Imports() {
		if f.flow.Index.Package(p) == nil {
			continue
		}
		for _, q := range p.Imports() {
			if q.Path() == path {
				return q
			}
		}
	}
	return nil
}
