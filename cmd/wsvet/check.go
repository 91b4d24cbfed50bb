package main

import (
	"cmp"
	"errors"
	"fmt"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// check analyses the packages that the patterns match and prints what it
// finds on stdout, and what went wrong on stderr.
func check(opts *options, patterns []string, stdout, stderr io.Writer) (int, error) {
	if opts.dir != "" {
		if err := os.Chdir(opts.dir); err != nil {
			return exitFailure, err
		}
	}
	pkgs, dependencies, err := load(opts, patterns)
	if err != nil {
		return exitFailure, err
	}
	failed := printErrors(stderr, pkgs)
	if opts.fix {
		if failed {
			return exitFailure, errors.New("nothing fixed: the packages have errors")
		}
		return fix(opts, patterns, stdout, stderr)
	}

	graph, err := checker.Analyze(opts.checks, slices.Concat(pkgs, dependencies), nil)
	if err != nil {
		return exitFailure, err
	}
	graph.Roots = slices.DeleteFunc(graph.Roots, func(act *checker.Action) bool {
		act.IsRoot = !slices.Contains(dependencies, act.Package) // nor in JSON
		return !act.IsRoot
	})
	for _, act := range graph.Roots {
		// The errors of a package that does not compile are printed already.
		if act.Err != nil && !act.Package.IllTyped {
			failed = true
			fmt.Fprintf(stderr, "%s: %s: %v\n", act.Package.PkgPath, act.Analyzer.Name, act.Err)
		}
	}

	findings := collect(graph)
	if opts.json {
		err = graph.PrintJSON(stdout)
	} else {
		err = printText(stdout, findings)
	}
	switch {
	case err != nil:
		return exitFailure, err
	case failed:
		return exitFailure, nil
	case len(findings) > 0:
		return exitFindings, nil
	}
	return exitClean, nil
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
		main := p.Name == "main" && strings.HasSuffix(p.ID, ".test")
		return main || variants[p.ID+" ["+p.ID+".test]"]
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

// A finding is one diagnostic as it is printed.
type finding struct {
	token.Position
	message string
}

// collect returns the findings of graph in the order of their positions, and
// puts the diagnostics of each check and package into that order, too.
func collect(graph *checker.Graph) []finding {
	var findings []finding
	for _, act := range graph.Roots {
		position := act.Package.Fset.Position
		slices.SortStableFunc(act.Diagnostics, func(a, b analysis.Diagnostic) int {
			return comparePositions(position(a.Pos), position(b.Pos))
		})
		for _, d := range act.Diagnostics {
			findings = append(findings, finding{position(d.Pos), d.Message})
		}
	}
	slices.SortFunc(findings, func(a, b finding) int {
		return cmp.Or(comparePositions(a.Position, b.Position), cmp.Compare(a.message, b.message))
	})
	return findings
}

func comparePositions(a, b token.Position) int {
	return cmp.Or(
		cmp.Compare(a.Filename, b.Filename),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
	)
}

// printText prints the findings as go vet does.
func printText(w io.Writer, findings []finding) error {
	for _, f := range findings {
		f.Filename = shortPath(f.Filename)
		if _, err := fmt.Fprintf(w, "%s: %s\n", f.Position, f.message); err != nil {
			return err
		}
	}
	return nil
}

// shortPath returns a file's name seen from the working directory, where that
// is shorter.
func shortPath(name string) string {
	dir, err := os.Getwd()
	if err != nil {
		return name
	}
	if rel, err := filepath.Rel(dir, name); err == nil && len(rel) < len(name) {
		return rel
	}
	return name
}
