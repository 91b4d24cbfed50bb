package main

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers"
)

const usage = `wsvet finds, in Go code that uses WebSockets, connections that end without a
close handshake and dead connections that nobody notices: what stands behind
close code 1006.

Usage:

	wsvet [flags] packages     analyse the packages, print what is found
	wsvet -fix packages        apply the fixes
	wsvet -fix -diff packages  print the fixes as a unified diff
	wsvet report [flags]       print what go vet -json has found; its flags are
	                           -format, -json, -c, -baseline and -write-baseline
	wsvet help [check]         this text, or all about a check
	wsvet version              the version of wsvet and the Go it was built with

	go vet -vettool=$(which wsvet) [flags] packages
	go vet -vettool=$(which wsvet) -json packages 2>&1 | wsvet report [flags]
	go fix -fixtool=$(which wsvet) [flags] packages

Findings and diffs go to standard output, errors to standard error.

Exit codes, the same in every format:

	0  nothing found, nothing new with -baseline; with -fix, -write-baseline: done
	1  failure: bad usage, no packages, or packages that are left out since they
	   do not compile: what is found in all others is reported
	3  findings; with -fix -diff: the diff is not empty

go vet and go fix have exit codes of their own, which do not tell findings from
failures.
`

// help prints what wsvet is and does or, with the name of a check, all about
// that check.
func help(w io.Writer, suite []*analysis.Analyzer, names []string) error {
	if len(names) == 0 {
		return overview(w, suite)
	}
	for _, name := range names {
		a := find(suite, name)
		if a == nil {
			return fmt.Errorf("unknown check %q; 'wsvet help' lists them", name)
		}
		if err := describe(w, a); err != nil {
			return err
		}
	}
	return nil
}

func find(suite []*analysis.Analyzer, name string) *analysis.Analyzer {
	for _, a := range suite {
		if a.Name == name {
			return a
		}
	}
	return nil
}

func overview(w io.Writer, suite []*analysis.Analyzer) error {
	fmt.Fprintf(w, "%s\nChecks:\n\n", usage)
	for _, a := range suite {
		fmt.Fprintf(w, "\t%-16s %s\n", a.Name, analyzers.DocOf(a).Title)
	}
	fmt.Fprintf(w, "\nFlags:\n\n")
	printFlags(w, newFlagSet(suite, new(options), nil), func(name string) bool {
		return !strings.Contains(name, ".")
	})
	_, err := fmt.Fprintf(w, "\nThe flags of a check: wsvet help CHECK.\n")
	return err
}

// describe prints the text of a check, which says how to silence it, and its
// flags.
func describe(w io.Writer, a *analysis.Analyzer) error {
	_, err := fmt.Fprintf(w, "%s: %s\n\nFlags:\n\n", a.Name, strings.TrimSpace(a.Doc))
	printFlags(w, newFlagSet([]*analysis.Analyzer{a}, new(options), nil), func(name string) bool {
		return strings.HasPrefix(name, a.Name)
	})
	return err
}

// printFlags prints the flags of all whose names are wanted.
func printFlags(w io.Writer, all *flag.FlagSet, wanted func(name string) bool) {
	some := flag.NewFlagSet("", flag.ContinueOnError)
	some.SetOutput(w)
	all.VisitAll(func(f *flag.Flag) {
		if wanted(f.Name) {
			some.Var(f.Value, f.Name, f.Usage)
		}
	})
	some.PrintDefaults()
}
