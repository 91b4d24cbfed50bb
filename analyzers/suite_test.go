package analyzers_test

import (
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/analyzers/internal/report"
)

// TestContract holds what all checks have in common.
func TestContract(t *testing.T) {
	suite := analyzers.Suite()
	if err := analysis.Validate(suite); err != nil {
		t.Fatal(err)
	}
	for _, a := range suite {
		if !token.IsIdentifier(a.Name) {
			t.Errorf("%s: the name is no identifier", a.Name)
		}
		summary, rest, _ := strings.Cut(a.Doc, "\n\n")
		if summary == "" || strings.Contains(summary, "\n") || strings.TrimSpace(rest) == "" {
			t.Errorf("%s: the text does not start with a line that sums it up", a.Name)
		}
		if want := "https://pkg.go.dev/github.com/wsvet/wsvet/analyzers/" + a.Name; a.URL != want {
			t.Errorf("%s: the URL is %s, want %s", a.Name, a.URL, want)
		}
		if f := a.Flags.Lookup("tests"); f == nil || f.DefValue != "false" {
			t.Errorf("%s: no flag -tests, off by default", a.Name)
		}
		if f := a.Flags.Lookup("skip"); f == nil || f.DefValue != "" {
			t.Errorf("%s: no flag -skip, empty by default", a.Name)
		} else if err := f.Value.Set("nonsense"); err == nil || !strings.Contains(err.Error(), "nonsense") {
			t.Errorf("%s: -skip=nonsense gives %v", a.Name, err)
		}
		for _, name := range []string{
			filepath.Join(a.Name, "doc.go"),
			filepath.Join(a.Name, a.Name+"_test.go"), // runs it over its inputs
			filepath.Join("..", "testdata", a.Name),
		} {
			if _, err := os.Stat(name); err != nil {
				t.Errorf("%s: not in a package of its own, with tests and inputs: %v", a.Name, err)
			}
		}
	}
}

// TestNames wants ignore directives to know the checks of the suite.
func TestNames(t *testing.T) {
	var names []string
	for _, a := range analyzers.Suite() {
		names = append(names, a.Name)
	}
	if !slices.Equal(slices.Sorted(slices.Values(names)), slices.Sorted(slices.Values(report.Names))) {
		t.Errorf("the suite has %v, directives may name %v", names, report.Names)
	}
}
