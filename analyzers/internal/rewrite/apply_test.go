package rewrite_test

import (
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// A source is a file under test, type-checked against stubs: each package has
// a variable X, whatever its path.
type source struct {
	t    testing.TB
	text string
	pass *analysis.Pass
	file *ast.File
	// good are results that were found to be in order.
	good map[string]bool
}

func load(t testing.TB, goVersion, text string) *source {
	t.Helper()
	s := &source{t: t, text: text, good: make(map[string]bool)}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", text, parser.ParseComments)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	other := otherFile(t, fset, f)
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object),
		Uses: make(map[*ast.Ident]types.Object), Implicits: make(map[ast.Node]types.Object),
		Scopes: make(map[ast.Node]*types.Scope), FileVersions: make(map[*ast.File]string),
	}
	files := []*ast.File{f, other}
	pkg, err := config(goVersion).Check("p", fset, files, info)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	s.file = f
	s.pass = &analysis.Pass{
		Fset: fset, Files: files, Pkg: pkg, TypesInfo: info,
		ReadFile: func(string) ([]byte, error) { return []byte(text), nil },
	}
	return s
}

// otherFile is another file of f's package, for what it imports.
func otherFile(t testing.TB, fset *token.FileSet, f *ast.File) *ast.File {
	other, err := parser.ParseFile(fset, "other.go", "package "+f.Name.Name+"\nimport _ \"github.com/gobwas/ws/wsutil\"\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	return other
}

func config(goVersion string) *types.Config {
	return &types.Config{Importer: stubs{}, GoVersion: goVersion, FakeImportC: true}
}

type stubs struct{}

func (stubs) Import(p string) (*types.Package, error) {
	if p == "unsafe" {
		return types.Unsafe, nil
	}
	name := path.Base(p)
	if name == "v2" {
		name = path.Base(path.Dir(p))
	}
	pkg := types.NewPackage(p, name)
	pkg.Scope().Insert(types.NewVar(token.NoPos, pkg, "X", types.Typ[types.Int]))
	pkg.MarkComplete()
	if p == "github.com/gobwas/ws/wsutil" {
		ws, _ := stubs{}.Import("github.com/gobwas/ws")
		pkg.SetImports([]*types.Package{ws})
	}
	return pkg, nil
}

// stmt returns the statement that starts with that text.
func (s *source) stmt(text string) ast.Stmt {
	s.t.Helper()
	var found ast.Stmt
	ast.Inspect(s.file, func(n ast.Node) bool {
		if st, ok := n.(ast.Stmt); ok && found == nil {
			if _, block := st.(*ast.BlockStmt); !block && strings.HasPrefix(s.from(n), text) {
				found = st
			}
		}
		return true
	})
	if found == nil {
		s.t.Fatalf("no statement %q", text)
	}
	return found
}

// block returns the block behind that text.
func (s *source) block(text string) *ast.BlockStmt {
	s.t.Helper()
	var found *ast.BlockStmt
	ast.Inspect(s.file, func(n ast.Node) bool {
		if b, ok := n.(*ast.BlockStmt); ok && strings.HasSuffix(strings.TrimSpace(s.text[:s.pass.Fset.Position(b.Pos()).Offset]), text) {
			found = b
		}
		return true
	})
	if found == nil {
		s.t.Fatalf("no block behind %q", text)
	}
	return found
}

func (s *source) from(n ast.Node) string {
	return s.text[s.pass.Fset.PositionFor(n.Pos(), false).Offset:]
}

// apply applies fixes in each of the drivers' ways, in both orders, and
// requires the same result, formatted, that compiles.
func (s *source) apply(fixes ...analysis.SuggestedFix) string {
	s.t.Helper()
	results := s.applyAnyOrder(fixes...)
	for _, r := range results {
		if r != results[0] {
			s.t.Fatalf("applied differently:\n%s\n-- and --\n%s", results[0], r)
		}
	}
	return results[0]
}

// applyAnyOrder applies fixes likewise, where their order shows in the result.
func (s *source) applyAnyOrder(fixes ...analysis.SuggestedFix) (results []string) {
	s.t.Helper()
	var edits [][]atest.Edit
	for _, f := range fixes {
		edits = append(edits, atest.Edits(s.pass.Fset, f))
	}
	for range 2 {
		merged, ok := atest.Merge(edits...)
		if !ok {
			s.t.Fatalf("fixes overlap: %+v", edits)
		}
		collected, err := atest.Collect(edits...)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, all := range [][]atest.Edit{merged, collected} {
			got := atest.Apply(s.text, all)
			s.check(got)
			results = append(results, got)
		}
		slices.Reverse(edits)
	}
	return results
}

// check requires that a fixed file is formatted and compiles.
func (s *source) check(text string) {
	s.t.Helper()
	if s.good[text] {
		return
	}
	s.good[text] = true
	formatted, err := format.Source([]byte(text))
	if err != nil {
		s.t.Fatalf("%v\n%s", err, text)
	}
	if string(formatted) != strings.ReplaceAll(text, "\r\n", "\n") {
		s.t.Fatalf("not formatted:\n%s\n-- gofmt --\n%s", text, formatted)
	}
	if strings.Contains(s.text, "\r\n") && strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		s.t.Fatalf("mixed newlines: %q", text)
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", text, 0)
	if err != nil {
		s.t.Fatalf("%v\n%s", err, text)
	}
	if _, err := config(s.pass.Pkg.GoVersion()).Check("p", fset, []*ast.File{f, otherFile(s.t, fset, f)}, nil); err != nil {
		s.t.Fatalf("%v\n%s", err, text)
	}
}

func builder(s *source) *rewrite.Builder { return rewrite.New(s.pass, s.file) }
