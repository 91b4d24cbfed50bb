package redial

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Finder finds the cycles of a package in which it dials again.
type Finder struct {
	pass   *analysis.Pass
	flow   *connflow.Flow
	Graph  *Graph
	Timing *timing.Timing
	know   *paths.Knowledge
	// few is how many attempts are but a few.
	few int64

	summaries paths.Memo[subject, *summary]
	waits     map[waitKey]*Wait
	lengths   map[lengthAt]*Wait
	// blocking says which functions may wait or use a connection by themselves.
	blocking map[*connflow.Func]bool
	// signals are numbered; receipts are the channels that goroutines wait for.
	signals      []signal
	signalIDs    map[signal]uint16
	receipts     []ast.Expr
	firing       map[*connflow.Func]bool
	boundSignals map[boundSignals]signals
	zeros        map[fieldIn]bool
	awaiting     map[*timing.Send]bool
	// foreignSends are those that functions of other packages do, by the channel.
	foreignSends map[ast.Expr]*timing.Send
	// channels are the variables that a channel comes from.
	channels map[ast.Expr][]*types.Var
	// exporting: other packages learn of this one's functions.
	exporting bool
	// dialing are the loops that dial, cyclic the functions that run again and
	// again in a cycle that dials.
	dialing   map[ast.Stmt]bool
	cyclic    map[*connflow.Func]bool
	receiving map[*connflow.Func][]ast.Expr
	feeds     map[ast.Expr]channel
	readers   map[*connflow.Func]bool
	handlers  map[*connflow.Func]bool
	counters  map[*types.Var]bool

	// found is called for the cycles that are found: those through the dials of one
	// loop are one.
	found func([]*Cycle)
	// verdicts are those on the cycles in a function, and in what it calls.
	verdicts map[*connflow.Func]*Handling
}

// New returns a Finder of the package's cycles. A cycle of at most few attempts is
// bounded.
func New(pass *analysis.Pass, flow *connflow.Flow, few int64) *Finder {
	return newFinder(pass, flow, few, newGraph(pass, flow))
}

func newFinder(pass *analysis.Pass, flow *connflow.Flow, few int64, graph *Graph) *Finder {
	c := &Finder{
		pass: pass, flow: flow, few: few, Graph: graph, Timing: graph.timing,
		know:         paths.NewKnowledge(pass.TypesInfo, pass.Pkg, flow.Files),
		waits:        map[waitKey]*Wait{},
		lengths:      map[lengthAt]*Wait{},
		blocking:     map[*connflow.Func]bool{},
		signalIDs:    map[signal]uint16{},
		firing:       map[*connflow.Func]bool{},
		boundSignals: map[boundSignals]signals{},
		zeros:        map[fieldIn]bool{},
		awaiting:     map[*timing.Send]bool{},
		receiving:    map[*connflow.Func][]ast.Expr{},
		feeds:        map[ast.Expr]channel{},
		readers:      map[*connflow.Func]bool{},
		handlers:     map[*connflow.Func]bool{},
		counters:     map[*types.Var]bool{},
		foreignSends: map[ast.Expr]*timing.Send{},
		channels:     map[ast.Expr][]*types.Var{},
		verdicts:     map[*connflow.Func]*Handling{},
		found:        func([]*Cycle) {},
	}
	for _, call := range flow.Calls {
		if call.Lib != nil && call.Expr != nil && (call.Func.Events != wslib.None || call.Func.Handler != wslib.None) {
			for _, f := range flow.Handlers(call) {
				c.handlers[f] = true
			}
		}
	}
	c.findCyclic()
	c.Timing.Repeated = c.repeated
	c.findCounters()
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
