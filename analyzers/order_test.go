package analyzers_test

import (
	"maps"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
)

// TestFindingsInAnyOrder wants the same findings from a check, with the same
// fixes, alone and beside the others, in whatever order checks and packages
// come, one at a time or all at once: the checks of a package share its flow,
// which answers when it is asked.
func TestFindingsInAnyOrder(t *testing.T) {
	c := load(t)
	suite := analyzers.Suite()
	want := findings(t, suite, c.pkgs, true)
	if len(want) == 0 {
		t.Fatal("no findings")
	}
	compare := func(how string, got map[string]int) {
		t.Helper()
		for _, f := range slices.Sorted(maps.Keys(got)) {
			if got[f] != want[f] {
				t.Errorf("%s: %d times, not %d: %s", how, got[f], want[f], f)
			}
		}
		for _, f := range slices.Sorted(maps.Keys(want)) {
			if got[f] == 0 {
				t.Errorf("%s: not found: %s", how, f)
			}
		}
	}
	compare("all at once", findings(t, suite, c.pkgs, false))

	backwards, packagesBackwards := slices.Clone(suite), slices.Clone(c.pkgs)
	slices.Reverse(backwards)
	slices.Reverse(packagesBackwards)
	compare("backwards", findings(t, backwards, packagesBackwards, true))

	alone := map[string]int{}
	for _, a := range suite {
		maps.Copy(alone, findings(t, []*analysis.Analyzer{a}, c.pkgs, false))
	}
	compare("alone", alone)
}

// findings returns what the checks find in pkgs, and how they mend it.
func findings(t *testing.T, checks []*analysis.Analyzer, pkgs []*packages.Package, sequential bool) map[string]int {
	t.Helper()
	graph, err := checker.Analyze(checks, pkgs, &checker.Options{Sequential: sequential, SanityCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%s: %v", act, act.Err)
		}
		for _, d := range act.Diagnostics {
			text := act.Package.Fset.Position(d.Pos).String() + ": " + d.Message
			for _, f := range d.SuggestedFixes {
				for _, e := range f.TextEdits {
					text += "\n\t" + act.Package.Fset.Position(e.Pos).String() + ": " + string(e.NewText)
				}
			}
			found[text]++
		}
	}
	return found
}
