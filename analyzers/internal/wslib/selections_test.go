package wslib_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

func TestSelections(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", `package p

import "cmp"

var or = cmp.Or[int]

func Ternary[T any](cond bool, yes, no T) T { return yes }
func Must[T any](v T, err error) T          { return v }
func Both[T any](v T, rest ...T) (int, T)   { return 0, v }
func First[T any](list []T) T               { return list[0] }
func Len[T any](v T) int                    { return 0 }
func Plain(v int) int                       { return v }
`, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	pkg, err := (&types.Config{Importer: importer.ForCompiler(fset, "source", nil)}).Check("p", fset, []*ast.File{file}, info)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		result int
		want   wslib.Selection
		from   []int
	}{
		{"Ternary", 0, wslib.ByCondition, []int{1, 2}},
		{"Must", 0, wslib.SomeArgument, []int{0}},
		{"Both", 1, wslib.NoSelection, []int{0, 1}},
		{"First", 0, wslib.NoSelection, nil},
		{"Len", 0, wslib.NoSelection, nil},
		{"Plain", 0, wslib.NoSelection, nil},
	} {
		fn := pkg.Scope().Lookup(test.name).(*types.Func)
		if got := wslib.SelectionOf(fn); got != test.want {
			t.Errorf("%s selects %d, want %d", test.name, got, test.want)
		}
		if got := wslib.SelectedFrom(fn, test.result); !slices.Equal(got, test.from) {
			t.Errorf("result %d of %s is one of %v, want %v", test.result, test.name, got, test.from)
		}
	}
	found := false
	for id, obj := range info.Uses {
		if fn, ok := obj.(*types.Func); ok && id.Name == "Or" {
			found = true
			if got := wslib.SelectionOf(fn); got != wslib.FirstNonZero {
				t.Errorf("cmp.Or selects %d, want the first that is not zero", got)
			}
		}
	}
	if !found {
		t.Error("cmp.Or is not used")
	}
	if wslib.SelectionOf(nil) != wslib.NoSelection {
		t.Error("no function selects nothing")
	}
}
