package wsunclosed

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/lifetime"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Analyzer is the check.
var Analyzer = newAnalyzer()

func newAnalyzer() *analysis.Analyzer {
	a, options := report.PackageDoc(source).Analyzer()
	a.Requires = []*analysis.Analyzer{connflow.Analyzer}
	a.FactTypes = []analysis.Fact{(*leavesOpen)(nil)}
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.Check(pass, options.Tests, func(flow *connflow.Flow) {
			c := &checker{
				Reporter: report.New(pass, options),
				pass:     pass,
				flow:     flow,
				session:  rewrite.NewSession(pass),
				reported: map[ast.Node]bool{},
			}
			lives := lifetime.New(flow)
			for _, life := range lives.Dialed(c.imported) {
				c.export(life)
				c.check(life)
			}
			for _, conn := range lives.Connections() {
				c.checkCleared(conn)
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
	session *rewrite.Session
	// reported are the dials, and the assignments, that were reported.
	reported map[ast.Node]bool
}

// check reports the connection if a path drops it.
func (c *checker) check(life *lifetime.Life) {
	dropped := c.dropped(life)
	if len(dropped) == 0 {
		c.checkField(life)
		return
	}
	c.reported[life.Dial()] = true
	c.report(life.Call, c.message(life, dropped[0]), advice(life, dropped), c.fix(life, dropped))
}

// checkField reports the dial of a connection that is put into a field, if a path leads
// to the next dial, which puts another there, and nothing closes the connections.
func (c *checker) checkField(life *lifetime.Life) {
	replaced := slices.ContainsFunc(life.Ends, func(end lifetime.End) bool {
		return end.Status == lifetime.Left && end.Replaced && !end.Beside
	})
	if replaced && life.NeverClosed() && !c.reported[life.Dial()] {
		c.reported[life.Dial()] = true
		c.report(life.Dial(), dropsBy("the next dial"), "close it before", c.fixField(life))
	}
}

// checkCleared reports the dial of a connection that is taken out of its field, which
// alone could close it, while it is open.
func (c *checker) checkCleared(conn *lifetime.Connection) {
	dial := conn.Calls[0].Expr
	for _, cleared := range conn.Cleared() {
		if c.reported[dial] || c.reported[cleared.At] {
			continue
		}
		c.reported[dial], c.reported[cleared.At] = true, true
		how := "the assignment at "
		if _, ok := cleared.At.(*ast.CallExpr); ok {
			how = "the next dial at "
		}
		c.report(dial, dropsBy(how+c.Place(cleared.At.Pos(), dial.Pos())), "close it before", c.fixCleared(conn, cleared))
	}
}

func (c *checker) report(call *ast.CallExpr, message, advice string, fix func() analysis.SuggestedFix) {
	if !c.Silent(call.Pos(), "") {
		c.ReportOrAdvise(call.Pos(), call.End(), "", message, advice, fix)
	}
}

// dropped returns the ends of the paths that leave the connection open with nobody
// to close it. The end of the program takes its sockets with it.
func (c *checker) dropped(life *lifetime.Life) []lifetime.End {
	var dropped []lifetime.End
	for _, end := range life.Ends {
		if end.Status == lifetime.Open && (end.Replaced || !c.endsProgram(life.In)) {
			dropped = append(dropped, end)
		}
	}
	return dropped
}

// endsProgram reports whether the program ends where f returns.
func (c *checker) endsProgram(f *connflow.Func) bool {
	decl, ok := f.Node.(*ast.FuncDecl)
	return ok && decl.Recv == nil && decl.Name.Name == "main" && c.flow.Pkg.Name() == "main"
}

// A leavesOpen is a fact of a function: it dials, and its caller is to close what
// it returns.
type leavesOpen struct {
	// Lib is the import path of the connection's library.
	Lib string
	// Slot is the result that is the connection, or that has it in it.
	Slot wslib.Slot
}

func (*leavesOpen) AFact()         {}
func (*leavesOpen) String() string { return "returns an open connection" }

// export tells importers that the function around the dial hands the connection on.
func (c *checker) export(life *lifetime.Life) {
	if len(life.Returns) > 0 && life.In.Obj != nil && life.In.Obj.Exported() {
		c.pass.ExportObjectFact(life.In.Obj, &leavesOpen{Lib: life.Lib.Path(), Slot: life.Returns[0]})
	}
}

// imported returns where a call of another package's function leaves a connection
// that it dialed.
func (c *checker) imported(call *ast.CallExpr) (*wslib.Library, wslib.Slot) {
	fact := new(leavesOpen)
	if fn := lang.Callee(c.flow.Info, call); fn != nil && c.pass.ImportObjectFact(fn.Origin(), fact) {
		return wslib.LibraryOf(fact.Lib), fact.Slot
	}
	return nil, wslib.None
}
