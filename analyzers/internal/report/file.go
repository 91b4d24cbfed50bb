package report

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
)

// A file is what the rules of silence need to know of a file.
type file struct {
	syntax     *ast.File
	test       bool
	directives []*Directive
	// byName remembers, by the name that a position has, whether that file is
	// generated: through //line one file holds lines of several.
	byName map[string]bool
}

func newFile(fset *token.FileSet, syntax *ast.File) *file {
	return &file{
		syntax:     syntax,
		test:       IsTest(fset, syntax),
		directives: Directives(syntax),
		byName:     make(map[string]bool),
	}
}

// IsTest reports whether f is a test file, or one that is made for tests alone
// because it imports testing.
func IsTest(fset *token.FileSet, f *ast.File) bool {
	if strings.HasSuffix(fset.Position(f.Package).Filename, "_test.go") {
		return true
	}
	for _, spec := range f.Imports {
		if spec.Path.Value == `"testing"` {
			return true
		}
	}
	return false
}

// importsC reports whether cgo rewrites f before it is compiled.
func (f *file) importsC() bool {
	return slices.ContainsFunc(f.syntax.Imports, func(spec *ast.ImportSpec) bool { return spec.Path.Value == `"C"` })
}

// generated reports whether the file that pos names is generated. What cgo
// makes of a file says that it is generated, the file itself need not be: where
// pos names another file than the one that was parsed, that one is asked, and
// the parsed one only if the other cannot be read.
func (f *file) generated(fset *token.FileSet, pos token.Pos) bool {
	name := fset.Position(pos).Filename
	generated, known := f.byName[name]
	if !known {
		generated = ast.IsGenerated(f.syntax)
		if name != fset.PositionFor(pos, false).Filename {
			if named, ok := header(name); ok {
				generated = ast.IsGenerated(named)
			}
		}
		f.byName[name] = generated
	}
	return generated
}

// header parses a file as far as its package clause. A file that is not Go,
// a grammar for instance, has been written by a person: its header is empty.
func header(name string) (f *ast.File, ok bool) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, false
	}
	f, err = parser.ParseFile(token.NewFileSet(), name, content, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		return new(ast.File), true
	}
	return f, true
}
