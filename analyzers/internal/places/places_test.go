package places_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/places"
)

// Test runs over testdata/places, where each call of here says in its `// want`
// comment from where it is reached, in entries, and which locks are held there, in
// locks: "holds" on every way, "may hold" on some.
func Test(t *testing.T) {
	describe := map[string]func(*places.Places, *ast.CallExpr) string{"entries": entries, "locks": locks}
	a := &analysis.Analyzer{
		Name:     "places",
		Doc:      "say from where statements are reached",
		Requires: []*analysis.Analyzer{connflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			return connflow.Check(pass, false, func(flow *connflow.Flow) {
				p := places.New(flow)
				for _, file := range flow.Files {
					ast.Inspect(file, func(n ast.Node) bool {
						if call, ok := n.(*ast.CallExpr); ok && name(call) == "here" {
							pass.ReportRangef(call, "%s", describe[pass.Pkg.Name()](p, call))
						}
						return true
					})
				}
			})
		},
	}
	if actions := atest.Run(t, a, "./places/..."); len(actions) != len(describe) {
		t.Errorf("%d packages, want %d", len(actions), len(describe))
	}
}

func entries(p *places.Places, here *ast.CallExpr) string {
	var all []string
	for _, e := range p.Entries(here) {
		text := map[places.Origin]string{
			places.Outside: "outside", places.Started: "goroutine", places.Handler: "handler", places.Callback: "callback",
		}[e.Origin] + " in " + e.Func.Name()
		for _, call := range e.Calls {
			text += " > " + name(call)
		}
		all = append(all, text)
	}
	slices.Sort(all)
	if p.CalledBack(here) {
		all = append(all, "called back")
	}
	return strings.Join(all, ", ")
}

func locks(p *places.Places, here *ast.CallExpr) string {
	var all []string
	holds := p.Holds(here)
	for _, l := range holds {
		all = append(all, "holds "+lock(l))
	}
	for _, l := range p.MayHold(here) {
		if !slices.Contains(holds, l) {
			all = append(all, "may hold "+lock(l))
		}
	}
	if all == nil {
		return "free"
	}
	return strings.Join(all, ", ")
}

func lock(l places.Lock) string {
	if l.Shared {
		return l.Mutex.Name() + " for reading"
	}
	return l.Mutex.Name()
}

func name(call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return "func"
}
