package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/version"
	"io"
	"os"
	"os/exec"

	"golang.org/x/tools/go/analysis"
)

// fixVersion is the first Go release whose go vet applies a tool's fixes.
const fixVersion = "go1.26"

// fix has go vet apply the fixes in the packages that the patterns match, or
// print them as a diff, with this program as its tool. go vet knows what we
// would have to know, too: a file of a package and its test variant is mended
// once, and no file of another module is written.
//
// The packages were loaded without an error before.
func fix(opts *options, patterns []string, stdout, stderr io.Writer) (int, error) {
	if len(patterns) == 0 {
		return exitClean, nil // and not the package of the directory
	}
	if err := canFix(); err != nil {
		return exitFailure, err
	}
	if opts.diff {
		var printed counter
		err := vetFix(opts, opts.checks, patterns, io.MultiWriter(stdout, &printed), stderr)
		if err != nil && printed > 0 {
			return exitFindings, nil // a diff is what made go vet fail
		}
		return exitClean, err
	}
	var conflict bytes.Buffer
	err := vetFix(opts, opts.checks, patterns, stdout, &conflict)
	if err == nil || len(opts.checks) == 1 {
		stderr.Write(conflict.Bytes())
		return exitClean, err
	}
	// Where two fixes overlap, go vet leaves the whole package as it is, and
	// would do so again. Most often they are fixes of two checks, and then
	// one check after the other gets through.
	for _, a := range opts.checks {
		if err := vetFix(opts, []*analysis.Analyzer{a}, patterns, stdout, stderr); err != nil {
			return exitFailure, err
		}
	}
	return exitClean, nil
}

// vetFix runs go vet -fix with the given checks.
func vetFix(opts *options, checks []*analysis.Analyzer, patterns []string, stdout, stderr io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{"vet", "-vettool=" + self, "-fix"}
	if opts.diff {
		args = append(args, "-diff")
	}
	args = append(args, buildFlags(opts)...)
	for _, a := range checks {
		args = append(args, "-"+a.Name)
	}
	args = append(args, opts.settings...)
	args = append(args, "--")
	args = append(args, patterns...)

	cmd := exec.Command("go", args...)
	cmd.Stdout = stdout
	cmd.Stderr = stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go vet -fix: %w", err)
	}
	return nil
}

// canFix returns an error where the go command is too old.
func canFix() error {
	out, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return fmt.Errorf("go env GOVERSION: %w", err)
	}
	return checkVersion(string(bytes.TrimSpace(out)))
}

func checkVersion(have string) error {
	if version.Compare(have, fixVersion) < 0 {
		return errors.New("-fix needs the go vet of " + fixVersion + " or later; the go command here is " + have)
	}
	return nil
}

// A counter counts the bytes written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
