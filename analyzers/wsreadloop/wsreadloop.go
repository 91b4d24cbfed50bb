package wsreadloop

import (
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/reread"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// Analyzer is the check.
var Analyzer = newAnalyzer()

func newAnalyzer() *analysis.Analyzer {
	a, options := report.PackageDoc(source).Analyzer()
	a.Requires = []*analysis.Analyzer{connflow.Analyzer}
	a.FactTypes = []analysis.Fact{(*readError)(nil)}
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.Check(pass, options.Tests, func(flow *connflow.Flow) {
			errors := errfate.New(flow)
			c := &checker{
				Reporter: report.New(pass, options),
				pass:     pass,
				flow:     flow,
				rereads:  reread.New(flow, errors),
				session:  rewrite.NewSession(pass),
			}
			for _, r := range errors.Reads(c.imported, c.export) {
				c.check(r)
			}
		})
	}
	return a
}

// A checker runs the check over one package.
type checker struct {
	*report.Reporter
	pass    *analysis.Pass
	flow    *connflow.Flow
	rereads *reread.Rereads
	session *rewrite.Session
}

// check reports the read if the loop around it, or one around a call of its function,
// reads the same connection again after it has failed.
func (c *checker) check(r *errfate.Read) {
	if r.Holder == errfate.Started || c.Silent(r.Call.Pos(), "") {
		return
	}
	if root := r.Root(); root.Tabled == nil || root.Tabled.Lib == nil {
		return // it reads on in a message: the next message fails if the connection has
	}
	if loop := c.rereads.Loop(r); loop != nil {
		c.ReportOrAdvise(r.Call.Pos(), r.Call.End(), "", c.message(r, loop), "leave the loop there", c.fix(r))
	} else if loop := c.rereads.CallersLoop(r); loop != nil {
		c.ReportOrAdvise(r.Call.Pos(), r.Call.End(), "", c.message(r, loop), "return the error, and leave the loop", nil)
	}
}

// A readError is a fact of a function: its last result is the error of a read.
type readError struct {
	// Wraps: the read's error may be inside of another one.
	Wraps bool
}

func (*readError) AFact()         {}
func (*readError) String() string { return "returns the error of a read" }

func (c *checker) imported(fn *types.Func) (wrapped, ok bool) {
	fact := new(readError)
	ok = fn != nil && c.pass.ImportObjectFact(fn.Origin(), fact)
	return fact.Wraps, ok
}

func (c *checker) export(f *connflow.Func, r *errfate.Read) {
	if f.Obj != nil && f.Obj.Exported() {
		c.pass.ExportObjectFact(f.Obj, &readError{Wraps: r.Wraps()})
	}
}
