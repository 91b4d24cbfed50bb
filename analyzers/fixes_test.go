package analyzers_test

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/types"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/analyzers/atest"
)

// fixes returns the edits of the fixes that the suite ships, by package and file.
func fixes(t *testing.T, pkgs ...*packages.Package) map[*packages.Package]map[string][][]atest.Edit {
	t.Helper()
	all := make(map[*packages.Package]map[string][][]atest.Edit)
	for _, act := range atest.Check(t, analyzers.Suite(), pkgs) {
		p := act.Package
		found := all[p]
		if found == nil {
			found = make(map[string][][]atest.Edit)
			all[p] = found
		}
		for _, d := range act.Diagnostics {
			if len(d.SuggestedFixes) > 1 || len(d.Related) > 0 {
				t.Errorf("%s: more than one fix, or related places: %s", p.Fset.Position(d.Pos), d.Message)
			}
			for _, f := range d.SuggestedFixes {
				name := p.Fset.File(d.Pos).Name()
				for _, e := range f.TextEdits {
					if p.Fset.File(e.Pos).Name() != name {
						t.Errorf("%s: the fix edits another file: %s", p.Fset.Position(d.Pos), d.Message)
					}
				}
				found[name] = append(found[name], atest.Edits(p.Fset, f))
			}
		}
	}
	return all
}

// build applies fixes to the files of p, and requires that the result is
// formatted and compiles. It is read from memory.
func (c *corpus) build(p *packages.Package, goVersion string, fixed map[string][][]atest.Edit) error {
	for name, edits := range fixed {
		merged, whole := atest.Merge(edits...)
		texts := [][]atest.Edit{merged}
		if collected, err := atest.Collect(edits...); err == nil && whole && !slices.Equal(collected, merged) {
			texts = append(texts, collected)
		}
		for _, text := range texts {
			if err := c.compile(p, goVersion, name, text); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *corpus) compile(p *packages.Package, goVersion, name string, edits []atest.Edit) error {
	original, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text := atest.Apply(string(original), edits)
	formatted, err := format.Source([]byte(text))
	if err != nil {
		return fmt.Errorf("%s: %v\n%s", name, err, text)
	}
	if unaligned(string(formatted)) != unaligned(text) {
		return fmt.Errorf("%s: not formatted\n%s\n-- gofmt --\n%s", name, text, formatted)
	}
	f, err := parser.ParseFile(p.Fset, name, text, parser.ParseComments)
	if err != nil {
		return err
	}
	if err := newerImport(f, goVersion); err != nil {
		return fmt.Errorf("%s: %v", name, err)
	}
	files := slices.Clone(p.Syntax)
	files[slices.Index(p.CompiledGoFiles, name)] = f
	conf := types.Config{Importer: c, GoVersion: goVersion, Sizes: p.TypesSizes}
	if _, err := conf.Check(p.PkgPath, p.Fset, files, nil); err != nil {
		return fmt.Errorf("%v\n%s", err, text)
	}
	return nil
}

// unaligned returns text with one blank before comments and braces: where a fix
// makes a line longer, a driver that does not format leaves those of the lines
// around unaligned. How the file starts, and how its lines end, is left to it.
func unaligned(text string) string {
	text = strings.NewReplacer("\r", "", "\ufeff", "").Replace(text)
	return alignment.ReplaceAllString(strings.TrimSpace(text), " $1")
}

var alignment = regexp.MustCompile(`[ \t]*(//|/\*|{)`)

// newerImport finds an import that Go had not yet in that version.
func newerImport(f *ast.File, goVersion string) error {
	since := map[string]int{"log/slog": 21, "math/rand/v2": 22}
	minor, err := strconv.Atoi(strings.Split(goVersion, ".")[1])
	if err != nil {
		return err
	}
	for _, spec := range f.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		if since[path] > minor {
			return fmt.Errorf("import of %s in %s", path, goVersion)
		}
	}
	return nil
}

// TestSubsetsOfFixes wants each fix alone, and any of a package's together, to
// compile.
func TestSubsetsOfFixes(t *testing.T) {
	c := load(t)
	r := rand.New(rand.NewPCG(1, 2))
	shipped := 0
	for p, found := range fixes(t, c.pkgs...) {
		version := "go" + p.Module.GoVersion
		for name, edits := range found {
			shipped += len(edits)
			for _, e := range edits {
				if err := c.build(p, version, map[string][][]atest.Edit{name: {e}}); err != nil {
					t.Errorf("one fix: %v", err)
				}
			}
			if len(edits) < 2 {
				continue
			}
			for range 5 {
				some := make([][]atest.Edit, 0, len(edits))
				for _, i := range r.Perm(len(edits))[:2+r.IntN(len(edits)-1)] {
					some = append(some, edits[i])
				}
				if err := c.build(p, version, map[string][][]atest.Edit{name: some}); err != nil {
					t.Errorf("%d of %d fixes: %v", len(some), len(edits), err)
				}
			}
		}
	}
	if shipped == 0 {
		t.Error("no fixes at all")
	}
}

// TestFixesTogether wants the fixes of several checks in one function, in one
// file and in the files of a package to overlap nowhere, and every subset of
// them to compile.
func TestFixesTogether(t *testing.T) {
	c := load(t)
	i := slices.IndexFunc(c.pkgs, func(p *packages.Package) bool { return p.Name == "together" })
	if i < 0 {
		t.Fatal("no package together in testdata")
	}
	p := c.pkgs[i]
	found := fixes(t, p)[p]
	if len(found) != 2 {
		t.Errorf("fixes in %d files, want 2", len(found))
	}
	for name, edits := range found {
		if len(edits) < 2 {
			t.Errorf("%s: %d fixes", name, len(edits))
		}
		if _, whole := atest.Merge(edits...); !whole {
			t.Errorf("%s: fixes overlap", name)
		}
		if _, err := atest.Collect(edits...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for set := range 1 << len(edits) {
			var some [][]atest.Edit
			for i, e := range edits {
				if set&(1<<i) != 0 {
					some = append(some, e)
				}
			}
			if err := c.build(p, "go"+p.Module.GoVersion, map[string][][]atest.Edit{name: some}); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestFixesOfOldVersions wants the fixes to compile under an older version of
// the language as well, wherever the package itself does.
func TestFixesOfOldVersions(t *testing.T) {
	c := load(t)
	for _, version := range []string{"go1.13", "go1.20", "go1.22"} {
		t.Run(version, func(t *testing.T) {
			var compile []*packages.Package
			for _, p := range c.pkgs {
				if old := c.older(p, version); old != nil {
					compile = append(compile, old)
				}
			}
			shipped := 0
			for old, found := range fixes(t, compile...) {
				for _, edits := range found {
					shipped += len(edits)
				}
				if err := c.build(old, version, found); err != nil {
					t.Error(err)
				}
			}
			if shipped == 0 {
				t.Error("no fixes at all")
			}
		})
	}
}

// older returns p as a module of an older version of Go has it, nil if it does
// not compile there.
func (c *corpus) older(p *packages.Package, goVersion string) *packages.Package {
	info := newInfo()
	conf := types.Config{Importer: c, GoVersion: goVersion, Sizes: p.TypesSizes}
	pkg, err := conf.Check(p.PkgPath, p.Fset, p.Syntax, info)
	if err != nil || slices.ContainsFunc(p.Syntax, func(f *ast.File) bool { return newerImport(f, goVersion) != nil }) {
		return nil
	}
	module := *p.Module
	module.GoVersion = strings.TrimPrefix(goVersion, "go")
	old := *p
	old.Types, old.TypesInfo, old.Module = pkg, info, &module
	return &old
}
