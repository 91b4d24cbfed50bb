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
	"github.com/wsvet/wsvet/analyzers/internal/atest"
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
		doc := analyzers.DocOf(a)
		if !strings.HasPrefix(doc.Title, "report ") || strings.Contains(doc.Title, "\n") || doc.Text == "" {
			t.Errorf("%s: the text does not start with a line that says what it reports: %q", a.Name, doc.Title)
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

// TestCategories wants the findings of testdata to have the categories that the
// checks' docs list, and each of them to be found.
func TestCategories(t *testing.T) {
	found := make(map[string]bool)
	for _, act := range atest.Check(t, analyzers.Suite(), load(t).pkgs) {
		for _, d := range act.Diagnostics {
			found[act.Analyzer.Name+"/"+d.Category] = true
		}
	}
	for _, a := range analyzers.Suite() {
		doc := analyzers.DocOf(a)
		for _, c := range doc.Categories {
			id := a.Name + "/" + c.Name
			if !found[id] {
				t.Errorf("%s is nowhere found", id)
			}
			delete(found, id)
		}
		if len(doc.Categories) == 0 {
			delete(found, a.Name+"/")
		}
	}
	for id := range found {
		t.Errorf("%s is found, and not in the check's doc", id)
	}
}
