// Package atest runs checks over the inputs in testdata, a module of its own
// that has the real WebSocket libraries, and compares findings and fixes with
// what the inputs expect.
package atest

import (
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// Run runs a over the packages of testdata that match the patterns, such as
// "./wskeepalive/...", compares the findings with the want comments and the
// fixed files with the goldens, and returns the actions of a.
func Run(t *testing.T, a *analysis.Analyzer, patterns ...string) []*checker.Action {
	t.Helper()
	actions := Analyze(t, a, patterns...)
	for _, act := range actions {
		for _, err := range append(compareFindings(act), compareFixes(act)...) {
			t.Error(err)
		}
	}
	return actions
}

// Analyze runs a over the packages of testdata that match the patterns and
// returns its actions.
func Analyze(t *testing.T, a *analysis.Analyzer, patterns ...string) []*checker.Action {
	t.Helper()
	return Check(t, []*analysis.Analyzer{a}, Packages(t, patterns...))
}

// Check runs checks over packages, which Packages or LoadModule returned, and
// returns an action of each check for each package.
func Check(t *testing.T, checks []*analysis.Analyzer, pkgs []*packages.Package) []*checker.Action {
	t.Helper()
	graph, err := checker.Analyze(checks, pkgs, &checker.Options{SanityCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%v: %v", act, act.Err)
		}
	}
	return graph.Roots
}

// Reading returns the checks, reading files as the overlay has them: what a fix
// is made of is the text of its file.
func Reading(overlay map[string][]byte, checks []*analysis.Analyzer) []*analysis.Analyzer {
	var all []*analysis.Analyzer
	for _, check := range checks {
		a := *check
		a.Run = func(pass *analysis.Pass) (any, error) {
			p := *pass
			p.ReadFile = func(name string) ([]byte, error) {
				if text, ok := overlay[name]; ok {
					return text, nil
				}
				return pass.ReadFile(name)
			}
			return check.Run(&p)
		}
		all = append(all, &a)
	}
	return all
}
