package analyzers_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/analyzers/atest"
)

// A program is a package that a test makes up, type-checked against the
// libraries of the corpus. Its files are in dir.
type program struct {
	*corpus
	dir     string
	fset    *token.FileSet
	version string // of Go
	// deps are packages of the corpus that it may import with their facts.
	deps  map[string]*packages.Package
	texts []string
	files []*ast.File
	pkg   *types.Package
	info  *types.Info
}

// program returns one without files.
func (c *corpus) program(t *testing.T) *program {
	return &program{corpus: c, dir: t.TempDir(), fset: token.NewFileSet(), version: "go1.25", deps: map[string]*packages.Package{}}
}

// with returns the program with other texts, if they compile.
func (p *program) with(texts ...string) (*program, error) {
	q := *p
	q.texts, q.files, q.info = texts, nil, newInfo()
	for i, text := range texts {
		file, err := parser.ParseFile(p.fset, p.name(i), text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		if err := newerImport(file, p.version); err != nil {
			return nil, err
		}
		q.files = append(q.files, file)
	}
	conf := types.Config{Importer: p.corpus, GoVersion: p.version}
	var err error
	if q.pkg, err = conf.Check("example.com/p", p.fset, q.files, q.info); err != nil {
		return nil, err
	}
	return &q, nil
}

func (p *program) name(i int) string { return filepath.Join(p.dir, fmt.Sprintf("p%d.go", i)) }

// newInfo returns an Info that takes all that analyzers ask for.
func newInfo() *types.Info {
	return &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Instances: make(map[*ast.Ident]types.Instance),
		Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object), Implicits: make(map[ast.Node]types.Object),
		Selections: make(map[*ast.SelectorExpr]*types.Selection), Scopes: make(map[ast.Node]*types.Scope), FileVersions: make(map[*ast.File]string),
	}
}

// write writes the files, and returns the package as drivers load it.
func (p *program) write(t *testing.T) *packages.Package {
	t.Helper()
	loaded := &packages.Package{
		ID: p.pkg.Path(), PkgPath: p.pkg.Path(), Name: p.pkg.Name(), Module: &packages.Module{GoVersion: strings.TrimPrefix(p.version, "go")},
		Fset: p.fset, Syntax: p.files, Types: p.pkg, TypesInfo: p.info, TypesSizes: types.SizesFor("gc", "amd64"),
		Imports: p.deps,
	}
	for i, text := range p.texts {
		if err := os.WriteFile(p.name(i), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		loaded.CompiledGoFiles = append(loaded.CompiledGoFiles, p.name(i))
	}
	loaded.GoFiles = loaded.CompiledGoFiles
	return loaded
}

// maxRounds is how often all fixes may be applied before none is left.
const maxRounds = 4

// vet requires of the suite, run over p: no panic, the same findings whenever
// it runs, fixes that compile alone and together, and that they come to an end.
func (p *program) vet(t *testing.T) {
	t.Helper()
	defer func() {
		err := recover()
		if err != nil {
			t.Errorf("panic: %v\n%s", err, debug.Stack())
		}
		if t.Failed() {
			t.Logf("%s\n-- %s --\n", p.version, strings.Join(p.texts, "\n-- and --\n"))
		}
	}()
	loaded := p.write(t)
	suite := analyzers.Suite()
	first := findings(t, suite, []*packages.Package{loaded}, true)
	slices.Reverse(suite)
	if second := findings(t, suite, []*packages.Package{loaded}, false); !maps.Equal(first, second) {
		t.Errorf("other findings in the second run: %v, not %v", second, first)
	}
	for round := 1; ; round++ {
		found := fixes(t, loaded)[loaded]
		if len(found) == 0 {
			return
		}
		if round > maxRounds {
			t.Error("there are still fixes")
			return
		}
		texts := slices.Clone(p.texts)
		for i := range texts {
			edits := found[p.name(i)]
			for _, e := range edits {
				if err := p.build(loaded, p.version, map[string][][]atest.Edit{p.name(i): {e}}); err != nil {
					t.Errorf("one fix: %v", err)
				}
			}
			if err := p.build(loaded, p.version, map[string][][]atest.Edit{p.name(i): edits}); err != nil {
				t.Errorf("all fixes: %v", err)
			}
			merged, _ := atest.Merge(edits...)
			texts[i] = atest.Apply(texts[i], merged)
		}
		fixed, err := p.with(texts...)
		if err != nil {
			t.Errorf("all fixes of all files: %v", err)
			return
		}
		p, loaded = fixed, fixed.write(t)
	}
}
