package wsdialtimeout

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
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
				limits:   limits{flow},
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
	limits  limits
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
	// Dial has the slots of the context, the options and the connection below.
	Dial wslib.Func
	// KeepsCtx: the function uses the context for more than the dial.
	KeepsCtx bool
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
	if c.limits.of(dial) == wslib.Unbounded {
		c.report(dial)
		return
	}
	fact := c.leavesToCaller(dial)
	if fact == nil {
		return
	}
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

// leavesToCaller returns what is to be said of the dial's function where its
// parameters are all that may bound the dial, nil where they are not.
func (c *checker) leavesToCaller(dial *connflow.Call) *boundByCaller {
	if dial.In == nil || dial.In.Obj == nil {
		return nil
	}
	said := wslib.Func{Role: wslib.Dial, Limit: dial.Func.Limit}
	said.Ctx = c.parameter(dial.In, dial.Slot(dial.Func.Ctx))
	said.Hook = c.parameter(dial.In, dial.Slot(dial.Func.Hook))
	said.Under = c.parameter(dial.In, stream(dial))
	if said.Hook == wslib.None {
		said.Hook, said.Limit.Fields = c.filledFrom(dial)
	}
	if said.Ctx == wslib.None && said.Hook == wslib.None && said.Under == wslib.None {
		return nil
	}
	rest := *dial
	rest.Func = new(wslib.Func)
	*rest.Func = *dial.Func
	if said.Ctx != wslib.None {
		rest.Func.Ctx = wslib.None
	}
	if said.Hook != wslib.None {
		rest.Func.Hook = wslib.None
	}
	if said.Under != wslib.None {
		rest.Func.Limit.Stream = false
	}
	if c.limits.of(&rest) != wslib.Unbounded {
		return nil
	}
	keeps := c.kept[dial.Expr] || said.Ctx != wslib.None && c.mentions(dial.In, dial.Slot(dial.Func.Ctx)) > 1
	return &boundByCaller{Lib: dial.Lib.Path(), Dial: said, KeepsCtx: keeps}
}

// filledFrom returns the parameter of the dial's function from whose fields the
// options are filled, a struct of the package's own, and the paths by which it
// bounds the dial. It is None where the options come from elsewhere, too.
func (c *checker) filledFrom(dial *connflow.Call) (param wslib.Slot, fields []string) {
	options := dial.Slot(dial.Func.Hook)
	if options == nil || slices.ContainsFunc(c.limits.made(options), func(s *connflow.Source) bool {
		return s.Kind != connflow.Literal && s.Kind != connflow.Zero
	}) {
		return wslib.None, nil
	}
	for _, path := range dial.Func.Limit.Fields {
		head, rest, _ := strings.Cut(path, ".")
		for _, w := range c.limits.writes(lang.TypeOf(c.flow.Info, options), head) {
			if !c.limits.owns(w, options) {
				continue
			}
			sel, ok := ast.Unparen(w.value).(*ast.SelectorExpr)
			if !ok {
				return wslib.None, nil
			}
			slot := c.parameter(dial.In, sel.X)
			if slot == wslib.None || param != wslib.None && slot != param {
				return wslib.None, nil
			}
			param = slot
			fields = append(fields, strings.TrimSuffix(sel.Sel.Name+"."+rest, "."))
		}
	}
	return param, fields
}

// mentions returns how often f names the variable that e is.
func (c *checker) mentions(f *connflow.Func, e ast.Expr) int {
	v, n := lang.Var(c.flow.Info, e), 0
	ast.Inspect(f.Body, func(m ast.Node) bool {
		if id, ok := m.(*ast.Ident); ok && c.flow.Info.Uses[id] == v {
			n++
		}
		return true
	})
	return n
}

// parameter returns the slot of f's parameter that e is and nothing else, None
// where it is none.
func (c *checker) parameter(f *connflow.Func, e ast.Expr) wslib.Slot {
	if e == nil {
		return wslib.None
	}
	v := lang.Var(c.flow.Info, e)
	if v == nil || len(c.flow.Writes(v)) > 0 {
		return wslib.None
	}
	if slot := f.Param(v); slot != wslib.Recv {
		return slot
	}
	return wslib.None
}
