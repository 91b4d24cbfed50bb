package wslib_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// TestFailsIfEmpty has packages that call their own Unmarshal: what counts is the
// package's name, the function's, and its shape.
func TestFailsIfEmpty(t *testing.T) {
	for text, want := range map[string]bool{
		"package json\nfunc Unmarshal([]byte, any) error { return nil }\nvar _ = Unmarshal(nil, nil)":               true,
		"package sonic\nvar Unmarshal = func(data []byte, v any) error { return nil }\nvar _ = Unmarshal(nil, nil)": true,
		"package yaml\nfunc Unmarshal([]byte, any) error { return nil }\nvar _ = Unmarshal(nil, nil)":               false,
		"package json\nfunc Unmarshal(string, any) error { return nil }\nvar _ = Unmarshal(``, nil)":                false,
	} {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "p.go", text, 0)
		if err != nil {
			t.Fatal(err)
		}
		info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
		if _, err := new(types.Config).Check("example.com/p", fset, []*ast.File{file}, info); err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && wslib.FailsIfEmpty(info, call) != want {
				t.Errorf("%s: want %v", text, want)
			}
			return true
		})
	}
}
