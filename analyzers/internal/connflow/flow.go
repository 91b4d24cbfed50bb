package connflow

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Flow is the flow of one package.
type Flow struct {
	*program
	*callGraph
	*graph
	*imports
	*tabled
	*outside
	*values
	*contexts
	*connections
	accesses

	byValue []*ast.CallExpr // calls of function values
	narrow  []interfaceCall // calls through interfaces of other packages
	dials   []*dial
	hooked  []hook
	events  []eventDial
	awayAt  map[ast.Node]*Away
	types   []*types.TypeName // the package's types, for calls through interfaces

	exporter *exporter // once it was asked for
}

// imports are the facts of other packages.
type imports struct {
	*program
	fact  func(types.Object, analysis.Fact) bool
	known map[*types.Func]*effects
}

func newFlow(pass *analysis.Pass, index *wslib.Index, tests bool) *Flow {
	p := &program{
		Pkg: pass.Pkg, Info: pass.TypesInfo, Fset: pass.Fset, Index: index,
		root:   pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root(),
		funcOf: map[ast.Node]*Func{},
		declOf: map[*types.Func]*Func{},
	}
	cg := &callGraph{
		program: p,
		callees: map[*ast.CallExpr][]*Func{},
		callers: map[*Func][]*CallSite{},
		sites:   map[*ast.CallExpr]*CallSite{},
		direct:  map[*Func][]*Func{},
	}
	g := &graph{
		nodes:       &nodes{program: p, byKey: map[any]node{}, edges: map[edgeKey]bool{}},
		callStrings: callStrings{},
	}
	calls := &tabled{}
	out := &outside{program: p, callGraph: cg, graph: g, unseen: map[*Func]bool{}}
	vs := &values{
		program: p, callGraph: cg, graph: g, outside: out, tabled: calls,
		writes:   map[*types.Var][]ast.Expr{},
		cameFrom: map[node]map[node]bool{},
	}
	fl := &Flow{
		program: p, callGraph: cg, graph: g, tabled: calls, outside: out, values: vs,
		contexts:    &contexts{vs},
		connections: &connections{program: p, graph: g},
		accesses:    accesses{p},
		imports:     &imports{program: p, fact: pass.ImportObjectFact, known: map[*types.Func]*effects{}},
	}
	for _, file := range pass.Files {
		if tests || !report.IsTest(pass.Fset, file) {
			fl.Files = append(fl.Files, file)
		}
	}
	for _, name := range pass.Pkg.Scope().Names() {
		if tn, ok := pass.Pkg.Scope().Lookup(name).(*types.TypeName); ok && !tn.IsAlias() {
			fl.types = append(fl.types, tn)
		}
	}
	fl.declare()
	for _, f := range fl.Funcs {
		fl.parameters(f)
	}
	fl.build()
	fl.linkValues()
	out.find()
	(&frameTypes{fl}).find()
	fl.follow()
	return fl
}

// Handlers returns the functions of the package that a handler or event
// argument (wslib.Func.Handler, .Events) of the call may be.
func (fl *Flow) Handlers(c *Call) []*Func {
	if h := c.Slot(c.Func.Handler); h != nil {
		return fl.functions(fl.eval(h))
	}
	if ev := c.Slot(c.Func.Events); ev != nil {
		return fl.eventMethods(c, ev)
	}
	return nil
}

// AwayAt returns how the value of the expression n leaves the visible code there,
// nil where it does not.
func (fl *Flow) AwayAt(n ast.Node) *Away {
	if fl.awayAt == nil {
		fl.awayAt = map[ast.Node]*Away{}
		for i := range fl.places {
			for _, a := range fl.places[i].away {
				if a.of == nil {
					fl.awayAt[a.Node] = a.Away
				}
			}
		}
	}
	return fl.awayAt[n]
}

// Closes reports whether fn, a method, closes the connection that its receiver is
// or has in it, and neither reads nor dials: not the loop that closes when it is done.
func (fl *Flow) Closes(fn *types.Func) bool {
	if fact, _ := fl.effectsOf(fn); fact != nil {
		closes, more := false, false
		for _, role := range slices.Concat(fact.Funcs, fact.Streams) {
			closes = closes || role.Role == wslib.Close && role.Conn == wslib.Recv
			more = more || role.Role == wslib.Read || role.Role == wslib.Dial
		}
		return closes && !more
	}
	f := fl.FuncOf(fn)
	if f == nil {
		return false
	}
	closes, more, runs := false, false, fl.Reach(f.Body)
	for _, call := range fl.Calls {
		closes = closes || call.In == f && call.Func.Role == wslib.Close && f.Param(rootVar(fl.Info, call.Slot(call.Func.Conn))) == wslib.Recv
		more = more || (call.In == f || runs[call.In]) && (call.Func.Role == wslib.Read || call.Func.Role == wslib.Dial)
	}
	return closes && !more
}

// rootVar returns the variable x of x and x.y.z, nil for other expressions.
func rootVar(info *types.Info, e ast.Expr) *types.Var {
	for e != nil {
		sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
		if !ok {
			return lang.Var(info, e)
		}
		e = sel.X
	}
	return nil
}
