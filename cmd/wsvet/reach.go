package main

import (
	"go/parser"
	"go/token"
	"maps"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/load"
)

// A reach is the packages of a listing that can matter to the checks, as far as
// is known: those that import a WebSocket library, or a package that exports
// facts of connections.
type reach struct {
	listing *load.Listing
	matters map[*packages.Package]bool
	// likely are those that import a package that imports a library. Whether they
	// matter is known later, but most do: read at once, they save a round.
	likely map[*packages.Package]bool
}

// newReach returns what the listing shows to be in reach.
func newReach(l *load.Listing, checks []*analysis.Analyzer) *reach {
	r := &reach{listing: l, matters: make(map[*packages.Package]bool)}
	for _, p := range l.Named {
		if hasUnknownImports(p) || slices.ContainsFunc(checks, func(a *analysis.Analyzer) bool { return analyzers.LooksAt(a, p.GoFiles) }) {
			r.matters[p] = true
		}
	}
	if slices.ContainsFunc(checks, usesFacts) {
		libraries := make(map[string]bool)
		for _, p := range l.All {
			// A fork takes deadlines: the files of other packages need not be read.
			if analyzers.IsLibrary(p.PkgPath, nil) || p.Imports["time"] != nil && analyzers.IsLibrary(p.PkgPath, p.GoFiles) {
				libraries[p.PkgPath] = true
			}
		}
		users := r.importers(libraries)
		paths := make(map[string]bool)
		for p := range users {
			paths[p.PkgPath] = true
		}
		r.likely = r.importers(paths)
		maps.Copy(r.matters, users)
	}
	return r
}

// importers returns the packages that import one of those with the paths given.
// The libraries that the checks know by their paths are nothing to look at.
func (r *reach) importers(paths map[string]bool) map[*packages.Package]bool {
	pkgs := make(map[*packages.Package]bool)
	for _, p := range r.listing.All {
		if analyzers.IsLibrary(p.PkgPath, nil) {
			continue
		}
		for _, imp := range p.Imports {
			if paths[imp.PkgPath] {
				pkgs[p] = true
			}
		}
	}
	return pkgs
}

// explore adds the packages that import one with facts of connections. That a
// package has such facts is known when it was analysed, so it goes on until there
// are no more.
func (r *reach) explore(loader *load.Loader) error {
	for {
		pkgs, _ := loader.Load(r.packages(true))
		graph, err := checker.Analyze([]*analysis.Analyzer{analyzers.Reach}, pkgs, nil)
		if err != nil {
			return err
		}
		more := false
		for p := range r.importers(withFacts(graph)) {
			more = more || !r.matters[p] && !r.likely[p]
			r.matters[p] = true
		}
		if !more {
			return nil
		}
	}
}

// withFacts returns the import paths of the packages that have facts of their own.
func withFacts(graph *checker.Graph) map[string]bool {
	paths := make(map[string]bool)
	for act := range graph.All() {
		for _, fact := range act.AllPackageFacts() {
			if fact.Package == act.Package.Types {
				paths[act.Package.PkgPath] = true
			}
		}
	}
	return paths
}

// packages returns the packages of the listing that matter or, if likely is set,
// that are likely to.
func (r *reach) packages(likely bool) []*packages.Package {
	var pkgs []*packages.Package
	for _, p := range r.listing.All {
		if r.matters[p] || likely && r.likely[p] {
			pkgs = append(pkgs, p)
		}
	}
	return pkgs
}

// hasUnknownImports reports whether a file of p does not parse up to the end of
// its imports.
func hasUnknownImports(p *packages.Package) bool {
	return len(p.Errors) > 0 && slices.ContainsFunc(p.GoFiles, func(name string) bool {
		_, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		return err != nil
	})
}

// usesFacts reports whether a learns from what a package depends on.
func usesFacts(a *analysis.Analyzer) bool {
	return len(a.FactTypes) > 0 || slices.ContainsFunc(a.Requires, usesFacts)
}
