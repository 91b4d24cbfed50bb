package wscloseerr

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// Analyzer is the check.
var Analyzer = newAnalyzer()

// The categories.
const (
	handler = "handler"
	event   = "event"
	read    = "read"
)

func newAnalyzer() *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:      "wscloseerr",
		Doc:       doc,
		URL:       "https://pkg.go.dev/github.com/wsvet/wsvet/analyzers/wscloseerr",
		Requires:  []*analysis.Analyzer{connflow.Analyzer},
		FactTypes: []analysis.Fact{(*tells)(nil)},
	}
	options := report.Flags(a, handler, event, read)
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.Check(pass, options.Tests, func(flow *connflow.Flow) {
			c := &checker{
				Reporter: report.New(pass, options),
				pass:     pass,
				flow:     flow,
				session:  rewrite.NewSession(pass),
				graphs:   map[*connflow.Func]*graph{},
				tabled:   map[*ast.CallExpr][]*connflow.Call{},
				declared: map[*types.Scope]bool{},
				said:     map[*connflow.Func]bool{},
			}
			for _, call := range flow.Calls {
				if call.Expr != nil {
					c.tabled[call.Expr] = append(c.tabled[call.Expr], call)
				}
			}
			c.check()
		})
	}
	return a
}

// check reports what it finds, and says what importers need to know.
func (c *checker) check() {
	c.findReads()
	c.checkHandlers()
	c.checkEvents()
	for _, r := range c.reads {
		c.checkRead(r)
	}
}

// A checker runs the check over one package.
type checker struct {
	*report.Reporter
	pass    *analysis.Pass
	flow    *connflow.Flow
	session *rewrite.Session
	graphs  map[*connflow.Func]*graph
	// tabled are the calls that the tables name, by syntax; one call may do two
	// things (io.Copy reads and writes).
	tabled map[*ast.CallExpr][]*connflow.Call
	// reads are the calls whose error says why a connection ended.
	reads []*reading
	// declared are the scopes in which a fix declares err.
	declared map[*types.Scope]bool
	// loggers are the variables of the package that it logs with, nil before
	// they are looked for.
	loggers []*types.Var
	// said are the functions that have their fact.
	said map[*connflow.Func]bool
}
