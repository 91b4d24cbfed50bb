package main

import (
	"io"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/load"
)

// An analyzed is what came of an analysis of packages.
type analyzed struct {
	listing  *load.Listing
	failures []load.Failure      // why packages are left out
	pkgs     []*packages.Package // of those that the patterns match, the ones analysed
	graph    *checker.Graph      // the actions of the checks in pkgs
}

// analyze analyses those of the packages that the patterns match that can matter
// to the checks, and for their facts those that they depend on.
func analyze(opts *options, patterns []string, stderr io.Writer) (*analyzed, error) {
	status := newStatus(stderr)
	defer status.clear()
	status.print("listing packages")
	listing, err := load.List(load.Query{Patterns: patterns, BuildFlags: opts.buildFlags(), Tests: needTests(opts)})
	if err != nil {
		return nil, err
	}
	loader := load.NewLoader(listing)
	loader.Progress = func(n int) {
		if n%10 == 0 {
			status.print("%d packages read, of at most %d", n, len(listing.All))
		}
	}
	reach := newReach(listing, opts.checks)
	if slices.ContainsFunc(opts.checks, usesFacts) {
		loader.Whole = mayExportFacts
		if err := reach.explore(loader); err != nil {
			return nil, err
		}
	}
	pkgs, failures := loader.Load(reach.packages(false))
	r := &analyzed{
		listing:  listing,
		failures: slices.Concat(listing.Failures, failures),
		pkgs:     asGoVet(named(listing, pkgs)),
	}
	status.print("analysing")
	r.graph, err = checker.Analyze(opts.checks, r.pkgs, nil)
	return r, err
}

func mayExportFacts(p *packages.Package) bool {
	own := p.Module == nil || p.Module.Version == ""
	return !analyzers.IsLibrary(p.PkgPath, nil) && analyzers.MayExportFacts(p.Types, own, p.GoFiles)
}

// needTests reports whether test files are to be read. The checks are silent in
// them and take no notice of what they hold, unless they are told to.
func needTests(opts *options) bool {
	return opts.tests && slices.ContainsFunc(opts.checks, func(a *analysis.Analyzer) bool {
		f := a.Flags.Lookup("tests")
		return f == nil || f.Value.String() == "true"
	})
}

// named returns those of the packages that the patterns match.
func named(l *load.Listing, pkgs []*packages.Package) []*packages.Package {
	ids := make(map[string]bool)
	for _, p := range l.Named {
		ids[p.ID] = true
	}
	return slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return !ids[p.ID] })
}

// asGoVet leaves out the packages whose test variant, with all their files and
// those of the tests, is there, too.
func asGoVet(pkgs []*packages.Package) []*packages.Package {
	ids := make(map[string]bool)
	for _, p := range pkgs {
		ids[p.ID] = true
	}
	return slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return ids[p.ID+" ["+p.ID+".test]"] })
}
