package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// maxRounds is how often -fix analyses and fixes: behind a fix there may be
// another finding, and fixes that overlap come one after the other.
const maxRounds = 3

// fix applies the fixes in the packages that the patterns match, until nothing
// changes any more; with -diff, it prints those of the first round. No file is
// written before all is done, and each is replaced in one step: whenever wsvet is
// stopped, every file is whole.
func fix(opts *options, patterns []string, stdout, stderr io.Writer) (int, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	got, err := analyze(opts, patterns, stderr)
	if err != nil {
		return exitFailure, err
	}
	if got.listing.Overlay {
		return exitFailure, errors.New("-fix does not go with the go command's -overlay")
	}
	failed := got.printFailures(stderr)
	files, err := newWorkingCopy()
	if err != nil {
		return exitFailure, err
	}
	defer files.remove()
	overlaid := *opts
	overlaid.overlay = files.overlay
	f := &fixer{opts: &overlaid, patterns: patterns, files: files, fixed: make(map[string]int)}
	if opts.diff {
		return f.diff(ctx, got, failed, stdout, stderr)
	}
	for range maxRounds {
		changed, err := f.round(ctx, got)
		if err != nil {
			return exitFailure, err
		}
		if !changed {
			break
		}
		if got, err = analyze(f.opts, patterns, stderr); err != nil {
			return exitFailure, err
		}
	}
	if err := files.install(); err != nil {
		return exitFailure, err
	}
	f.print(got, stderr)
	if failed || f.refusal != "" {
		return exitFailure, nil
	}
	return exitClean, nil
}

// A fixer fixes the packages that the patterns match in a working copy.
type fixer struct {
	opts     *options // with the overlay of the working copy
	patterns []string
	files    *workingCopy
	names    []string       // the files with fixes in this round
	fixed    map[string]int // how many findings had a fix, by the file that changed
	refusal  string         // why go vet did not fix all the last time, "" if it did
}

// round applies the fixes of what was found, and reports whether a file changed.
func (f *fixer) round(ctx context.Context, got *analyzed) (bool, error) {
	pkgs, found, err := f.fixable(got)
	if err != nil || len(found) == 0 {
		return false, err
	}
	if err := f.files.add(f.names); err != nil {
		return false, err
	}
	if f.refusal, err = f.apply(ctx, pkgs); err != nil {
		return false, err
	}
	changed, err := f.files.changed()
	for _, name := range changed {
		f.fixed[name] += found[name]
	}
	return len(changed) > 0, err
}

// fixable returns patterns for the packages with findings that have a fix, and
// how many there are of these in each file. go vet fixes the main module only.
func (f *fixer) fixable(got *analyzed) (patterns []string, found map[string]int, err error) {
	pkgs := make(map[string]*packages.Package)
	for _, p := range got.pkgs {
		if p.Module == nil || p.Module.Main {
			pkgs[p.ID] = p
		}
	}
	found = make(map[string]int)
	findings, _ := finding.FromGraph(got.graph)
	for _, d := range findings {
		p := pkgs[d.Package]
		if p == nil || len(d.Fixes) == 0 {
			continue
		}
		patterns = append(patterns, pathOfTested(p))
		found[f.files.original(d.Fixes[0].Edits[0].Filename)]++
	}
	if len(found) == 0 {
		return nil, nil, nil
	}
	if err := canFix(); err != nil {
		return nil, nil, err
	}
	slices.Sort(patterns)
	patterns = slices.Compact(patterns)
	if patterns[0] == "command-line-arguments" {
		patterns = f.patterns // files
	}
	f.names = slices.Sorted(maps.Keys(found))
	return patterns, found, nil
}

// pathOfTested returns the import path of p, that of the package under test if p
// is an external test.
func pathOfTested(p *packages.Package) string {
	if p.ForTest != "" {
		return p.ForTest
	}
	return p.PkgPath
}

// apply has go vet fix packages. It returns why not all is fixed, "" if it is.
func (f *fixer) apply(ctx context.Context, pkgs []string) (refusal string, err error) {
	refusal, err = f.vet(ctx, f.opts.checks, pkgs, io.Discard)
	if err != nil || !overlap(refusal) || len(f.opts.checks) == 1 {
		return refusal, err
	}
	// Where two fixes overlap, go vet leaves the whole package as it is. Most
	// often they are fixes of two checks, and one check after the other gets
	// through.
	var refusals strings.Builder
	for _, a := range f.opts.checks {
		refusal, err := f.vet(ctx, []*analysis.Analyzer{a}, pkgs, io.Discard)
		if err != nil {
			return "", err
		}
		if !strings.Contains(refusals.String(), refusal) {
			refusals.WriteString(refusal)
		}
	}
	return refusals.String(), nil
}

// vet is vetFix, once more without the test files if go vet stops at what is wrong
// with some that are not analysed.
func (f *fixer) vet(ctx context.Context, checks []*analysis.Analyzer, pkgs []string, stdout io.Writer) (refusal string, err error) {
	refusal, err = vetFix(ctx, f.opts, checks, pkgs, stdout)
	if err != nil || refusal == "" || overlap(refusal) || needTests(f.opts) {
		return refusal, err
	}
	if err := f.files.hideTests(f.names); err != nil {
		return "", err
	}
	return vetFix(ctx, f.opts, checks, pkgs, stdout)
}

// diff prints the fixes of what was found.
func (f *fixer) diff(ctx context.Context, got *analyzed, failed bool, stdout, stderr io.Writer) (int, error) {
	f.opts.diff = true
	pkgs, found, err := f.fixable(got)
	if err != nil {
		return exitFailure, err
	}
	var printed counter
	if len(found) > 0 {
		f.refusal, err = f.vet(ctx, f.opts.checks, pkgs, io.MultiWriter(stdout, &printed))
	}
	if err != nil {
		return exitFailure, err
	}
	f.printRefusal(stderr)
	switch {
	case failed || f.refusal != "":
		return exitFailure, nil
	case printed > 0:
		return exitFindings, nil
	}
	return exitClean, nil
}

// print says what was fixed, what is left, and why.
func (f *fixer) print(left *analyzed, w io.Writer) {
	for _, name := range slices.Sorted(maps.Keys(f.fixed)) {
		fmt.Fprintf(w, "wsvet: %s: findings fixed: %d\n", shortPath(name), f.fixed[name])
	}
	f.printRefusal(w)
	findings, _ := finding.FromGraph(left.graph)
	unfixable := 0
	for _, d := range findings {
		if len(d.Fixes) == 0 {
			unfixable++
		}
	}
	if unfixable > 0 {
		fmt.Fprintf(w, "wsvet: findings without a fix: %d; wsvet without -fix prints them\n", unfixable)
	}
	if n := len(findings) - unfixable; n > 0 && f.refusal == "" {
		fmt.Fprintf(w, "wsvet: findings left after %d rounds: %d; run wsvet -fix again\n", maxRounds, n)
	}
}

// printRefusal prints why go vet did not fix all, and what to do about it.
func (f *fixer) printRefusal(w io.Writer) {
	if f.refusal == "" {
		return
	}
	fmt.Fprint(w, f.files.restoreNames(f.refusal))
	if overlap(f.refusal) {
		fmt.Fprintln(w, "wsvet: not all is fixed: fixes overlap: name one check, as in -wskeepalive, and the next one afterwards")
	} else {
		fmt.Fprintln(w, "wsvet: not all is fixed: go vet -fix needs packages that compile, with what they import and the tests that are analysed: mend what is said above")
	}
}
