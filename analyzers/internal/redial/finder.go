// Package redial finds the cycles in which a package dials again, and what is waited
// on each way around them. A cycle is a loop, a goto, a ring of functions that run
// each other, or a library's function that calls another one until it succeeds. From
// each dial, the paths through the package are followed back to it: through calls,
// goroutines, and the channels between them. Each path has a State: whether the dial
// failed or its connection was served and lost, and the longest kind of wait since. The
// questions of a Cycle are about these states. A function is summarised once for all
// its calls, and summaries are exported as facts for the packages that call it.
package redial

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// A Finder finds the cycles of a package in which it dials again.
type Finder struct {
	pass   *analysis.Pass
	flow   *connflow.Flow
	know   *paths.Knowledge
	Graph  *Graph
	Timing *timing.Timing

	loops     *loops
	waits     *waits
	feeds     *feeds
	blocking  *blocking
	register  *register
	openings  *openings
	sentinels *sentinels
	search    *search
	summaries *summaries
	exporter  *exporter

	// found is called with the cycles of one loop, goto or ring, one for each dial.
	found func([]*Cycle)
	// handlings are what the cycles in a function, and in what it calls, do about
	// failed dials.
	handlings map[*connflow.Func]*Handling
}

// New returns a Finder of the package's cycles. A cycle that dials at most attempts
// times makes few.
func New(pass *analysis.Pass, flow *connflow.Flow, attempts int64) *Finder {
	return newFinder(pass, flow, attempts, newGraph(pass, flow))
}

func newFinder(pass *analysis.Pass, flow *connflow.Flow, attempts int64, graph *Graph) *Finder {
	c := &Finder{
		pass: pass, flow: flow, Graph: graph, Timing: graph.timing,
		know:      paths.NewKnowledge(pass.TypesInfo, pass.Pkg, flow.Files),
		found:     func([]*Cycle) {},
		handlings: map[*connflow.Func]*Handling{},
	}
	c.waits = newWaits(c)
	c.feeds = newFeeds(c)
	c.blocking = &blocking{Finder: c, known: map[*connflow.Func]bool{}}
	c.register = newRegister(c)
	c.openings = &openings{c}
	c.sentinels = &sentinels{c, map[ast.Node]bool{}}
	c.search = &search{c}
	c.summaries = newSummaries(c)
	c.exporter = &exporter{Finder: c, channels: map[ast.Expr][]*types.Var{}}
	c.loops = newLoops(c, attempts)
	return c
}

// Each calls found with the cycles of each loop, goto and ring of functions: one cycle
// for each dial in it. Functions that others call come first.
func (c *Finder) Each(found func([]*Cycle)) {
	c.found = found
	for _, f := range c.flow.Funcs {
		if c.Graph.Leads[f] {
			c.search.function(f)
		}
	}
	c.search.rings()
}
