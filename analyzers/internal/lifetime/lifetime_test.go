package lifetime_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lifetime"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

var statuses = map[lifetime.Status]string{
	lifetime.Open: "open", lifetime.Closed: "closed", lifetime.Kept: "kept", lifetime.Left: "left", lifetime.Returned: "returned",
}

// Test runs over testdata/lifetime, where each call that makes a connection says in
// its want comment how the paths behind it end.
func Test(t *testing.T) {
	a := &analysis.Analyzer{
		Name:     "lifetime",
		Doc:      "say how the paths behind a dial end",
		Requires: []*analysis.Analyzer{connflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			return connflow.Check(pass, false, func(flow *connflow.Flow) {
				none := func(*ast.CallExpr) (*wslib.Library, wslib.Slot) { return nil, wslib.None }
				for _, life := range lifetime.New(flow).Dialed(none) {
					pass.ReportRangef(life.Call, "%s", describe(life))
				}
			})
		},
	}
	atest.Run(t, a, "./lifetime/...")
}

func describe(life *lifetime.Life) string {
	var all []string
	for _, end := range life.Ends {
		words := []string{statuses[end.Status]}
		for _, w := range []struct {
			holds bool
			word  string
		}{{end.Used, "used"}, {end.Failed, "failed"}, {end.Framed, "framed"}, {end.Shared, "shared"}} {
			if w.holds {
				words = append(words, w.word)
			}
		}
		if end.Replaced {
			words = append([]string{"replaced"}, words...)
		}
		if text := strings.Join(words, " "); !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
