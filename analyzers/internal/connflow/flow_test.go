package connflow_test

import (
	"cmp"
	"go/ast"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// TestSources runs over testdata/connflow/sources, where each call of where
// says in its `// want` comment from where its argument comes.
func TestSources(t *testing.T) {
	asker := ask("sources", func(pass *analysis.Pass, flow *connflow.Flow) {
		for _, f := range flow.Funcs {
			for _, call := range calls(f, "where") {
				var all []string
				for _, s := range flow.Sources(call.Args[0]) {
					all = append(all, source(flow, s))
				}
				slices.Sort(all)
				pass.ReportRangef(call, "%s", strings.Join(slices.Compact(all), ", "))
			}
		}
	})
	atest.Run(t, asker, "./connflow/sources")
}

// TestPath asks whether a source's path has every expression on the way.
func TestPath(t *testing.T) {
	asked := 0
	asker := ask("path", func(pass *analysis.Pass, flow *connflow.Flow) {
		for _, f := range flow.Funcs {
			if f.Name() != "helper" {
				continue
			}
			for _, s := range flow.Sources(calls(f, "where")[0].Args[0]) {
				asked++
				if len(s.Path) != 1 || s.Path[0] != calls(f, "where")[0].Args[0] {
					t.Errorf("path from %v: %v, want the parameter's use alone: the argument is the source", s.Expr, s.Path)
				}
				if s.In == nil || s.In.Name() != "callsHelper" {
					t.Errorf("the source is in %v, want callsHelper", s.In)
				}
			}
		}
	})
	atest.Analyze(t, asker, "./connflow/sources")
	if asked == 0 {
		t.Error("no source of helper's parameter")
	}
}

// TestAccessors asks for functions, calls and files by their nodes.
func TestAccessors(t *testing.T) {
	helpers := 0
	asker := ask("accessors", func(pass *analysis.Pass, flow *connflow.Flow) {
		for _, f := range flow.Funcs {
			if flow.FuncAt(f.Node) != f || f.Obj != nil && flow.FuncOf(f.Obj) != f {
				t.Errorf("%s is not found by its node and its object", f.Name())
			}
			if file := flow.File(f.Node); file == nil || file.Pos() > f.Node.Pos() || file.End() < f.Node.End() {
				t.Errorf("the file of %s is %v", f.Name(), file)
			}
			if f.Obj == nil || f.Name() != "helper" {
				continue
			}
			param := f.Obj.Signature().Params().At(0)
			if slot := f.Param(param); slot != wslib.Arg0 {
				t.Errorf("helper's parameter is in slot %d, want %d", slot, wslib.Arg0)
			}
			for _, site := range flow.Callers(f) {
				helpers++
				if arg := flow.Arg(site.Call, f, param); arg != site.Call.Args[0] {
					t.Errorf("helper is given %v, want %v", arg, site.Call.Args[0])
				}
				if fs := flow.FuncsOf(site.Call.Fun); len(fs) != 1 || fs[0] != f {
					t.Errorf("the value that is called may be %v, want helper alone", fs)
				}
				if flow.Parent(site.Call.Args[0]) != site.Call {
					t.Errorf("around the argument is %T, want the call", flow.Parent(site.Call.Args[0]))
				}
			}
		}
		for _, c := range flow.Calls {
			if !slices.Contains(flow.CallsAt(c.Node), c) {
				t.Errorf("%s is not found by its node", c.Func.Name)
			}
		}
	})
	atest.Analyze(t, asker, "./connflow/sources")
	if helpers == 0 {
		t.Error("no call of helper")
	}
}

// TestReturnsError runs over testdata/connflow/returns, where the returns of an
// error that is not nil have a `// want` comment.
func TestReturnsError(t *testing.T) {
	asker := ask("returns", func(pass *analysis.Pass, flow *connflow.Flow) {
		for _, f := range flow.Funcs {
			ast.Inspect(f.Body, func(n ast.Node) bool {
				if flow.Func(n) == f && flow.ReturnsError(n) {
					pass.ReportRangef(n, "an error")
				}
				return true
			})
		}
	})
	atest.Run(t, asker, "./connflow/returns")
}

// TestContexts runs over testdata/connflow/contexts, whose `// want` comments say
// by what a context is made, and what a function cancels.
func TestContexts(t *testing.T) {
	asker := ask("contexts", func(pass *analysis.Pass, flow *connflow.Flow) {
		names := func(found []*ast.CallExpr) string {
			if len(found) == 0 {
				return "nothing"
			}
			var all []string
			for _, call := range found {
				if name := call.Fun.(*ast.SelectorExpr).Sel.Name; name != "Background" {
					all = append(all, name)
				}
			}
			slices.Sort(all)
			return strings.Join(all, ", ")
		}
		for _, f := range flow.Funcs {
			for _, call := range calls(f, "ends") {
				pass.ReportRangef(call, "made by %s", names(slices.Collect(maps.Keys(flow.ContextsOf(call.Args[0])))))
			}
			for _, call := range calls(f, "cancelled") {
				pass.ReportRangef(call, "cancels %s", names(flow.CancelsOf(call.Args[0])))
			}
		}
	})
	atest.Run(t, asker, "./connflow/contexts")
}

// TestOrder runs over testdata/connflow/order.
func TestOrder(t *testing.T) {
	asker := ask("order", func(pass *analysis.Pass, flow *connflow.Flow) {
		for _, f := range flow.Funcs {
			as, bs, stops := calls(f, "a"), calls(f, "b"), calls(f, "stop")
			if len(as) == 0 || len(bs) == 0 {
				continue
			}
			stop := func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				return ok && slices.Contains(stops, call)
			}
			var all []string
			say := func(holds bool, what string) {
				if holds {
					all = append(all, what)
				}
			}
			a, b := as[0], bs[0]
			say(flow.Between(a, b, stop), "a leads to b")
			say(flow.Dominates(a, b), "a dominates b")
			say(flow.Leaves(a, stop), "a leaves")
			say(flow.Loop(a) != nil, "a loops")
			say(flow.Loop(b) != nil, "b loops")
			pass.ReportRangef(f.Node.(*ast.FuncDecl).Name, "%s", strings.Join(all, ", "))
		}
	})
	atest.Run(t, asker, "./connflow/order")
}

// ask returns an analyzer that asks about a package's flow.
func ask(name string, questions func(*analysis.Pass, *connflow.Flow)) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     name,
		Doc:      "ask about the flow",
		Requires: []*analysis.Analyzer{connflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			return connflow.Check(pass, false, func(flow *connflow.Flow) { questions(pass, flow) })
		},
	}
}

// calls returns the calls in f, literals in it included, of the function name.
func calls(f *connflow.Func, name string) []*ast.CallExpr {
	var found []*ast.CallExpr
	if f.Obj == nil {
		return nil
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if id, ok := call.Fun.(*ast.Ident); ok && id.Name == name {
				found = append(found, call)
			}
		}
		return true
	})
	slices.SortFunc(found, func(a, b *ast.CallExpr) int { return cmp.Compare(a.Pos(), b.Pos()) })
	return found
}

func source(flow *connflow.Flow, s *connflow.Source) string {
	switch s.Kind {
	case connflow.Constant:
		return "constant " + flow.Info.Types[s.Expr].Value.ExactString()
	case connflow.Literal:
		switch e := s.Expr.(type) {
		case *ast.CallExpr:
			return "literal " + e.Fun.(*ast.Ident).Name
		case *ast.CompositeLit:
			return "literal " + flow.Info.TypeOf(e).String()
		}
	case connflow.Function:
		if id, ok := s.Expr.(*ast.Ident); ok {
			return "function " + id.Name
		}
		return "function func"
	case connflow.CallResult:
		if sel, ok := s.Expr.(*ast.CallExpr).Fun.(*ast.SelectorExpr); ok {
			return "result of " + sel.Sel.Name
		}
	case connflow.Field:
		if sel, ok := s.Expr.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok {
				return "field " + s.Var.Name() + " of " + x.Name
			}
		}
	case connflow.Unseen:
		return "unseen " + s.Var.Name()
	case connflow.Zero:
		return "zero " + s.Var.Name()
	}
	return "other"
}
