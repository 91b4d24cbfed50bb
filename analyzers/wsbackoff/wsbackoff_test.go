package wsbackoff_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers/internal/atest"
	"github.com/wsvet/wsvet/analyzers/wsbackoff"
)

func Test(t *testing.T) {
	atest.Run(t, wsbackoff.Analyzer, "./wsbackoff/...")
}

// What is fixed is silent: in the goldens only findings without a fix are left.
func TestFixed(t *testing.T) {
	dir := atest.Dir(t)
	goldens, err := filepath.Glob(filepath.Join(dir, "wsbackoff", "*", "*.go.golden"))
	if err != nil || len(goldens) == 0 {
		t.Fatal("no goldens: ", err)
	}
	across, err := filepath.Glob(filepath.Join(dir, "wsbackoff", "*", "*", "*.go.golden"))
	if err != nil {
		t.Fatal(err)
	}
	goldens = append(goldens, across...)
	overlay := map[string][]byte{}
	for _, g := range goldens {
		text, err := os.ReadFile(g)
		if err != nil {
			t.Fatal(err)
		}
		overlay[g[:len(g)-len(".golden")]] = text
	}
	pkgs, err := atest.LoadModule(dir, overlay, "./wsbackoff/...")
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(pkgs) > 0 {
		t.Fatal("the goldens do not compile")
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{wsbackoff.Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range graph.Roots {
		for _, d := range root.Diagnostics {
			if len(d.SuggestedFixes) > 0 {
				t.Errorf("%s: %s", root.Package.Fset.Position(d.Pos), d.Message)
			}
		}
	}
}
