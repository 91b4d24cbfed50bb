package redial

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
)

// Dial returns the first dial that the site of the cycle leads to.
func (c *Finder) Dial(y *Cycle) *ast.CallExpr {
	var first *ast.CallExpr
	for dial := range c.Graph.DialsOf(y.Site) {
		if first == nil || dial.Pos() < first.Pos() {
			first = dial
		}
	}
	return first
}

// Names returns the names of the functions that a cycle goes through, from those that
// its function runs to the dial: read, reconnect, Dial.
func (c *Finder) Names(y *Cycle) []string {
	var names []string
	from := map[*connflow.Func]*connflow.Func{}
	queue := []*connflow.Func{y.In}
	for len(queue) > 0 && from[y.In] == nil {
		f := queue[0]
		queue = queue[1:]
		for _, next := range c.Graph.next(f) {
			if from[next] == nil && c.Graph.Ring[next] == c.Graph.Ring[y.In] {
				from[next] = f
				queue = append(queue, next)
			}
		}
	}
	for f := y.In; from[f] != nil && len(names) < maxNames; f = from[f] {
		names = append(names, f.Name())
		if from[f] == y.In {
			break
		}
	}
	slices.Reverse(names)
	for call, depth := y.Site, 0; call != nil && depth < maxNames; depth++ {
		var next *ast.CallExpr
		if !c.Graph.Dials[call] {
			for _, e := range c.Graph.Out(call) {
				if i := slices.IndexFunc(c.Graph.Calls[e.To], c.Graph.reaches); i >= 0 && c.Graph.Leads[e.To] {
					next = c.Graph.Calls[e.To][i]
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
