package connflow

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Flow is the flow of one package.
type Flow struct {
	*program
	*callGraph
	*graph
	*imports

	// Conns are the connections, by the position of their first call.
	Conns []*Conn
	// Calls are all calls of functions that the tables name, in source order,
	// whether a connection was seen to reach them or not.
	Calls []*Call

	writes  map[*types.Var][]ast.Expr
	values  []*ast.CallExpr // calls of function values
	narrow  []interfaceCall // calls through interfaces of other packages
	dials   []*dial
	hooked  []hook
	events  []eventDial
	callsAt map[ast.Expr][]*Call
	awayAt  map[ast.Node]*Away
	unseen  map[*Func]bool
	// cameFrom holds the origins of the places that were asked for.
	cameFrom map[node]map[node]bool
	types    []*types.TypeName // the package's types, for calls through interfaces

	exporter *exporter // once it was asked for
}

// A program is the syntax of a package, and its types.
type program struct {
	Pkg   *types.Package
	Info  *types.Info
	Fset  *token.FileSet
	Index *wslib.Index
	// Files are the files that are part of the flow.
	Files []*ast.File
	// Funcs are all functions with a body, in source order.
	Funcs []*Func

	root   inspector.Cursor
	byPos  []*Func
	funcOf map[ast.Node]*Func
	declOf map[*types.Func]*Func
}

// A callGraph knows which functions of the package call which.
type callGraph struct {
	*program
	callees map[*ast.CallExpr][]*Func
	callers map[*Func][]*CallSite
	sites   map[*ast.CallExpr]*CallSite
	direct  map[*Func][]*Func // what a function calls, names or makes
	users   map[*Func][]*Func // the functions that run or start one
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
	fl := &Flow{
		program: p,
		callGraph: &callGraph{
			program: p,
			callees: map[*ast.CallExpr][]*Func{},
			callers: map[*Func][]*CallSite{},
			sites:   map[*ast.CallExpr]*CallSite{},
			direct:  map[*Func][]*Func{},
		},
		graph: &graph{
			program: p,
			nodes:   map[any]node{},
			edges:   map[edgeKey]bool{},
			ctxs:    contexts{},
		},
		imports: &imports{program: p, fact: pass.ImportObjectFact, known: map[*types.Func]*effects{}},
		writes:  map[*types.Var][]ast.Expr{},
		unseen:  map[*Func]bool{},

		cameFrom: map[node]map[node]bool{},
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
	fl.build()
	fl.linkValues()
	fl.findUnseen()
	(&frameTypes{fl}).find()
	fl.follow()
	return fl
}

// declare finds the functions and the places of their parameters.
func (fl *Flow) declare() {
	inFlow := map[*ast.File]bool{}
	for _, file := range fl.Files {
		inFlow[file] = true
	}
	for file := range fl.root.Children() {
		if !inFlow[file.Node().(*ast.File)] {
			continue
		}
		for c := range file.Preorder((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
			f := &Func{Node: c.Node(), cursor: c, flow: fl}
			switch n := f.Node.(type) {
			case *ast.FuncDecl:
				if n.Body == nil {
					continue
				}
				f.Type, f.Body = n.Type, n.Body
				if f.Obj, _ = fl.Info.Defs[n.Name].(*types.Func); f.Obj != nil {
					fl.declOf[f.Obj] = f
				}
			case *ast.FuncLit:
				f.Type, f.Body = n.Type, n.Body
				for above := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
					if above.Node() != n {
						f.Outer = fl.funcOf[above.Node()]
						break
					}
				}
			}
			fl.funcOf[f.Node] = f
			fl.Funcs = append(fl.Funcs, f)
		}
	}
	fl.byPos = slices.SortedFunc(slices.Values(fl.Funcs), func(a, b *Func) int { return cmp.Compare(a.Node.Pos(), b.Node.Pos()) })
	for _, f := range fl.Funcs {
		fl.parameters(f)
	}
}

// parameters makes the nodes of f's receiver, parameters and named results.
func (fl *Flow) parameters(f *Func) {
	mark := func(list *ast.FieldList, each func(i int, v *types.Var)) {
		if list == nil {
			return
		}
		i := 0
		for _, field := range list.List {
			for _, name := range field.Names {
				if v, ok := fl.Info.Defs[name].(*types.Var); ok {
					each(i, v)
				}
				i++
			}
			if len(field.Names) == 0 {
				i++
			}
		}
	}
	param := func(_ int, v *types.Var) {
		n := fl.varNode(v)
		fl.places[n].fn, fl.places[n].param = f, true
	}
	if decl, ok := f.Node.(*ast.FuncDecl); ok {
		mark(decl.Recv, param)
	}
	mark(f.Type.Params, param)
	mark(f.Type.Results, func(i int, v *types.Var) {
		fl.addEdge(fl.varNode(v), fl.resultNode(f, i), move, nil, nil)
	})
}
