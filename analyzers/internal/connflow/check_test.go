package connflow

import (
	"errors"
	"go/types"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/rescue"
)

// TestPanics wants an error where a check panics, none from one that has facts,
// and that the checks after it have their turn.
func TestPanics(t *testing.T) {
	defer func(old bool) { rescue.Panics = old }(rescue.Panics)
	rescue.Panics = false
	broken := errors.New("no flow")
	panics := func(*Flow) { panic("oops") }
	for _, tc := range []struct {
		name   string
		result *Result
		facts  []analysis.Fact
		look   func(*Flow)
		fails  bool
	}{
		{"a check", &Result{touches: true, computed: [2]*Flow{{}}}, nil, panics, true},
		{"one with facts", &Result{touches: true, computed: [2]*Flow{{}}}, []analysis.Fact{new(inReach)}, panics, false},
		{"the flow", &Result{touches: true, err: broken}, nil, panics, true},
		{"the flow, for one with facts", &Result{touches: true, err: broken}, []analysis.Fact{new(inReach)}, panics, false},
		{"nothing", &Result{}, nil, panics, false},
		{"good", &Result{touches: true, computed: [2]*Flow{{}}}, nil, func(*Flow) {}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			pass := &analysis.Pass{
				Analyzer: &analysis.Analyzer{Name: "x", FactTypes: tc.facts},
				ResultOf: map[*analysis.Analyzer]any{Analyzer: tc.result},
			}
			for range 2 {
				if _, err := Check(pass, false, tc.look); (err != nil) != tc.fails {
					t.Errorf("error %v, wanted one: %t", err, tc.fails)
				}
			}
		})
	}
}

// TestFlowThatPanics wants that a package fails alone, not its importers.
func TestFlowThatPanics(t *testing.T) {
	defer func(old bool) { rescue.Panics = old }(rescue.Panics)
	rescue.Panics = false
	pass := passOf(t, generated(1, 100))
	pass.ExportObjectFact = func(types.Object, analysis.Fact) {}
	pass.ImportPackageFact = func(*types.Package, analysis.Fact) bool { return false }
	pass.ResultOf = nil // the inspector that the flow needs
	result, err := Analyzer.Run(pass)
	if err != nil {
		t.Fatal(err)
	}
	pass.Analyzer = &analysis.Analyzer{Name: "x"}
	pass.ResultOf = map[*analysis.Analyzer]any{Analyzer: result}
	if _, err := Check(pass, false, func(*Flow) { t.Error("there is no flow") }); err == nil {
		t.Error("no error")
	}
}
