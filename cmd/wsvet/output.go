package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/baseline"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/format"
)

// output says how findings are reported: wsvet has its flags, and wsvet report.
type output struct {
	format        string
	context       int    // how many lines around a finding to show, -1 for no source
	baseline      string // a file with findings not to report
	writeBaseline string // a file to write them to
}

// plain is the output without any flag.
var plain = output{format: "text", context: -1}

func (o *output) declare(fs *flag.FlagSet) {
	*o = plain
	fs.Func("format", "print the findings as `format`: "+strings.Join(format.Names(), ", ")+" (default text)", o.setFormat)
	fs.BoolFunc("json", "the same as -format=json: the findings, and their fixes, as JSON", func(value string) error {
		on, err := strconv.ParseBool(value)
		if on {
			o.format = "json"
		}
		return err
	})
	fs.IntVar(&o.context, "c", -1, "show the source with `N` lines around each finding (in the format text)")
	fs.StringVar(&o.baseline, "baseline", "", "leave out the findings that are in `file`")
	fs.StringVar(&o.writeBaseline, "write-baseline", "", "write the findings to `file`, for -baseline, instead of printing them")
}

func (o *output) setFormat(name string) error {
	if format.Lookup(name) == nil {
		return errors.New("want one of " + strings.Join(format.Names(), ", "))
	}
	o.format = name
	return nil
}

// check returns an error where the flags contradict one another.
func (o *output) check() error {
	shown := *o
	shown.writeBaseline = ""
	switch {
	case o.writeBaseline != "" && shown != plain:
		return errors.New("-write-baseline prints no findings: it goes with no -format, no -c and no -baseline")
	case o.context >= 0 && o.format != plain.format:
		return errors.New("-c goes with the format text only")
	}
	return nil
}

// An outcome is what came of an analysis.
type outcome struct {
	findings []finding.Finding
	failures []finding.Failure
	failed   bool // something was not analysed, and that is said

	checks []*analysis.Analyzer // those that ran, as far as is known
	seen   map[string]bool      // the files that they saw, as far as is known
}

// known returns the baseline, nil if there is none.
func (o *output) known() (*baseline.Baseline, error) {
	if o.baseline == "" {
		return nil, nil
	}
	return baseline.Read(o.baseline)
}

// finish reports what came of an analysis, and returns the exit code.
func (o *output) finish(out outcome, known *baseline.Baseline, stdout, stderr io.Writer) (int, error) {
	sources := make(finding.Sources)
	if o.writeBaseline != "" {
		if out.failed {
			return exitFailure, errors.New("no baseline written: not all was analysed")
		}
		return exitClean, baseline.Write(o.writeBaseline, out.findings, sources)
	}
	if known != nil {
		var gone []baseline.Entry
		out.findings, gone = known.Filter(out.findings, sources)
		if n := out.stale(known, gone); n > 0 && !out.failed {
			fmt.Fprintf(stderr, "wsvet: findings of %s that are gone: %d; -write-baseline leaves them out\n", o.baseline, n)
		}
	}
	dir, err := os.Getwd()
	if err != nil {
		return exitFailure, err
	}
	err = format.Lookup(o.format)(stdout, &format.Report{
		Findings: out.findings,
		Failures: out.failures,
		Failed:   out.failed,
		Rules:    format.Rules(out.checks),
		Version:  ownVersion(),
		Dir:      dir,
		Root:     repository(dir),
		Sources:  sources,
		Source:   o.context >= 0,
		Context:  o.context,
		Color:    o.context >= 0 && isTerminal(stdout) && os.Getenv("NO_COLOR") == "",
	})
	switch {
	case err != nil:
		return exitFailure, err
	case out.failed:
		return exitFailure, nil
	case len(out.findings) > 0:
		return exitFindings, nil
	}
	return exitClean, nil
}

// stale counts the findings of a baseline that are gone for certain: their
// check saw their file, or there is no such file.
func (out *outcome) stale(known *baseline.Baseline, gone []baseline.Entry) int {
	n := 0
	for _, e := range gone {
		path := known.Path(e)
		check, _, _ := strings.Cut(e.Rule, "/")
		ran := slices.ContainsFunc(out.checks, func(a *analysis.Analyzer) bool { return a.Name == check })
		_, err := os.Stat(path)
		if ran && out.seen[path] || errors.Is(err, os.ErrNotExist) {
			n += e.Count
		}
	}
	return n
}

// repository returns the directory around dir that services show files from:
// the root of a repository, else of a module, else dir itself.
func repository(dir string) string {
	for _, mark := range []string{".git", "go.mod"} {
		for at := dir; ; at = filepath.Dir(at) {
			if _, err := os.Stat(filepath.Join(at, mark)); err == nil {
				return at
			}
			if at == filepath.Dir(at) {
				break
			}
		}
	}
	return dir
}
