package wslib_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

func TestErrorTestsAreKnownByTheirShape(t *testing.T) {
	for _, test := range []struct {
		decl   string
		is, as bool
	}{
		{"func Is(err, target error) bool { return false }", true, false},
		{"func As(err error, target any) bool { return false }", true, true},
		{"func As(err error, target interface{}) bool { return false }", true, true},
		{"func As(err error, target *error) bool { return false }", false, false},
		{"func As(err error, target any) (bool, error) { return false, nil }", false, false},
		{"func As(target any, err error) bool { return false }", false, false},
		{"func Has(err error, target any) bool { return false }", false, false},
		{"func Is(err error, code int) bool { return false }", false, false},
	} {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "p.go", "package p\n"+test.decl, 0)
		if err != nil {
			t.Fatal(err)
		}
		info := &types.Info{Defs: map[*ast.Ident]types.Object{}}
		if _, err := new(types.Config).Check("p", fset, []*ast.File{file}, info); err != nil {
			t.Fatal(err)
		}
		fn := info.Defs[file.Decls[0].(*ast.FuncDecl).Name].(*types.Func)
		if is, as := wslib.IsErrorTest(fn), wslib.IsErrorAs(fn); is != test.is || as != test.as {
			t.Errorf("%s: a test of errors %t, an errors.As %t, want %t and %t", test.decl, is, as, test.is, test.as)
		}
	}
}
