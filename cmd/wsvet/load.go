package main

import (
	"io"
	"maps"
	"slices"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
)

// A reading is what was read of the packages that the patterns match: those
// that the checks may have something to say of.
type reading struct {
	*listing
	pkgs  []*packages.Package
	again []string       // patterns for pkgs
	graph *checker.Graph // the actions of the checks in pkgs
}

// analyze lists packages, and reads and analyses those that can matter. These
// are, of what the patterns match and depend on, the packages that import a
// WebSocket library, and in rounds those that import a package with facts, and
// those that a check wants to be told of, until there are no more of them. Of
// all others it takes what the compiler left. A round costs more than a package
// does: so it reads from the first what later rounds are likely to ask for.
func analyze(opts *options, patterns []string, stderr io.Writer) (*reading, error) {
	l, err := list(opts, patterns)
	if err != nil {
		return nil, err
	}
	status := newStatus(stderr)
	defer status.clear()
	wanted, source := l.concern(opts.checks)
	for {
		status.print("reading %d of %d packages", len(source), len(l.all))
		pkgs, dependencies, err := l.load(opts, source)
		if err != nil {
			return nil, err
		}
		graph, err := checker.Analyze(opts.checks, slices.Concat(pkgs, dependencies), nil)
		if err != nil {
			return nil, err
		}
		l.addImporters(wanted, withFacts(graph))
		l.addTelling(wanted, asked(graph, func(p *packages.Package) bool {
			return wanted[importPath(p)] && slices.Contains(pkgs, p)
		}))
		known := len(source)
		maps.Copy(source, wanted)
		maps.Copy(source, l.tellers(wanted))
		if len(source) > known {
			continue
		}
		pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return !wanted[importPath(p)] })
		graph.Roots = slices.DeleteFunc(graph.Roots, func(act *checker.Action) bool {
			act.IsRoot = slices.Contains(pkgs, act.Package)
			return !act.IsRoot
		})
		again, _ := l.split(wanted)
		return &reading{l, pkgs, again, graph}, nil
	}
}

// load loads the packages wanted from source, and of what they import what the
// compiler left. Those that no pattern matches are the dependencies.
func (l *listing) load(opts *options, wanted map[string]bool) (pkgs, dependencies []*packages.Package, err error) {
	config := &packages.Config{
		Mode:       packages.LoadSyntax | packages.NeedModule | packages.NeedForTest,
		BuildFlags: buildFlags(opts),
		Tests:      needTests(opts),
	}
	patterns, others := l.split(wanted)
	if len(others) > 0 && l.ofFiles() {
		patterns, others = l.patterns, nil
		config.Mode |= packages.NeedDeps // all from source
	}
	patterns = append(patterns, others...)
	if len(patterns) == 0 {
		return nil, nil, nil // and not the package of the directory
	}
	loaded, err := packages.Load(config, patterns...)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range asGoVet(loaded) {
		if slices.Contains(others, importPath(p)) {
			dependencies = append(dependencies, p)
		} else {
			pkgs = append(pkgs, p)
		}
	}
	return pkgs, dependencies, nil
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

// asked returns the import paths of the packages that the checks wanted to be
// told of to judge those that matter, and to be told of these in turn.
func asked(graph *checker.Graph, matters func(*packages.Package) bool) map[string]bool {
	paths := make(map[string]bool)
	telling := make(map[string]map[string]bool) // whom a package asks
	for _, act := range graph.Roots {
		judging, asks := analyzers.Asked(act.Result)
		if len(asks) > 0 {
			telling[act.Package.PkgPath] = asks
		}
		if matters(act.Package) {
			maps.Copy(paths, judging)
		}
	}
	for known := -1; known < len(paths); {
		known = len(paths)
		for path := range maps.Clone(paths) {
			maps.Copy(paths, telling[path])
		}
	}
	return paths
}
