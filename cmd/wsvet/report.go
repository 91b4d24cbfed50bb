package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// newReportFlagSet declares the flags of wsvet report, with their values in o.
func newReportFlagSet(o *output) *flag.FlagSet {
	fs := flag.NewFlagSet("wsvet report", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // as in newFlagSet
	o.declare(fs)
	return fs
}

// report reads what go vet -json printed, and reports it as check does what it
// finds itself.
func report(suite []*analysis.Analyzer, args []string, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	var o output
	fs := newReportFlagSet(&o)
	if err := fs.Parse(args); err != nil {
		return exitFailure, usageError(err)
	}
	if fs.NArg() > 0 {
		return exitFailure, usageError(errors.New("report reads standard input, and no packages"))
	}
	if err := o.check(); err != nil {
		return exitFailure, usageError(err)
	}
	known, err := o.known()
	if err != nil {
		return exitFailure, err
	}
	findings, failures, told, err := finding.FromVet(stdin, stderr)
	if err != nil {
		return exitFailure, err
	}
	for _, f := range failures {
		fmt.Fprintf(stderr, "%s: %s: %s\n", f.Package, f.Check, f.Message)
	}
	return o.finish(outcome{
		findings: findings,
		failures: failures,
		failed:   told || len(failures) > 0,
		checks:   suite,
	}, known, stdout, stderr)
}
