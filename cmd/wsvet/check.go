package main

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/format"
)

// check analyses the packages that the patterns match and prints what it
// finds on stdout, and what went wrong on stderr.
func check(opts *options, patterns []string, stdout, stderr io.Writer) (int, error) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50) // a third less memory for a tenth more time
	}
	if opts.dir != "" {
		if err := os.Chdir(opts.dir); err != nil {
			return exitFailure, err
		}
	}
	if opts.fix {
		return fix(opts, patterns, stdout, stderr)
	}
	known, err := opts.known()
	if err != nil {
		return exitFailure, err
	}
	got, err := analyze(opts, patterns, stderr)
	if err != nil {
		return exitFailure, err
	}
	failed := got.printFailures(stderr)
	findings, failures := finding.FromGraph(got.graph)
	for _, f := range got.failures {
		for _, pkg := range f.Packages {
			for _, a := range opts.checks {
				failures = append(failures, finding.Failure{Package: pkg, Check: a.Name, Message: f.Message})
			}
		}
	}
	return opts.finish(outcome{
		findings: findings,
		failures: failures,
		failed:   failed,
		checks:   opts.checks,
		seen:     files(got.listing.Named),
	}, known, stdout, stderr)
}

// files returns the names of the files of packages.
func files(pkgs []*packages.Package) map[string]bool {
	names := make(map[string]bool)
	for _, p := range pkgs {
		for _, name := range p.GoFiles {
			names[name] = true
		}
	}
	return names
}

// printFailures prints why packages are left out, a line a cause, and what went
// wrong with checks. It reports whether there was anything.
func (r *analyzed) printFailures(w io.Writer) bool {
	failed := len(r.failures) > 0
	for _, f := range r.failures {
		if f.Position != "" {
			fmt.Fprintf(w, "%s: ", shortPath(f.Position))
		}
		fmt.Fprintf(w, "%s (not analysed: %s)\n", f.Message, strings.Join(f.Packages, ", "))
	}
	for _, act := range r.graph.Roots {
		if act.Err != nil {
			failed = true
			fmt.Fprintf(w, "%s: %s: %v\n", act.Package.PkgPath, act.Analyzer.Name, act.Err)
		}
	}
	return failed
}

// shortPath returns a position seen from the working directory, where that is
// shorter.
func shortPath(position string) string {
	dir, err := os.Getwd()
	if err != nil {
		return position
	}
	return format.Short(dir, position)
}
