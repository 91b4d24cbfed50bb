package atest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// action returns what a check would have done that reports each identifier called
// bad, and calls it good, in a file with that text.
func action(t *testing.T, text string) *checker.Action {
	t.Helper()
	name := filepath.Join(t.TempDir(), "p.go")
	write(t, name, text)
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	act := &checker.Action{Package: &packages.Package{Fset: fset, Syntax: []*ast.File{file}, CompiledGoFiles: []string{name}}}
	ast.Inspect(file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == "bad" {
			act.Diagnostics = append(act.Diagnostics, analysis.Diagnostic{
				Pos: id.Pos(), Message: "this is bad",
				SuggestedFixes: []analysis.SuggestedFix{{TextEdits: []analysis.TextEdit{{Pos: id.Pos(), End: id.End(), NewText: []byte("good")}}}},
			})
		}
		return true
	})
	return act
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// texts returns what is behind the place in each error.
func texts(errs []error) []string {
	var all []string
	for _, err := range errs {
		_, text, _ := strings.Cut(err.Error(), ": ")
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}

func TestCompareFindings(t *testing.T) {
	for _, tc := range []struct {
		line string
		want []string
	}{
		{"var fine int", nil},
		{"var bad int", []string{"unexpected finding: this is bad"}},
		{"var bad int // want `is bad`", nil},
		{"var bad int // want `is bad` \"bad\"", []string{"no finding `bad`"}},
		{"var bad int /* want `is bad` */", nil},
		{"var bad int // a comment // want `is bad`", nil},
		{"var bad int // want `is good`", []string{"no finding `is good`", "unexpected finding: this is bad"}},
		{"var fine int // want `is bad`", []string{"no finding `is bad`"}},
		{"var fine int // want fine:`a fact`", []string{"no fact `a fact` of fine"}},
		{"var fine int // want", nil},
		{"var fine int // want some more", []string{"want comment: Ident behind some, not a colon"}},
		{"var fine int // want `(`", []string{"want comment: error parsing regexp: missing closing ): `(`"}},
		{"var fine int // wanted", nil},
	} {
		if got := texts(compareFindings(action(t, "package p\n\n"+tc.line+"\n"))); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", tc.line, got, tc.want)
		}
	}
}

func TestCompareFixes(t *testing.T) {
	for _, tc := range []struct {
		text, golden string
		differ       bool
	}{
		{"package p\n\nvar fine int\n", "", false},
		{"package p\n\nvar bad int\n", "", true}, // no golden
		{"package p\n\nvar fine int\n", "package p\n", true},
		{"package p\n\nvar bad int\n", "package p\n\nvar good int\n", false},
		{"package p\n\nvar bad int\n", "package p\n\nvar bad int\n", true},
		{"package p\n\nvar bad = func() { bad() }\n", "package p\n\nvar good = func() { good() }\n", false},
		{"package p\n\nvar bad = func() { bad() }\n", "package p\n\nvar good = func() { bad() }\n", true},
	} {
		act := action(t, tc.text)
		if tc.golden != "" {
			write(t, act.Package.CompiledGoFiles[0]+".golden", tc.golden)
		}
		if got := compareFixes(act); len(got) > 0 != tc.differ {
			t.Errorf("%q and %q: %v", tc.text, tc.golden, got)
		}
	}
}
