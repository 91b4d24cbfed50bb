package analyzers_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/wsvet/wsvet/"

// A sourceFile is a file of the module that is no test.
type sourceFile struct {
	name   string // with its folder, seen from the module
	syntax *ast.File
}

func (f sourceFile) folder() string { return path.Dir(f.name) }

// sourceFiles returns the files of the module.
func sourceFiles(t *testing.T) []sourceFile {
	t.Helper()
	var files []sourceFile
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
				return fs.SkipDir
			}
			return nil
		case filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		files = append(files, sourceFile{filepath.ToSlash(strings.TrimPrefix(name, ".."+string(filepath.Separator))), syntax})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// floor returns the floor of the house that a package is on, 0 for one that is
// on none: it may import packages of lower floors.
func floor(folder string) int {
	switch folder {
	case "analyzers/internal/rescue", "analyzers/internal/lang":
		return 1
	case "analyzers/internal/wslib":
		return 2
	case "analyzers/internal/report", "analyzers/internal/paths":
		return 3
	case "analyzers/internal/connflow":
		return 4
	case "analyzers/internal/deadpeer", "analyzers/internal/redial", "analyzers/internal/reread":
		return 7 // an engine on engines
	case "analyzers":
		return 9
	case "cmd/gclplugin", "cmd/wsvet":
		return 11
	}
	switch {
	case path.Dir(folder) == "analyzers/internal":
		return 6 // an engine
	case path.Dir(folder) == "analyzers":
		return 8 // a check
	case strings.HasPrefix(folder, "cmd/wsvet/internal/"):
		return 10
	}
	return 0
}

// helpers is the package that tests alone import.
const helpers = "analyzers/atest"

// besides are imports that are allowed though the packages are on one floor.
var besides = map[string]string{
	"cmd/wsvet/internal/format":   "cmd/wsvet/internal/finding",
	"cmd/wsvet/internal/baseline": "cmd/wsvet/internal/finding",
}

// TestFloors holds who may import whom: the command and the plugin import the
// list of checks, that the checks, these the engines, these connflow, that the
// tables and lang. No check imports another, and nothing but tests the helpers
// of tests.
func TestFloors(t *testing.T) {
	for _, f := range sourceFiles(t) {
		if f.folder() == helpers {
			continue
		}
		if floor(f.folder()) == 0 {
			t.Errorf("%s: on which floor is the package?", f.folder())
		}
		for _, spec := range f.syntax.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			to, ours := strings.CutPrefix(imported, module)
			if !ours || besides[f.folder()] == to {
				continue
			}
			if floor(to) == 0 || floor(to) >= floor(f.folder()) {
				t.Errorf("%s imports %s", f.name, to)
			}
		}
	}
}

// spelled lists, by package, what a check or an engine spells of a library's or
// the standard library's names to recognise code by them, where a table of wslib
// ought to have it. The list only gets shorter.
var spelled = map[string][]string{
	"analyzers/internal/connflow": {"Context", "Errorf", "Load", "New", "context", "errors", "fmt"},
	// Beside the application's heartbeat, which only its spelling shows.
	"analyzers/internal/deadpeer": {"Time", "Timer", "crypto/tls", "net", "time"},
	"analyzers/internal/errfate":  {"Close"},
	"analyzers/internal/paths":    {"panic"}, // the language's
	"analyzers/internal/redial":   {"Context", "Duration", "context", "time"},
	"analyzers/internal/timing": {"C", "Context", "Duration", "ParseDuration", "Reader", "Ticker", "Time", "Timer", "context",
		"crypto/rand", "crypto/rand.Read", "math", "math/bits", "sync/atomic", "time"},
	"analyzers/wsbackoff":  {"Context", "Reset", "Seed", "context", "math/rand"},
	"analyzers/wscloseerr": {"Conn", "net"},
}

// TestSpelledNames holds that the knowledge of libraries is data.
func TestSpelledNames(t *testing.T) {
	found := make(map[string][]string)
	for _, f := range sourceFiles(t) {
		if at := floor(f.folder()); at <= 2 {
			continue
		}
		for _, name := range spelledIn(f.syntax) {
			found[f.folder()] = append(found[f.folder()], name)
		}
	}
	for name := range found {
		slices.Sort(found[name])
		found[name] = slices.Compact(found[name])
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if !slices.Equal(found[name], spelled[name]) {
			t.Errorf("%s spells, or the list has, other names\n\t%q: %#v,", name, name, found[name])
		}
	}
	for name := range spelled {
		if found[name] == nil {
			t.Errorf("%s spells nothing: take it off the list", name)
		}
	}
}

// spelledIn returns the texts that a file compares names with: arguments of the
// questions of lang, and what a Name, a FullName or a Path is equal to.
func spelledIn(file *ast.File) []string {
	var found []string
	add := func(exprs ...ast.Expr) {
		for _, e := range exprs {
			if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, _ := strconv.Unquote(lit.Value); looksLikeName.MatchString(text) && text != "main" {
					found = append(found, text)
				}
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			sel, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				break
			}
			switch x, _ := sel.X.(*ast.Ident); {
			case x != nil && x.Name == "lang" && sel.Sel.Name != "IsBuiltin":
				add(n.Args...)
			case x != nil && x.Name == "slices" && sel.Sel.Name == "Contains" && isName(n.Args[1]):
				if list, ok := n.Args[0].(*ast.CompositeLit); ok {
					add(list.Elts...)
				}
			case x != nil && x.Name == "strings" && len(n.Args) > 0 && isName(n.Args[0]):
				add(n.Args...)
			}
		case *ast.BinaryExpr:
			if isName(n.X) || isName(n.Y) {
				add(n.X, n.Y)
			}
		case *ast.SwitchStmt:
			if n.Tag != nil && isName(n.Tag) {
				for _, clause := range n.Body.List {
					add(clause.(*ast.CaseClause).List...)
				}
			}
		}
		return true
	})
	return found
}

// looksLikeName matches an identifier or an import path.
var looksLikeName = regexp.MustCompile(`^[A-Za-z][\w/.]*$`)

// isName reports whether e asks an object or a package for its name.
func isName(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CallExpr:
		sel, ok := e.Fun.(*ast.SelectorExpr)
		return ok && len(e.Args) == 0 && slices.Contains([]string{"Name", "FullName", "Path"}, sel.Sel.Name)
	case *ast.SelectorExpr:
		x, ok := e.X.(*ast.SelectorExpr)
		return ok && e.Sel.Name == "Name" && x.Sel.Name == "Sel" // x.Sel.Name of a selector
	}
	return false
}
