package wsbackoff

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/report"
)

// report reports a cycle at the place that the category is about, with the fix
// if there is one, else with what to do.
func (c *checker) report(y *cycle, category string, at ast.Node, w *wait) {
	if c.heard != nil {
		c.heard(y, category)
		return
	}
	key := finding{at, category}
	if c.reported[key] || c.Silent(at.Pos(), category) {
		return
	}
	c.reported[key] = true
	var fix analysis.SuggestedFix
	advice := grows
	_ = report.Rescue(func() { fix, advice = c.fix(y, category, w) }) // the finding is worth more
	message := c.fact(y, category, at, w)
	if len(fix.TextEdits) == 0 {
		message += "; " + advice
	}
	c.Report(at.Pos(), at.End(), category, message, func() analysis.SuggestedFix { return fix })
}

// fact says what is wrong, what comes of it, and where.
func (c *checker) fact(y *cycle, category string, at ast.Node, w *wait) string {
	dial := ""
	if at != ast.Node(y.site) {
		dial = fmt.Sprintf(" (the dial is at %s)", c.Place(y.site.Pos(), at.Pos()))
	}
	switch category {
	case isNone:
		return fmt.Sprintf("a dial that fails is tried again at once%s: while the server is down, each client dials it as fast as it can", c.way(y))
	case isConstant:
		return fmt.Sprintf("each attempt to connect again waits the same time%s: ten thousand clients of a server that restarts dial it in the same moment, again and again", dial)
	case isFirst:
		return fmt.Sprintf("failed dials back off, but a connection that was lost is dialed again at once%s: all clients of a server that restarts dial it in the same moment, and one that accepts and drops them is hammered", c.way(y))
	}
	return fmt.Sprintf("the wait before the next dial grows, but nothing random is in it%s: clients that lost their connections together dial again together", dial)
}

// way says where the cycle leads.
func (c *checker) way(y *cycle) string {
	switch {
	case y.loop != nil:
		return fmt.Sprintf(" (in the loop at %s)", c.Place(y.loop.Pos(), y.site.Pos()))
	case y.rings:
		return fmt.Sprintf(" (%s comes to be called again)", y.f.Name())
	}
	return ""
}
