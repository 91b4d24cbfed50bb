package wsbackoff

import (
	"go/ast"
	"slices"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/places"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// Analyzer is the check.
var Analyzer = newAnalyzer()

func newAnalyzer() *analysis.Analyzer {
	a, options := report.PackageDoc(source).Analyzer()
	a.Requires = []*analysis.Analyzer{connflow.Analyzer}
	a.FactTypes = redial.Facts()
	var limits limits
	a.Flags.DurationVar(&limits.min, "min", time.Second, "the first wait that a fix writes where there is none")
	a.Flags.DurationVar(&limits.max, "max", time.Minute, "the longest wait that a fix writes")
	a.Flags.Int64Var(&limits.attempts, "attempts", 10, "a cycle of at most that many attempts, each after a wait, is left alone")
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.CheckBeyond(pass, options.Tests, redial.ConcernsOthers, func(flow *connflow.Flow) {
			finder := redial.New(pass, flow, limits.attempts)
			c := &checker{
				Reporter: report.New(pass, options),
				limits:   &limits,
				flow:     flow,
				finder:   finder,
				graph:    finder.Graph,
				timing:   finder.Timing,
				places:   places.New(flow),
				session:  rewrite.NewSession(pass),
				waited:   map[ast.Stmt]bool{},
				reported: map[finding]bool{},
			}
			finder.Each(c.check)
			finder.Export()
		})
	}
	return a
}

// The categories.
const (
	isNone     = "none"
	isConstant = "constant"
	isFirst    = "first"
	isNoJitter = "nojitter"
)

// categories are in the order in which the first that holds is reported.
var categories = []string{isNone, isConstant, isFirst, isNoJitter}

// limits are the check's own flags.
type limits struct {
	min, max time.Duration
	attempts int64
}

type checker struct {
	*report.Reporter
	limits *limits
	flow   *connflow.Flow
	finder *redial.Finder
	graph  *redial.Graph
	timing *timing.Timing

	places  *places.Places
	session *rewrite.Session
	// waited are the statements before which a fix waits.
	waited   map[ast.Stmt]bool
	reported map[finding]bool
}

// A finding is a place and a category: it is reported once.
type finding struct {
	node     ast.Node
	category string
}

// check reports the worst of what holds for cycles that are one.
func (c *checker) check(cycles []*redial.Cycle) {
	worst := len(categories)
	var report func()
	for _, y := range cycles {
		category, at, w := judge(y)
		if i := slices.Index(categories, category); i >= 0 && i < worst {
			worst = i
			report = func() { c.report(y, category, at, w) }
		}
	}
	if report != nil {
		report()
	}
}

// judge returns the category that holds for a cycle, "" for none, and what it
// is about: the wait, or the call that dials.
func judge(y *redial.Cycle) (category string, at ast.Node, w *redial.Wait) {
	if w := y.Retried; w != nil {
		return map[timing.Pace]string{timing.None: isNone, timing.Constant: isConstant, timing.Growing: isNoJitter}[w.Pace], y.Site, w
	}
	if y.Parallel {
		return "", nil, nil
	}
	if y.AtOnce() {
		return isNone, y.Site, nil
	}
	// From here on, each failed dial waits, here or in a cycle within this one.
	if y.Few() || !y.Tries() {
		return "", nil, nil
	}
	if w := y.Steady(); w != nil {
		return isConstant, w.Node, w
	}
	if y.LostAtOnce() {
		return isFirst, y.Site, nil
	}
	if w := y.Growing(); w != nil {
		return isNoJitter, w.Node, w
	}
	return "", nil, nil
}
