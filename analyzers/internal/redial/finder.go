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
	summaries *summaries
	exporter  *exporter

	// found is called for the cycles that are found: those through the dials of one
	// loop are one.
	found func([]*Cycle)
	// verdicts are those on the cycles in a function, and in what it calls.
	verdicts map[*connflow.Func]*Handling
}

// New returns a Finder of the package's cycles. A cycle of at most that many attempts
// makes but a few.
func New(pass *analysis.Pass, flow *connflow.Flow, attempts int64) *Finder {
	return newFinder(pass, flow, attempts, newGraph(pass, flow))
}

func newFinder(pass *analysis.Pass, flow *connflow.Flow, attempts int64, graph *Graph) *Finder {
	c := &Finder{
		pass: pass, flow: flow, Graph: graph, Timing: graph.timing,
		know:     paths.NewKnowledge(pass.TypesInfo, pass.Pkg, flow.Files),
		found:    func([]*Cycle) {},
		verdicts: map[*connflow.Func]*Handling{},
	}
	c.waits = newWaits(c)
	c.feeds = newFeeds(c)
	c.blocking = &blocking{Finder: c, known: map[*connflow.Func]bool{}}
	c.register = newRegister(c)
	c.openings = &openings{c}
	c.summaries = newSummaries(c)
	c.exporter = &exporter{Finder: c, channels: map[ast.Expr][]*types.Var{}}
	c.loops = newLoops(c, attempts)
	return c
}

// Each calls found for the cycles of each loop, goto, and ring of functions that
// dials: several where it has several dials. Functions that others call come first.
func (c *Finder) Each(found func([]*Cycle)) {
	c.found = found
	for _, f := range c.flow.Funcs {
		if c.Graph.Leads[f] {
			c.function(f)
		}
	}
	c.rings()
}
