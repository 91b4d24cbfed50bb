package analyzers_test

import (
	"slices"
	"testing"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/analyzers/internal/report"
)

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
