package handshake_test

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/handshake"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Test runs over testdata/handshake, where the want comment of each dial is what
// bounds its handshake, and what of that is left to the callers of its function.
func Test(t *testing.T) {
	a := &analysis.Analyzer{
		Name:     "handshake",
		Doc:      "report what bounds each dial",
		Requires: []*analysis.Analyzer{connflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			return connflow.Check(pass, false, func(flow *connflow.Flow) {
				limits := handshake.New(flow)
				for _, call := range flow.Calls {
					if call.Func.Role == wslib.Dial && call.Expr != nil && call.Tabled() {
						pass.ReportRangef(call.Expr, "%s", describe(limits, call))
					}
				}
			})
		},
	}
	atest.Run(t, a, "./handshake")
}

func describe(limits *handshake.Limits, dial *connflow.Call) string {
	text := map[wslib.Bound]string{wslib.Unbounded: "nothing", wslib.Once: "perhaps", wslib.Always: "bounded"}[limits.Of(dial)]
	left := limits.LeftToCaller(dial)
	if left == nil {
		return text
	}
	var by []string
	if left.Dial.Ctx != wslib.None {
		by = append(by, "context")
	}
	if left.Dial.Hook != wslib.None {
		by = append(by, "options by "+strings.Join(left.Dial.Limit.Fields, ", "))
	}
	if left.Dial.Under != wslib.None {
		by = append(by, "connection")
	}
	if left.KeepsCtx {
		by = append(by, "which is kept")
	}
	return text + ", left to the callers: " + strings.Join(by, ", ")
}
