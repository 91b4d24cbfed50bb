package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/wsvet/wsvet/analyzers"
)

// Exit codes, the same in every form of output.
const (
	exitClean    = 0 // nothing found
	exitFailure  = 1 // bad usage, or code that could not be analysed
	exitFindings = 3 // something found, and everything analysed
)

func main() {
	start(analyzers.Suite())
}

// start runs the suite as the arguments of the program ask for, and exits.
func start(suite []*analysis.Analyzer) {
	if calledByGoVet(os.Args[1:]) {
		if skipStandard(os.Args[len(os.Args)-1]) {
			os.Exit(exitClean)
		}
		unitchecker.Main(suite...)
	}
	os.Exit(run(suite, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// calledByGoVet reports whether args are those of the vet tool protocol,
// which is unitchecker's alone: go vet takes every flag that the tool lists
// for one that the tool understands, so none of ours may be among them.
func calledByGoVet(args []string) bool {
	if len(args) == 0 {
		return false
	}
	switch first := args[0]; {
	case first == "-flags", first == "-V", strings.HasPrefix(first, "-V="):
		return true
	}
	return strings.HasSuffix(args[len(args)-1], ".cfg")
}

// run is wsvet as a person calls it. It returns the exit code.
func run(suite []*analysis.Analyzer, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	code, err := dispatch(suite, args, stdin, stdout, stderr)
	if errors.Is(err, flag.ErrHelp) { // -h behind other arguments
		code, err = exitClean, help(stdout, suite, nil)
	}
	if err != nil {
		fmt.Fprintf(stderr, "wsvet: %v\n", err)
		return exitFailure
	}
	return code
}

func dispatch(suite []*analysis.Analyzer, args []string, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	if len(args) > 0 {
		switch args[0] {
		case "help", "-h", "-help", "--help":
			return exitClean, help(stdout, suite, args[1:])
		case "version":
			return exitClean, printVersion(stdout)
		case "report":
			return report(suite, args[1:], stdin, stdout, stderr)
		}
	}
	opts, patterns, err := parse(suite, args)
	if err != nil {
		return exitFailure, usageError(err)
	}
	return check(opts, patterns, stdout, stderr)
}

// usageError says of an error in the command line where to read about it.
func usageError(err error) error {
	return fmt.Errorf("%w\nRun 'wsvet help' for usage.", err)
}
