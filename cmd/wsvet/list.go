package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
)

// A listing is what the go command says of packages before any is read.
type listing struct {
	patterns []string
	named    []*packages.Package        // what the patterns match
	absent   []*packages.Package        // what they name and is not there, with the error that says so
	all      []*packages.Package        // what they match, and all that it depends on
	telling  map[*packages.Package]bool // what tells said
}

// list asks the go command for the packages that the patterns match.
func list(opts *options, patterns []string) (*listing, error) {
	config := &packages.Config{
		Mode:       packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedForTest,
		BuildFlags: buildFlags(opts),
		Tests:      needTests(opts),
	}
	pkgs, err := packages.Load(config, patterns...)
	if err != nil {
		return nil, err
	}
	if len(pkgs) == 0 {
		return nil, fmt.Errorf("no packages match %s", strings.Join(patterns, " "))
	}
	l := &listing{patterns: patterns, telling: make(map[*packages.Package]bool)}
	for _, p := range pkgs {
		switch {
		case isTestMain(p):
		case len(p.Errors) > 0 && len(p.GoFiles) == 0:
			l.absent = append(l.absent, p)
		default:
			l.named = append(l.named, p)
		}
	}
	packages.Visit(pkgs, nil, func(p *packages.Package) { l.all = append(l.all, p) })
	return l, nil
}

// needTests reports whether test files are to be read. The checks are silent
// in them and take no notice of what they hold, unless they are told to; go
// vet -fix would stop at what is wrong with them.
func needTests(opts *options) bool {
	return opts.tests && (opts.fix || slices.ContainsFunc(opts.checks, func(a *analysis.Analyzer) bool {
		f := a.Flags.Lookup("tests")
		return f == nil || f.Value.String() == "true"
	}))
}

// concern returns the import paths of the packages that can matter to the
// checks, as far as the listing shows, and with them of those that are likely
// to turn out to matter.
func (l *listing) concern(checks []*analysis.Analyzer) (wanted, likely map[string]bool) {
	wanted = make(map[string]bool)
	for _, p := range l.named {
		if headless(p) || slices.ContainsFunc(checks, func(a *analysis.Analyzer) bool { return analyzers.LooksAt(a, p.GoFiles) }) {
			wanted[importPath(p)] = true
		}
	}
	if !slices.ContainsFunc(checks, takesFacts) {
		return wanted, maps.Clone(wanted)
	}
	libraries, users := make(map[string]bool), make(map[string]bool)
	for _, p := range l.all {
		if analyzers.IsLibrary(p.PkgPath, p.GoFiles) {
			libraries[p.PkgPath] = true
		}
	}
	l.addImporters(users, libraries)
	maps.Copy(wanted, users)
	likely = l.tellers(users)
	maps.Copy(likely, wanted)
	l.addImporters(likely, users)
	return wanted, likely
}

// headless reports whether the imports of p are not known, since a file of it
// does not parse so far.
func headless(p *packages.Package) bool {
	return len(p.Errors) > 0 && slices.ContainsFunc(p.GoFiles, func(name string) bool {
		_, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		return err != nil
	})
}

// takesFacts reports whether a learns from what a package depends on.
func takesFacts(a *analysis.Analyzer) bool {
	return len(a.FactTypes) > 0 || slices.ContainsFunc(a.Requires, takesFacts)
}

// addImporters adds to wanted the packages that import one of those given. The
// libraries that the checks know by their paths are nothing to look at.
func (l *listing) addImporters(wanted, imported map[string]bool) {
	for _, p := range l.all {
		if isTestMain(p) || analyzers.IsLibrary(p.PkgPath, nil) {
			continue
		}
		for _, imp := range p.Imports {
			if imported[imp.PkgPath] {
				wanted[importPath(p)] = true
			}
		}
	}
}

// addTelling adds to wanted those of the packages asked that have something to
// tell.
func (l *listing) addTelling(wanted, asked map[string]bool) {
	for _, p := range l.all {
		if asked[p.PkgPath] && l.tells(p) {
			wanted[p.PkgPath] = true
		}
	}
}

// tellers returns the packages that could tell one of these something, or tell
// that to one that does.
func (l *listing) tellers(of map[string]bool) map[string]bool {
	telling := make(map[string]bool)
	for known := -1; known < len(telling); {
		known = len(telling)
		asked := make(map[string]bool)
		for _, p := range l.all {
			if !of[p.PkgPath] && !telling[p.PkgPath] {
				continue
			}
			for _, imp := range p.Imports {
				asked[imp.PkgPath] = true
			}
		}
		l.addTelling(telling, asked)
	}
	return telling
}

// tells reports whether p may have something to tell, to who asks. Whether it
// has is no matter where it is a library that the checks know.
func (l *listing) tells(p *packages.Package) bool {
	tells, known := l.telling[p]
	if !known {
		tells = !analyzers.IsLibrary(p.PkgPath, nil) && analyzers.Tells(p.PkgPath, p.GoFiles)
		l.telling[p] = tells
	}
	return tells
}

// split returns patterns for those of the packages wanted that l.patterns
// match, and the import paths of the others.
func (l *listing) split(wanted map[string]bool) (patterns, others []string) {
	all := len(l.absent) == 0
	named := make(map[string]bool)
	for _, p := range l.named {
		path := importPath(p)
		named[path] = true
		all = all && wanted[path]
	}
	for _, path := range slices.Sorted(maps.Keys(wanted)) {
		if named[path] {
			patterns = append(patterns, path)
		} else {
			others = append(others, path)
		}
	}
	if all {
		patterns = slices.Clone(l.patterns)
	}
	return patterns, others
}

// ofFiles reports whether the patterns are the files of one package: it has no
// import path, and the go command takes none beside it.
func (l *listing) ofFiles() bool {
	return len(l.named) == 1 && l.named[0].PkgPath == "command-line-arguments"
}

// importPath returns the path by which the go command is asked for p: that of
// the package under test, of an external test.
func importPath(p *packages.Package) string {
	if p.ForTest != "" && p.PkgPath == p.ForTest+"_test" {
		return p.ForTest
	}
	return p.PkgPath
}

// isTestMain reports whether p is the main package that go test writes.
func isTestMain(p *packages.Package) bool {
	return p.Name == "main" && strings.HasSuffix(p.ID, ".test")
}
