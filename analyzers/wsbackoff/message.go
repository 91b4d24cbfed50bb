package wsbackoff

import (
	"go/ast"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/rescue"
)

// report reports a cycle at the place that the category is about, with the fix
// if there is one, else with what to do.
func (c *checker) report(y *redial.Cycle, category string, at ast.Node, w *redial.Wait) {
	key := finding{at, category}
	if c.reported[key] || c.Silent(at.Pos(), category) {
		return
	}
	c.reported[key] = true
	var fix analysis.SuggestedFix
	advice := grows
	_ = rescue.Run(func() { fix, advice = c.fix(y, category, w) }) // the finding is worth more
	message := c.fact(y, category, at)
	if len(fix.TextEdits) == 0 {
		message += "; " + advice
	}
	c.Report(at.Pos(), at.End(), category, message, func() analysis.SuggestedFix { return fix })
}

// fact says what is wrong, where, and what comes of it.
func (c *checker) fact(y *redial.Cycle, category string, at ast.Node) string {
	switch where := c.where(y, at); category {
	case isNone:
		return "a failed dial is tried again at once" + where + ": while the server is down, each client dials as fast as it can"
	case isConstant:
		return "each redial waits the same time" + where + ": after a restart all clients dial in the same moment, again and again"
	case isFirst:
		return "a lost connection is redialed at once" + where + ": when a server restarts, all its clients dial in the same moment"
	default:
		return "the wait grows without jitter" + where + ": clients that lost their connections together redial together"
	}
}

// where says what belongs to a finding at that place: the dial, where it is
// elsewhere, the loop, or the functions that call one another.
func (c *checker) where(y *redial.Cycle, at ast.Node) string {
	var parts []string
	if dial := c.finder.Dial(y); dial != nil && ast.Node(dial) != at {
		parts = append(parts, "the dial is at "+c.Place(dial.Pos(), at.Pos()))
	}
	switch {
	case y.Loop != nil && at == ast.Node(y.Site):
		parts = append(parts, "the loop at "+c.Place(y.Loop.Pos(), at.Pos()))
	case y.Rings:
		parts = append(parts, strings.Join(c.finder.Names(y), " → "))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
