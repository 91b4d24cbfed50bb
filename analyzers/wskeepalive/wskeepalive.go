package wskeepalive

import (
	"go/ast"
	"go/token"
	"go/types"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/deadpeer"
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
	a.FactTypes = deadpeer.Facts()
	opts := &options{}
	a.Flags.DurationVar(&opts.pongWait, "pongwait", 60*time.Second, "the read deadline that a fix sets, renewed by pongs")
	a.Flags.DurationVar(&opts.writeWait, "writewait", 10*time.Second, "the bound of a ping's write that a fix sets")
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.CheckBeyond(pass, common.Tests, connflow.IsHelper, func(flow *connflow.Flow) {
			c := &checker{
				pass:     pass,
				flow:     flow,
				finder:   deadpeer.New(pass, flow),
				reporter: report.New(pass, common),
				options:  opts,
				session:  rewrite.NewSession(pass),
				found:    map[*types.Var][]map[ast.Node]bool{},
				reported: map[token.Pos]bool{},
				fixed:    map[fixed]made{},
			}
			for _, conn := range flow.Conns {
				c.check(conn)
			}
			c.finder.Export()
		})
	}
	return a
}

// A checker runs the check over one package.
type checker struct {
	pass     *analysis.Pass
	flow     *connflow.Flow
	finder   *deadpeer.Finder
	reporter *report.Reporter
	options  *options
	session  *rewrite.Session

	found    map[*types.Var][]map[ast.Node]bool // reads of what was reported, by its homes
	reported map[token.Pos]bool
	// fixed holds the fixes that were made, and why none was.
	fixed map[fixed]made
	// time is how the package passes time, nil before it is asked for.
	time *timing.Timing
}

// A judge decides about one connection.
type judge struct {
	*checker
	*deadpeer.Peer
}

// check reports conn if nothing can save it.
func (c *checker) check(conn *connflow.Conn) {
	if !conn.Dialed {
		return
	}
	j := &judge{c, c.finder.Of(conn)}
	if j.Answered || len(j.Reads) == 0 || j.Escapes() {
		return
	}
	call := j.Dial()
	if j.Answered = c.reported[call.Node.Pos()] || c.alternative(j); j.Answered || j.BoundedByTransport() {
		return
	}
	if j.Bounded() || j.Watched() {
		return
	}
	j.Answered = true
	c.reported[call.Node.Pos()] = true
	for home := range j.Homes() {
		c.found[home] = append(c.found[home], j.ReadNodes())
	}
	j.report(call)
}

// alternative reports whether j's connection fills a variable or field that
// a reported one fills, too, and is read from there: two dials, one connection.
func (c *checker) alternative(j *judge) bool {
	reads := j.ReadNodes()
	for home := range j.Homes() {
		for _, reported := range c.found[home] {
			if deadpeer.Intersect(reads, reported) {
				return true
			}
		}
	}
	return false
}
