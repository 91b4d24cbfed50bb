package timing_test

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// Test runs over testdata/timing, where each call of pace says in its `// want`
// comment how the duration differs from one time to the next, each call of said
// whether the text names the duration, each call of policy what a library's way to
// wait is, and each call of from which sends can be received there, by the functions
// that do them, or after which time. Each call of runs says how often its loop runs
// it, each call of waits whether its loop may wait between two.
func Test(t *testing.T) {
	a := &analysis.Analyzer{
		Name:     "timing",
		Doc:      "say how code passes time",
		Requires: []*analysis.Analyzer{connflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			return connflow.Check(pass, false, func(flow *connflow.Flow) {
				tm := timing.New(flow)
				// What is in a loop, or in a function that is called in one, is repeated.
				tm.Repeated = func(n ast.Node) bool {
					f := flow.Func(n)
					return f != nil && (flow.Loop(n) != nil || slices.ContainsFunc(flow.Callers(f), func(s *connflow.CallSite) bool { return flow.Loop(s.Call) != nil }))
				}
				for _, file := range flow.Files {
					ast.Inspect(file, func(n ast.Node) bool {
						if call, ok := n.(*ast.CallExpr); ok {
							if text := describe(flow, tm, call); text != "" {
								pass.ReportRangef(call, "%s", text)
							}
						}
						return true
					})
				}
			})
		},
	}
	if actions := atest.Run(t, a, "./timing/..."); len(actions) != 3 {
		t.Errorf("%d packages, want 3", len(actions))
	}
}

func describe(flow *connflow.Flow, tm *timing.Timing, call *ast.CallExpr) string {
	fn := lang.Callee(flow.Info, call)
	if fn == nil {
		return ""
	}
	if fn.Name() == "said" {
		text, _ := lang.String(flow.Info, call.Args[0])
		if tm.Names(text, call.Args[1]) {
			return "names it"
		}
		return "names another"
	}
	if len(call.Args) != 1 {
		return ""
	}
	arg := call.Args[0]
	switch fn.Name() {
	case "pace":
		d := tm.Duration(arg, nil)
		text := paces[d.Pace]
		if d.Zero {
			text += " or zero"
		}
		return text
	case "policy":
		return paces[timing.PaceOf(tm.Policy(arg).Pace)]
	case "runs":
		d, ok := tm.Period(call, flow.Loop(call))
		if !ok {
			return "not known"
		}
		return "every " + d.String()
	case "waits":
		if tm.Brief(flow.Loop(call), []ast.Node{call}) {
			return "brief"
		}
		return "may wait"
	case "from":
		if dur, ok := tm.Timer(arg); ok {
			return "after " + types.ExprString(dur)
		}
		var all []string
		for _, s := range tm.Sends() {
			if tm.Receives(arg, s) {
				all = append(all, s.In.Name())
			}
		}
		return "sent in " + strings.Join(slices.Compact(all), ", ")
	}
	return ""
}

var paces = map[timing.Pace]string{timing.None: "none", timing.Constant: "constant", timing.Growing: "growing", timing.Free: "free"}
