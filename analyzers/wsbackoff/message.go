package wsbackoff

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/rescue"
)

// report reports a cycle at the place that the category is about, with the fix
// if there is one, else with what to do.
func (c *checker) report(y *cycle, category string, at ast.Node, w *wait) {
	if c.onFinding != nil {
		c.onFinding(y, category)
		return
	}
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
func (c *checker) fact(y *cycle, category string, at ast.Node) string {
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
func (c *checker) where(y *cycle, at ast.Node) string {
	var parts []string
	if dial := c.dialOf(y); dial != nil && ast.Node(dial) != at {
		parts = append(parts, "the dial is at "+c.Place(dial.Pos(), at.Pos()))
	}
	switch {
	case y.loop != nil && at == ast.Node(y.site):
		parts = append(parts, "the loop at "+c.Place(y.loop.Pos(), at.Pos()))
	case y.rings:
		parts = append(parts, strings.Join(c.ringPath(y), " → "))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// dialOf returns the first dial that the site of the cycle leads to, nil for one in
// another package.
func (c *checker) dialOf(y *cycle) *ast.CallExpr {
	var first *ast.CallExpr
	for dial := range c.graph.dialsOf(y.site) {
		if first == nil || dial.Pos() < first.Pos() {
			first = dial
		}
	}
	return first
}

// ringPath returns the names of the functions that a cycle goes through, from what
// the one that dials runs to the dial: read, reconnect, Dial.
func (c *checker) ringPath(y *cycle) []string {
	var names []string
	from := map[*connflow.Func]*connflow.Func{}
	queue := []*connflow.Func{y.f}
	for len(queue) > 0 && from[y.f] == nil {
		f := queue[0]
		queue = queue[1:]
		for _, next := range c.graph.next(f) {
			if from[next] == nil && c.graph.ring[next] == c.graph.ring[y.f] {
				from[next] = f
				queue = append(queue, next)
			}
		}
	}
	for f := y.f; from[f] != nil && len(names) < maxNames; f = from[f] {
		names = append(names, f.Name())
		if from[f] == y.f {
			break
		}
	}
	slices.Reverse(names)
	for call, depth := y.site, 0; call != nil && depth < maxNames; depth++ {
		var next *ast.CallExpr
		if !c.graph.dials[call] {
			for _, e := range c.graph.out(call) {
				if i := slices.IndexFunc(c.graph.calls[e.to], c.graph.reaches); i >= 0 && c.graph.leads[e.to] {
					next = c.graph.calls[e.to][i]
				}
			}
		}
		names = append(names, calledName(call))
		call = next
	}
	return slices.Compact(names)
}

// maxNames bounds how many functions a message names.
const maxNames = 6

// calledName returns the name of what call calls, as it is spelled.
func calledName(call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return "func"
}
