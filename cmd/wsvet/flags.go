package main

import (
	"errors"
	"flag"
	"io"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// options are what the command line of the standalone driver chooses.
type options struct {
	checks []*analysis.Analyzer // those to run

	output

	fix   bool
	diff  bool
	tests bool
	tags  string
	dir   string

	// overlay is the file for the go command's flag of that name, "" for none.
	overlay string

	// settings are the flags given to checks, as go vet takes them.
	settings []string
}

// newFlagSet declares the driver's own flags, with their values in opts, and
// those of the checks as x/tools' drivers name them: -CHECK to choose it, and
// -CHECK.FLAG. chosen receives what was said of each check.
func newFlagSet(suite []*analysis.Analyzer, opts *options, chosen map[string]bool) *flag.FlagSet {
	fs := flag.NewFlagSet("wsvet", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // parse returns its errors
	opts.output.declare(fs)
	fs.BoolVar(&opts.fix, "fix", false, "apply the fixes instead of printing the findings (needs go1.26)")
	fs.BoolVar(&opts.diff, "diff", false, "with -fix: print the changes as a unified diff instead of making them")
	fs.BoolVar(&opts.tests, "test", true, "read test files, too, for checks that are told to report in them (-fix always does)")
	fs.StringVar(&opts.tags, "tags", "", "build `tags` to consider satisfied, with commas between")
	fs.StringVar(&opts.dir, "C", "", "change to `dir` before anything else")
	for _, a := range suite {
		fs.Var(choice{a.Name, chosen}, a.Name, "run only this check, and others so chosen; =false: run all but this one")
		a.Flags.VisitAll(func(f *flag.Flag) {
			fs.Var(f.Value, a.Name+"."+f.Name, f.Usage)
		})
	}
	return fs
}

// A choice is the flag that chooses a check, or leaves it out.
type choice struct {
	check  string
	chosen map[string]bool
}

func (c choice) Set(value string) error {
	on, err := strconv.ParseBool(value)
	if err != nil {
		return errors.New("want true or false")
	}
	c.chosen[c.check] = on
	return nil
}

func (c choice) String() string   { return "" }
func (c choice) IsBoolFlag() bool { return true }

// parse reads the command line of the standalone driver.
func parse(suite []*analysis.Analyzer, args []string) (*options, []string, error) {
	opts := new(options)
	chosen := make(map[string]bool)
	fs := newFlagSet(suite, opts, chosen)
	if err := fs.Parse(args); err != nil {
		return nil, nil, err
	}
	switch {
	case fs.NArg() == 0:
		return nil, nil, errors.New("no packages given")
	case opts.diff && !opts.fix:
		return nil, nil, errors.New("-diff requires -fix")
	case opts.fix && opts.output != plain:
		return nil, nil, errors.New("-fix prints no findings: it goes with no -format, no -c and no baseline")
	}
	if err := opts.output.check(); err != nil {
		return nil, nil, err
	}
	opts.checks = choose(suite, chosen)
	if len(opts.checks) == 0 {
		return nil, nil, errors.New("no check is left to run")
	}
	opts.settings = settings(fs)
	return opts, fs.Args(), nil
}

// choose returns the checks to run: those chosen, if any is, else all that
// are not left out.
func choose(suite []*analysis.Analyzer, chosen map[string]bool) []*analysis.Analyzer {
	only := false
	for _, on := range chosen {
		only = only || on
	}
	var checks []*analysis.Analyzer
	for _, a := range suite {
		if on, said := chosen[a.Name]; on || !said && !only {
			checks = append(checks, a)
		}
	}
	return checks
}

// settings returns the flags set in fs that are settings of a check, which
// are the flags with a dot.
func settings(fs *flag.FlagSet) []string {
	var set []string
	fs.Visit(func(f *flag.Flag) {
		if strings.Contains(f.Name, ".") {
			set = append(set, "-"+f.Name+"="+f.Value.String())
		}
	})
	return set
}

// buildFlags returns the flags for the go command.
func (o *options) buildFlags() []string {
	var flags []string
	if o.tags != "" {
		flags = append(flags, "-tags="+o.tags)
	}
	if o.overlay != "" {
		flags = append(flags, "-overlay="+o.overlay)
	}
	return flags
}
