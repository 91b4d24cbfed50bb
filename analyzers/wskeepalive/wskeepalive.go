package wskeepalive

import (
	"go/ast"
	"go/token"
	"go/types"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// Analyzer is the check.
var Analyzer = newAnalyzer()

// The categories.
const (
	none     = "none"
	pingonly = "pingonly"
)

// options are the durations that a fix writes.
type options struct {
	pongWait, writeWait time.Duration
}

func newAnalyzer() *analysis.Analyzer {
	a, common := report.PackageDoc(source).Analyzer()
	a.Requires = []*analysis.Analyzer{connflow.Analyzer}
	a.FactTypes = []analysis.Fact{(*watch)(nil)}
	opts := &options{}
	a.Flags.DurationVar(&opts.pongWait, "pongwait", 60*time.Second, "the read deadline that a fix sets, renewed by pongs")
	a.Flags.DurationVar(&opts.writeWait, "writewait", 10*time.Second, "the bound of a ping's write that a fix sets")
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.CheckBeyond(pass, common.Tests, connflow.IsHelper, func(flow *connflow.Flow) {
			c := &checker{
				pass:      pass,
				flow:      flow,
				reporter:  report.New(pass, common),
				options:   opts,
				session:   rewrite.NewSession(pass),
				found:     map[*types.Var][]map[ast.Node]bool{},
				reported:  map[token.Pos]bool{},
				fixed:     map[fixed]made{},
				periodics: map[ast.Node]bool{},
				looks:     map[ast.Node]*look{},
				writes:    map[ast.Node]map[*types.Var][]ast.Node{},
			}
			for _, conn := range flow.Conns {
				c.check(conn)
			}
			c.export()
		})
	}
	return a
}

// A checker runs the check over one package.
type checker struct {
	pass     *analysis.Pass
	flow     *connflow.Flow
	reporter *report.Reporter
	options  *options
	session  *rewrite.Session

	judges   []*judge
	found    map[*types.Var][]map[ast.Node]bool // reads of what was reported, by its homes
	reported map[token.Pos]bool
	// fixed holds the fixes that were made, and why none was.
	fixed map[fixed]made
	// periodics are the loops that wait for time, and those that do not.
	periodics map[ast.Node]bool
	looks     map[ast.Node]*look // what decisions depend on
	// writes are the variables that the code of a loop writes, and where.
	writes map[ast.Node]map[*types.Var][]ast.Node
	// spots are the landmarks, nil before they are looked for.
	spots *landmarks
	// time is how the package passes time, nil before it is asked for.
	time *timing.Timing
}

// A judge decides about one connection.
type judge struct {
	*checker
	conn  *connflow.Conn
	reads []*read
	// push sets a deadline so that it never runs out; resumed: the read goes on when
	// it has.
	push    *connflow.Event
	resumed bool
	// answered: it is reported here, or was where it comes from.
	answered bool

	sets, clears []*connflow.Event // read deadlines
	clearCalls   map[ast.Node]bool
	pings        []*connflow.Event
	arrivals     *arrivals
	ending       answers // what ends the connection
	watching     map[*connflow.Func]bool
	dialing      map[*connflow.Func]bool
}

// check reports conn if nothing can save it.
func (c *checker) check(conn *connflow.Conn) {
	if !conn.Dialed {
		return
	}
	j := &judge{checker: c, conn: conn}
	c.judges = append(c.judges, j)
	j.findReads()
	if fact := c.watchOf(conn.Calls[0].Expr); fact != nil && fact.Dialed {
		j.answered = true // in its own package
		return
	}
	if len(j.reads) == 0 || j.handedAway() {
		return
	}
	call := j.dial()
	if j.answered = c.reported[call.Node.Pos()] || c.alternative(j); j.answered || j.boundedBelow() {
		return
	}
	j.findDeadlines()
	if j.bounded() || j.watched() {
		return
	}
	j.answered = true
	c.reported[call.Node.Pos()] = true
	for home := range j.homes() {
		c.found[home] = append(c.found[home], j.readNodes())
	}
	j.report(call)
}

// dial is the call to report: where helpers of the package only return the
// connection, the outermost whose result is what is read.
func (j *judge) dial() *connflow.Call { return j.conn.Calls[j.depth()] }

func (j *judge) depth() int {
	depth := len(j.conn.Calls) - 1
	for _, r := range j.reads {
		depth = min(depth, r.Depth)
	}
	return depth
}

// alternative reports whether j's connection fills a variable or field that
// a reported one fills, too, and is read from there: two dials, one connection.
func (c *checker) alternative(j *judge) bool {
	reads := j.readNodes()
	for home := range j.homes() {
		for _, reported := range c.found[home] {
			if intersect(reads, reported) {
				return true
			}
		}
	}
	return false
}

func intersect[K comparable](a, b map[K]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}

func (j *judge) readNodes() map[ast.Node]bool {
	nodes := map[ast.Node]bool{}
	for _, r := range j.reads {
		nodes[r.Node] = true
	}
	return nodes
}

// homes are the variables that hold the connection: those that the dial's result,
// or that of the helper that hands it out here, is assigned to, and those that
// these are assigned to. What a helper keeps it in is another's at each call.
func (j *judge) homes() map[*types.Var]bool {
	homes := map[*types.Var]bool{}
	for _, call := range j.conn.Calls[j.depth():] {
		if call.In == nil {
			continue
		}
		for _, lhs := range assignedTo(call.Node, j.flow) {
			v := lang.VarOrField(j.flow.Info, lhs)
			if v == nil || j.flow.Access(v.Type()) == 0 {
				continue
			}
			homes[v] = true
			j.storedIn(homes, call.In, v, 0)
		}
	}
	return homes
}

// storedIn adds the variables and fields that the code of f stores v in, or the
// functions that it gives v to.
func (j *judge) storedIn(homes map[*types.Var]bool, f *connflow.Func, v *types.Var, depth int) {
	lang.Walk(f.Body, func(n ast.Node) {
		for _, pair := range assignments(n) {
			if lang.VarOrField(j.flow.Info, pair.from) == v {
				if to := lang.VarOrField(j.flow.Info, pair.to); to != nil {
					homes[to] = true
				}
			}
		}
		call, ok := n.(*ast.CallExpr)
		if !ok || depth >= maxLook {
			return
		}
		for i, arg := range call.Args {
			if lang.VarOrField(j.flow.Info, arg) != v {
				continue
			}
			for _, g := range j.flow.Callees(call) {
				if params := g.Signature().Params(); i < params.Len() {
					j.storedIn(homes, g, params.At(i), depth+1)
				}
			}
		}
	})
}
