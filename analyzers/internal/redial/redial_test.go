package redial_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// Test runs over testdata/redial. In cycles, each call that dials again says in its
// `// want` comment by what (a loop, a goto, a ring of functions, a library), through
// which functions, and what waits where the dial failed and where the connection was
// lost. In calls, each call of a function named about says what the graph has of its
// argument, and each call of sends whether its channel sends only the time. In waits
// and dials, the functions say which facts other packages get of them; imports is
// one that uses these.
func Test(t *testing.T) {
	a := &analysis.Analyzer{
		Name:      "redial",
		Doc:       "say which cycles dial again",
		Requires:  []*analysis.Analyzer{connflow.Analyzer},
		FactTypes: redial.Facts(),
		Run: func(pass *analysis.Pass) (any, error) {
			return connflow.CheckBeyond(pass, false, redial.ConcernsOthers, func(flow *connflow.Flow) {
				finder := redial.New(pass, flow, 10)
				finder.Each(func(cycles []*redial.Cycle) {
					for _, y := range cycles {
						pass.ReportRangef(y.Site, "%s", cycle(flow, finder, y))
					}
				})
				for _, call := range calls(flow.Files) {
					if text := about(flow, finder, call); text != "" {
						pass.ReportRangef(call, "%s", text)
					}
				}
				finder.Export()
			})
		},
	}
	if actions := atest.Run(t, a, "./redial/..."); len(actions) != 5 {
		t.Errorf("%d packages, want 5", len(actions))
	}
}

// cycle describes a cycle: what makes it one, and what it waits for.
func cycle(flow *connflow.Flow, finder *redial.Finder, y *redial.Cycle) string {
	at := "another package"
	if dial := finder.Dial(y); dial != nil {
		at = flow.Func(dial).Name()
	}
	parts := []string{fmt.Sprintf("%s in %s through %s, dial in %s", kind(finder, y), y.In.Name(), strings.Join(finder.Names(y), ", "), at)}
	if w := y.Retried; w != nil {
		return parts[0] + ": " + paces[w.Pace]
	}
	for _, of := range []struct {
		name  string
		paths []redial.State
	}{
		{"failed", y.Failures()},
		{"lost", y.Lost()},
		{"given up", y.Where(func(s redial.State) bool { return s.Outcome == redial.Gone })},
	} {
		if len(of.paths) > 0 {
			parts = append(parts, of.name+" waits "+waits(of.paths))
		}
	}
	for _, is := range []struct {
		holds bool
		name  string
	}{
		{y.AtOnce(), "dials at once"},
		{y.LostAtOnce(), "redials at once"},
		{y.Few(), "few attempts"},
		{!y.Tries(), "tries nothing again"},
		{y.Parallel, "in parallel"},
		{y.Steady() != nil, "steady"},
		{y.Growing() != nil, "grows without jitter"},
		{finder.Serves(y.Site), "serves in the call"},
		{y.Inner.BacksOff, "an inner cycle backs off"},
		{y.Inner.None, "an inner cycle waits for nothing"},
	} {
		if is.holds {
			parts = append(parts, is.name)
		}
	}
	return strings.Join(parts, "; ")
}

// kind returns what makes a cycle.
func kind(finder *redial.Finder, y *redial.Cycle) string {
	switch {
	case y.Retried != nil:
		return "library"
	case y.Rings:
		return "ring"
	case y.Loop == nil:
		return "goto"
	case finder.InnerLoop(y.Loop, y.Site) != nil:
		return "outer loop"
	}
	return "loop"
}

// waits lists the kinds of waits that paths meet.
func waits(all []redial.State) string {
	var kinds []string
	for _, s := range all {
		kind := paces[timing.None]
		if s.Wait != nil {
			kind = paces[s.Wait.Pace]
			if s.Wait.Zero {
				kind += " or zero"
			}
			if s.Steady != nil && s.Steady.Node != s.Wait.Node {
				kind += " and constant"
			}
		}
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " / ")
}

var paces = map[timing.Pace]string{timing.None: "nothing", timing.Constant: "constant", timing.Growing: "growing", timing.Free: "any"}

// about describes the argument of a call of about, and the channel of a call of sends.
func about(flow *connflow.Flow, finder *redial.Finder, call *ast.CallExpr) string {
	fn := lang.Callee(flow.Info, call)
	if fn == nil || len(call.Args) != 1 {
		return ""
	}
	switch fn.Name() {
	case "sends":
		if finder.IsTime(call.Args[0]) {
			return "the time"
		}
		return "an event"
	case "about":
		arg, ok := call.Args[0].(*ast.CallExpr)
		if !ok {
			return ""
		}
		return graph(flow, finder.Graph, arg)
	}
	return ""
}

// graph describes what a graph has of a call.
func graph(flow *connflow.Flow, g *redial.Graph, call *ast.CallExpr) string {
	var parts []string
	add := func(holds bool, name string) {
		if holds {
			parts = append(parts, name)
		}
	}
	add(g.Dials[call], "dials")
	add(!g.Dials[call] && len(g.DialsOf(call)) > 0, "leads to a dial")
	add(g.Redials(call), "dials before it returns")
	add(g.Reads[call], "reads")
	add(!g.Reads[call] && g.ReadsIn(call), "leads to a read")
	for _, e := range g.Out(call) {
		name := "runs " + e.To.Name()
		if e.Alive {
			name += " with the connection"
		}
		if g.Leads[e.To] {
			name += ", which dials"
		}
		if g.Ring[e.To] != 0 {
			name += ", in a ring"
		}
		parts = append(parts, name)
	}
	add(g.Wait(call) != nil, "waits")
	add(!slices.Contains(g.Calls[flow.Func(call)], call), "in no function")
	if p := g.PolicyType(lang.TypeOf(flow.Info, call)); p != nil {
		parts = append(parts, "a policy whose jitter is "+p.Jitter)
	}
	return strings.Join(parts, "; ")
}

// calls returns the calls in files.
func calls(files []*ast.File) []*ast.CallExpr {
	var all []*ast.CallExpr
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				all = append(all, call)
			}
			return true
		})
	}
	return all
}

// TestMayExportFacts wants a package without a WebSocket to be left alone, unless it
// may help others to wait.
func TestMayExportFacts(t *testing.T) {
	for _, test := range []struct {
		code     string
		own, any bool // of the user's module, of any
	}{
		{"func Delay() time.Duration { return 1 }", true, true},
		{"func Wait(n int) { time.Sleep(1) }", true, true},
		{"func Wait(ctx context.Context) error { return nil }", true, false},
		{"func Ready() <-chan bool { return nil }", true, false},
		{"func Each(f func()) {}", true, false},
		{"func Add(a, b int) int { return a + b }", false, false},
		{"func delay() time.Duration { return 1 }", false, false},
		{"func Delay() time.Duration { return 1 }" + strings.Repeat("\n", 2000), false, false},
	} {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "a.go", "package a\n"+test.code, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		own, any := redial.MayExportFacts(true, fset, []*ast.File{file}), redial.MayExportFacts(false, fset, []*ast.File{file})
		if own != test.own || any != test.any {
			t.Errorf("%.60q: %v in the user's module, %v in others, want %v and %v", test.code, own, any, test.own, test.any)
		}
	}
}
