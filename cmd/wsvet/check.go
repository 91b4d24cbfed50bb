package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/format"
)

// check analyses the packages that the patterns match and prints what it
// finds on stdout, and what went wrong on stderr.
func check(opts *options, patterns []string, stdout, stderr io.Writer) (int, error) {
	if opts.dir != "" {
		if err := os.Chdir(opts.dir); err != nil {
			return exitFailure, err
		}
	}
	known, err := opts.known()
	if err != nil {
		return exitFailure, err
	}
	got, err := analyze(opts, patterns, stderr)
	if err != nil {
		return exitFailure, err
	}
	failed := printErrors(stderr, slices.Concat(got.absent, got.pkgs))
	if opts.fix {
		if failed {
			return exitFailure, errors.New("nothing fixed: the packages have errors")
		}
		return fix(opts, got.again, stdout, stderr)
	}

	for _, act := range got.graph.Roots {
		// The errors of a package that does not compile are printed already.
		if act.Err != nil && !act.Package.IllTyped {
			failed = true
			fmt.Fprintf(stderr, "%s: %s: %v\n", act.Package.PkgPath, act.Analyzer.Name, act.Err)
		}
	}
	findings, failures := finding.FromGraph(got.graph)
	return opts.finish(outcome{
		findings: findings,
		failures: failures,
		failed:   failed,
		checks:   opts.checks,
		seen:     files(got.named),
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

// asGoVet leaves out what go vet leaves out: the main packages that go test
// writes, and packages whose test variant, with all their files and those of
// the tests, is there, too. Where the tests do not compile, go vet says no
// more than that: the package without them is analysed here.
func asGoVet(pkgs []*packages.Package) []*packages.Package {
	variants := make(map[string]bool)
	for _, p := range pkgs {
		if !p.IllTyped {
			variants[p.ID] = true
		}
	}
	return slices.DeleteFunc(pkgs, func(p *packages.Package) bool {
		return isTestMain(p) || variants[p.ID+" ["+p.ID+".test]"]
	})
}

func buildFlags(opts *options) []string {
	if opts.tags == "" {
		return nil
	}
	return []string{"-tags=" + opts.tags}
}

// printErrors prints the errors of the packages, of their dependencies and of
// their modules, each once, and reports whether there was one.
func printErrors(w io.Writer, pkgs []*packages.Package) bool {
	printed := make(map[string]bool)
	print := func(message string) {
		if !printed[message] {
			printed[message] = true
			fmt.Fprintln(w, message)
		}
	}
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		for _, err := range p.Errors {
			switch output, compiled := compilerOutput(p, err); {
			case !compiled && (err.Pos == "" || err.Pos == "-"):
				print(p.PkgPath + ": " + err.Msg)
			case !compiled:
				print(shortPath(err.Pos) + ": " + err.Msg)
			case len(p.Errors) == 1:
				print(output)
			}
		}
		if p.Module != nil && p.Module.Error != nil {
			print(p.Module.Path + ": " + p.Module.Error.Err)
		}
	})
	return len(printed) > 0
}

// compilerOutput returns what the compiler said of package p, if that is what
// the error is. Where p was loaded from source, its own errors say the same.
func compilerOutput(p *packages.Package, err packages.Error) (string, bool) {
	header, output, _ := strings.Cut(err.Msg, "\n")
	return strings.TrimSpace(output), strings.HasPrefix(header, "# "+p.PkgPath)
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
