package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/version"
	"io"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// fixVersion is the first Go release whose go vet applies a tool's fixes.
const fixVersion = "go1.26"

// vetFix has go vet apply the fixes of the given checks, with this program as its
// tool. It returns why go vet did not fix all, "" if it did.
func vetFix(ctx context.Context, opts *options, checks []*analysis.Analyzer, patterns []string, stdout io.Writer) (refusal string, err error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	args := []string{"vet", "-vettool=" + self, "-fix"}
	if opts.diff {
		args = append(args, "-diff")
	}
	args = append(args, opts.buildFlags()...)
	for _, a := range checks {
		args = append(args, "-"+a.Name)
	}
	args = append(args, opts.settings...)
	args = append(args, "--")
	args = append(args, patterns...)

	var printed counter
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Stdout = io.MultiWriter(stdout, &printed)
	cmd.Stderr = &stderr
	err = cmd.Run()
	switch exit := (*exec.ExitError)(nil); {
	case ctx.Err() != nil:
		return "", errors.New("stopped: no file is changed")
	case err != nil && !errors.As(err, &exit):
		return "", fmt.Errorf("go vet -fix: %w", err)
	case err == nil || opts.diff && printed > 0 && stderr.Len() == 0:
		return "", nil // that a diff is not empty is no refusal
	}
	return cmp.Or(stderr.String(), err.Error()+"\n"), nil
}

// overlap reports whether fixes that overlap are why go vet did not fix all. The
// words are those of x/tools in this program.
func overlap(refusal string) bool {
	return strings.Contains(refusal, "(Re-run the command to apply more.)") || strings.Contains(refusal, "skipped (e.g. due to conflicts)")
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
