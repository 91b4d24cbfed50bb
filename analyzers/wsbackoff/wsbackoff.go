package wsbackoff

import (
	"go/ast"
	"go/types"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/places"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Analyzer is the check.
var Analyzer = newAnalyzer()

func newAnalyzer() *analysis.Analyzer {
	a, options := report.PackageDoc(source).Analyzer()
	a.Requires = []*analysis.Analyzer{connflow.Analyzer}
	a.FactTypes = []analysis.Fact{(*effects)(nil), (*policyFact)(nil)}
	var limits limits
	a.Flags.DurationVar(&limits.min, "min", time.Second, "the first wait that a fix writes where there is none")
	a.Flags.DurationVar(&limits.max, "max", time.Minute, "the longest wait that a fix writes")
	a.Flags.Int64Var(&limits.attempts, "attempts", 10, "a cycle of at most that many attempts, each after a wait, is left alone")
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.CheckBeyond(pass, options.Tests, concernsOthers, func(flow *connflow.Flow) {
			c := newChecker(report.New(pass, options), pass, &limits, flow, newGraph(pass, flow))
			c.run()
			c.export()
		})
	}
	return a
}

// The categories, in the order in which the first that holds is reported.
const (
	isNone     = "none"
	isConstant = "constant"
	isFirst    = "first"
	isNoJitter = "nojitter"
)

// limits are the check's own flags.
type limits struct {
	min, max time.Duration
	attempts int64
}

type checker struct {
	*report.Reporter
	pass    *analysis.Pass
	limits  *limits
	flow    *connflow.Flow
	session *rewrite.Session
	places  *places.Places
	// waited are the statements before which a fix waits.
	waited map[ast.Stmt]bool
	graph  *graph
	timing *timing.Timing
	know   *paths.Knowledge

	summaries paths.Memo[subject, *summary]
	waits     map[waitKey]*wait
	lengths   map[lengthAt]*wait
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

	// onFinding is called for each finding, which is not reported then, if it is not nil.
	onFinding func(*cycle, string)

	// verdicts are those on the cycles in a function, and in what it calls.
	verdicts map[*connflow.Func]*handling
	reported map[finding]bool
}

// A finding is a place and a category: it is reported once.
type finding struct {
	node     ast.Node
	category string
}

func newChecker(reporter *report.Reporter, pass *analysis.Pass, limits *limits, flow *connflow.Flow, graph *graph) *checker {
	c := &checker{
		Reporter: reporter,
		pass:     pass, limits: limits, flow: flow, graph: graph,
		session:      rewrite.NewSession(pass),
		places:       places.New(flow),
		waited:       map[ast.Stmt]bool{},
		know:         paths.NewKnowledge(pass.TypesInfo, pass.Pkg, flow.Files),
		waits:        map[waitKey]*wait{},
		lengths:      map[lengthAt]*wait{},
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
		verdicts:     map[*connflow.Func]*handling{},
		reported:     map[finding]bool{},
	}
	for _, call := range flow.Calls {
		if call.Lib != nil && call.Expr != nil && (call.Func.Events != wslib.None || call.Func.Handler != wslib.None) {
			for _, f := range flow.Handlers(call) {
				c.handlers[f] = true
			}
		}
	}
	c.timing = graph.timing
	c.findCyclic()
	c.timing.Repeated = c.repeated
	c.findCounters()
	return c
}

// run judges the functions that lead to dials, those that others call first.
func (c *checker) run() {
	for _, f := range c.flow.Funcs {
		if c.graph.leads[f] {
			c.function(f)
		}
	}
	c.rings()
}

// judge returns the category that holds for a cycle, "" for none, and what it
// is about: the wait, or the call that dials.
func (c *checker) judge(y *cycle) (category string, at ast.Node, w *wait) {
	lost, failures := y.lost(), y.failures()
	if c.parallel(y) {
		return "", nil, nil
	}
	waited, _ := extremes(failures)
	silenced := y.inner.backsOff
	if len(failures) > 0 && waited.pace == none && !silenced && !y.inner.none {
		return isNone, y.site, nil
	}
	if y.bounded && (len(failures) == 0 || waited.pace > none && !waited.zero) {
		return "", nil, nil // a few attempts
	}
	redialed, _ := extremes(lost)
	if y.rings && len(failures) == 0 && !y.inner.any {
		return "", nil, nil // functions that call each other, where nothing tries again
	}
	if w := steady(failures, lost); w != nil && !silenced {
		return isConstant, w.node, w
	}
	if len(lost) > 0 && redialed.pace == none {
		return isFirst, y.site, nil
	}
	if len(failures) == 0 {
		failures = []state{{wait: redialed}}
	}
	for _, path := range failures {
		if path.wait != nil && path.wait.pace == growing {
			return isNoJitter, path.wait.node, path.wait
		}
	}
	return "", nil, nil
}

// steady returns the wait that is the same on every attempt, nil if there is
// none: each failure meets it, and some meet nothing else. Where no failure leads
// around the cycle, it is what a lost connection meets.
func steady(failures, lost []state) *wait {
	if len(failures) == 0 {
		failures = lost
	}
	shortest, _ := extremes(failures)
	if shortest.pace != constant {
		return nil
	}
	for _, path := range failures {
		if path.wait.pace != constant && (path.steady == nil || path.steady.node != shortest.node) {
			return nil
		}
	}
	return shortest
}

// extremes returns the shortest and the longest kind of wait of some paths.
func extremes(paths []state) (shortest, longest *wait) {
	if len(paths) == 0 {
		return unwaited, unwaited
	}
	for _, p := range paths {
		w := p.wait
		if w == nil {
			w = unwaited
		}
		if shortest == nil || w.pace < shortest.pace || w.pace == shortest.pace && w.zero {
			shortest = w
		}
		if longest == nil || w.pace > longest.pace {
			longest = w
		}
	}
	return shortest, longest
}

var unwaited = &wait{pace: none}
