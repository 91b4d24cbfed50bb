package analyzers_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wsvet/wsvet/analyzers"
)

// TestNogo builds a program of the checks as Bazel's nogo does, from nothing but
// the paths of their packages: each exports Analyzer.
func TestNogo(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	var imports, uses, want strings.Builder
	for _, a := range analyzers.Suite() {
		fmt.Fprintf(&imports, "\t%q\n", "github.com/wsvet/wsvet/analyzers/"+a.Name)
		fmt.Fprintf(&uses, "\t\t%s.Analyzer,\n", a.Name)
		fmt.Fprintln(&want, a.Name)
	}
	program := `package main

import (
	"fmt"
	"log"

	"golang.org/x/tools/go/analysis"

` + imports.String() + `)

func main() {
	checks := []*analysis.Analyzer{
` + uses.String() + `	}
	if err := analysis.Validate(checks); err != nil {
		log.Fatal(err)
	}
	for _, a := range checks {
		fmt.Println(a.Name)
	}
}
`
	// It requires what wsvet requires, and wsvet.
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"main.go": program,
		"go.sum":  string(sum),
		"go.mod": strings.Replace(string(mod), "module github.com/wsvet/wsvet\n", "module example.com/nogo\n", 1) +
			"\nrequire github.com/wsvet/wsvet v0.0.0\n\nreplace github.com/wsvet/wsvet => " + strconv.Quote(root) + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	run := exec.Command("go", "run", ".")
	run.Dir = dir
	run.Env = append(os.Environ(), "PWD="+dir, "GOWORK=off", "GOFLAGS=-mod=mod")
	out, err := run.CombinedOutput()
	if err != nil || string(out) != want.String() {
		t.Errorf("%v\n%swant\n%s", err, out, &want)
	}
}

// reached lists what the checks use of the world outside of the pass: the names
// of the packages that reach it, by file. A file that a //line comment names is
// read to see whether it is generated, and those of a package that may be a
// fork of a library for what they declare: source files both. So are those that a
// driver which reads as little as it can asks for directives.
var reached = map[string][]string{
	"analyzers.go":            {"os.ReadFile"},
	"internal/report/file.go": {"os.ReadFile"},
	"internal/wslib/wslib.go": {"os.ReadFile"},
}

// TestSelfContained holds the checks to what nogo, and the cache of go vet, build
// on: flags and source files are all that a result depends on. They read no
// other file and no environment, ask no clock and no network, start nothing,
// and have no init that could.
func TestSelfContained(t *testing.T) {
	outside := []string{"os", "os/exec", "os/user", "syscall", "net", "net/http", "plugin", "io/ioutil", "embed", "runtime", "math/rand", "math/rand/v2", "unsafe", "C"}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "atest":
			return fs.SkipDir // a helper of tests
		case filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if got := uses(t, name, file, outside); !slices.Equal(got, reached[name]) {
			t.Errorf("%s uses %v, want %v", name, got, reached[name])
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "init" && f.Recv == nil {
				t.Errorf("%s has an init", name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// uses returns what a file uses of the packages named, and of clocks and flags
// that belong to the whole program.
func uses(t *testing.T, name string, file *ast.File, packages []string) []string {
	t.Helper()
	global := []string{"time.Now", "time.Since", "time.Sleep", "flag.CommandLine", "flag.Parse", "flag.Bool", "flag.String", "flag.BoolVar", "flag.StringVar", "flag.Var"}
	imported := make(map[string]string) // paths, by the name in the file
	for _, spec := range file.Imports {
		of, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		local := path.Base(of)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		imported[local] = of
		if of == "embed" {
			continue // a check's doc.go embeds itself
		}
		if local == "." || local == "_" {
			t.Errorf("%s imports %s as %s", name, of, local)
		}
	}
	var used []string
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok {
			if of := imported[x.Name]; slices.Contains(packages, of) || slices.Contains(global, of+"."+sel.Sel.Name) {
				used = append(used, of+"."+sel.Sel.Name)
			}
		}
		return true
	})
	slices.Sort(used)
	return slices.Compact(used)
}
