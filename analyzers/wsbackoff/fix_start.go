package wsbackoff

import (
	"fmt"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// firstWaits is how many times the least wait the first one may be that is drawn at
// random alone: RFC 6455 section 7.2.3 speaks of 0 to 5 seconds.
const firstWaits = 5

// startLater returns the fix of a ring that starts a goroutine to dial anew: the
// goroutine waits first, at random. No backoff is kept, since several of them may run
// at once.
func (rg *rings) startLater() analysis.SuggestedFix {
	start, longest := rg.start(), firstWaits*rg.limits.min
	if start == nil || longest <= 0 {
		return analysis.SuggestedFix{}
	}
	rg.f = rg.flow.Func(start)
	wait := rg.randomness.upTo(rewrite.DurationText(longest, rg.time), start.Pos())
	rg.Replace(start, fmt.Sprintf("go func() {\n%s\n%s\n}()", rg.waiting.sleepIn(wait, start.Pos()), rg.Text(start.Call)))
	return rg.Fix(fmt.Sprintf("Wait before dialing again: up to %s, at random", timing.Seconds(longest)))
}

// start returns the one statement in the ring that starts the function that dials, if
// nothing else in the ring runs it, and it may be started later as it is.
func (rg *rings) start() *ast.GoStmt {
	var found *ast.GoStmt
	for _, f := range rg.flow.Funcs {
		if rg.graph.Ring[f] != rg.graph.Ring[rg.y.In] {
			continue
		}
		for _, call := range rg.graph.Calls[f] {
			if !slices.ContainsFunc(rg.graph.Out(call), func(e redial.Edge) bool { return e.To == rg.y.In }) {
				continue
			}
			start, ok := rg.flow.Parent(call).(*ast.GoStmt)
			if !ok || found != nil || len(call.Args) > 0 || !lang.IsName(call.Fun) || rg.flow.File(call) != rg.flow.File(rg.y.Site) {
				return nil
			}
			found = start
		}
	}
	return found
}
