package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
)

// load loads the packages to analyse, from source, and those of their
// dependencies that the checks learn from: the ones that have a WebSocket in
// reach. All others come as the compiler left them.
func load(opts *options, patterns []string) (pkgs, dependencies []*packages.Package, err error) {
	more, err := learnFrom(opts, patterns)
	if err != nil {
		return nil, nil, err
	}
	config := &packages.Config{
		Mode:       packages.LoadSyntax | packages.NeedModule,
		BuildFlags: buildFlags(opts),
		Tests:      opts.tests,
	}
	all, err := packages.Load(config, append(slices.Clone(patterns), more...)...)
	if err != nil {
		return nil, nil, err
	}
	wanted := map[string]bool{}
	for _, path := range more {
		wanted[path] = true
	}
	for _, p := range asGoVet(all) {
		if wanted[p.PkgPath] || wanted[strings.TrimSuffix(p.PkgPath, "_test")] && strings.HasSuffix(p.PkgPath, "_test") {
			dependencies = append(dependencies, p)
		} else {
			pkgs = append(pkgs, p)
		}
	}
	if len(pkgs) == 0 {
		return nil, nil, fmt.Errorf("no packages match %s", strings.Join(patterns, " "))
	}
	return pkgs, dependencies, nil
}

// learnFrom returns the import paths of the dependencies, of the packages that
// the patterns match, that the checks learn from: those that use a WebSocket
// library, and those between them and the packages.
func learnFrom(opts *options, patterns []string) ([]string, error) {
	if opts.fix || !needFacts(opts.checks) { // with -fix, go vet sees to them
		return nil, nil
	}
	config := &packages.Config{
		Mode:       packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedModule,
		BuildFlags: buildFlags(opts),
		Tests:      opts.tests,
	}
	listed, err := packages.Load(config, patterns...)
	if err != nil {
		return nil, err
	}
	roots := map[string]bool{}
	for _, p := range listed {
		roots[p.PkgPath] = true
	}
	more := map[string]bool{}
	library, reaches := map[*packages.Package]bool{}, map[*packages.Package]bool{}
	packages.Visit(listed, nil, func(p *packages.Package) { // dependencies first
		if p.Module == nil {
			return // the standard library
		}
		if library[p] = analyzers.IsLibrary(p.PkgPath, p.GoFiles); library[p] {
			return
		}
		for _, imp := range p.Imports {
			reaches[p] = reaches[p] || reaches[imp] || library[imp]
		}
		if reaches[p] && !roots[p.PkgPath] {
			more[p.PkgPath] = true
		}
	})
	return slices.Sorted(maps.Keys(more)), nil
}

// needFacts reports whether one of the checks learns from the dependencies of
// a package.
func needFacts(checks []*analysis.Analyzer) bool {
	return slices.ContainsFunc(checks, func(a *analysis.Analyzer) bool {
		return len(a.FactTypes) > 0 || needFacts(a.Requires)
	})
}
