package wscloseerr

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
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
	a, options := report.PackageDoc(source).Analyzer()
	a.Requires = []*analysis.Analyzer{connflow.Analyzer}
	a.FactTypes = []analysis.Fact{(*readError)(nil)}
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.Check(pass, options.Tests, func(flow *connflow.Flow) {
			c := &checker{
				Reporter: report.New(pass, options),
				pass:     pass,
				flow:     flow,
				errors:   errfate.New(flow),
				session:  rewrite.NewSession(pass),
				declared: map[*types.Scope]bool{},
			}
			c.check()
		})
	}
	return a
}

// A checker runs the check over one package.
type checker struct {
	*report.Reporter
	pass    *analysis.Pass
	flow    *connflow.Flow
	errors  *errfate.Errors
	session *rewrite.Session
	// reads are the calls whose error says why a connection ended.
	reads []*errfate.Read
	// declared are the scopes in which a fix declares err.
	declared map[*types.Scope]bool
	// loggers are the variables of the package that it logs with, nil before
	// they are looked for.
	loggers []*types.Var
}

// check reports what it finds, and exports what importers need to know.
func (c *checker) check() {
	c.reads = c.errors.Reads(facts{c}.imported, facts{c}.export)
	(&handlers{c}).check()
	(&opcodes{c}).check()
	(events{c}).check()
	for _, r := range c.reads {
		c.checkRead(r)
	}
}

// checkRead reports r if its error is dropped.
func (c *checker) checkRead(r *errfate.Read) {
	if r.Fate.Used || !r.Fate.Dropped || c.Silent(r.Call.Pos(), read) || (drain{c}).onlyWaitsForEnd(r) {
		return
	}
	c.ReportOrAdvise(r.Call.Pos(), r.Call.End(), read, c.readMessage(r), c.readAdvice(r), c.fixRead(r))
}

// callOf returns what call does in that role, nil if nothing that the tables or
// facts say.
func (c *checker) callOf(call *ast.CallExpr, role wslib.Role) *connflow.Call {
	calls := c.flow.CallsAt(call)
	if i := slices.IndexFunc(calls, func(t *connflow.Call) bool { return t.Func.Role == role }); i >= 0 {
		return calls[i]
	}
	return nil
}
