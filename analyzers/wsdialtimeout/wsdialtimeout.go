package wsdialtimeout

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/handshake"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Analyzer is the check.
var Analyzer = newAnalyzer()

func newAnalyzer() *analysis.Analyzer {
	a, options := report.PackageDoc(source).Analyzer()
	a.Requires = []*analysis.Analyzer{connflow.Analyzer}
	a.FactTypes = []analysis.Fact{(*boundByCaller)(nil)}
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.Check(pass, options.Tests, func(flow *connflow.Flow) {
			c := &checker{
				Reporter: report.New(pass, options),
				pass:     pass,
				flow:     flow,
				session:  rewrite.NewSession(pass),
				limits:   handshake.New(flow),
				judged:   map[*ast.CallExpr]bool{},
				kept:     map[*ast.CallExpr]bool{},
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
	session *rewrite.Session
	limits  *handshake.Limits
	judged  map[*ast.CallExpr]bool
	// kept are the calls of functions that use the context of their dial for more
	// than that: one that ends with the call is not for them.
	kept map[*ast.CallExpr]bool
}

// A boundByCaller is a fact of a function that dials: what its callers give it
// may bound the handshake, and nothing else does.
type boundByCaller struct {
	// Lib is the import path of the library that dials.
	Lib string
	handshake.LeftToCaller
}

func (*boundByCaller) AFact()         {}
func (*boundByCaller) String() string { return "dials with a bound that its callers give it" }

// check judges the library's dials, and the calls of functions that leave the
// bound to their callers.
func (c *checker) check() {
	for _, call := range c.flow.Calls {
		if call.Expr == nil || call.Func.Role != wslib.Dial || call.Lib == nil {
			continue
		}
		if call.Tabled() {
			c.judge(call)
		} else if fact := new(boundByCaller); c.importFact(call.Expr, fact) {
			c.judgeCaller(call.Expr, call.In, fact)
		}
	}
}

func (c *checker) importFact(call *ast.CallExpr, fact *boundByCaller) bool {
	fn := lang.Callee(c.flow.Info, call)
	return fn != nil && c.pass.ImportObjectFact(fn.Origin(), fact)
}

// judge reports a dial that nothing bounds on any way. Where the callers of its
// function may bound it, it judges those in this package one by one, and leaves
// the others a fact.
func (c *checker) judge(dial *connflow.Call) {
	if c.judged[dial.Expr] {
		return
	}
	c.judged[dial.Expr] = true
	if c.limits.Of(dial) == wslib.Unbounded {
		c.report(dial)
		return
	}
	left := c.limits.LeftToCaller(dial)
	if left == nil {
		return
	}
	left.KeepsCtx = left.KeepsCtx || c.kept[dial.Expr]
	fact := &boundByCaller{dial.Lib.Path(), *left}
	if dial.In.Obj.Exported() {
		c.pass.ExportObjectFact(dial.In.Obj, fact)
	}
	for _, site := range c.flow.Callers(dial.In) {
		c.judgeCaller(site.Call, site.In, fact)
	}
}

// judgeCaller judges a call of a function that leaves the bound to its callers.
func (c *checker) judgeCaller(call *ast.CallExpr, in *connflow.Func, fact *boundByCaller) {
	c.kept[call] = fact.KeepsCtx
	c.judge(&connflow.Call{Node: call, Expr: call, Func: &fact.Dial, Lib: wslib.LibraryOf(fact.Lib), In: in})
}
