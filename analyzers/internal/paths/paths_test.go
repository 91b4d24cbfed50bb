package paths_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// prelude declares what the functions of the tests call. Each call of one of the
// functions with a one-letter name is a step of a path.
const prelude = `package p

type E struct{}
func (*E) Error() string { return "" }
func As(err error, target any) bool { return false }

var sentinel error = &E{}
var state struct{ open bool }
var ch chan int

func a() {}
func b() {}
func c() {}
func d() {}
func D() int { return 0 }
func e() error { return nil }
func o() bool { return false }
`

// A function is the one that a test walks.
type function struct {
	info  *types.Info
	decl  *ast.FuncDecl
	graph *paths.Graph
	known *paths.Knowledge
}

// parse returns the function func f(<params>) { <body> }, behind the prelude.
func parse(t *testing.T, signature, body string) *function {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", prelude+"\nfunc f"+signature+" {\n"+body+"\n}\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, Implicits: map[ast.Node]types.Object{},
	}
	pkg, err := new(types.Config).Check("p", fset, []*ast.File{file}, info)
	if err != nil {
		t.Fatal(err)
	}
	decl := file.Decls[len(file.Decls)-1].(*ast.FuncDecl)
	return &function{info, decl, paths.New(info, decl.Type, decl.Body), paths.NewKnowledge(info, pkg, []*ast.File{file})}
}

// A step is the state of the tests' walks: the steps so far, and what is known.
type step struct {
	trace string
	paths.Facts
}

// walk returns a walk that notes the steps of each path that leaves f.
func (f *function) walk(leaves func(string)) *paths.Walk[step] {
	return &paths.Walk[step]{
		Graph: f.graph,
		Step: func(n ast.Node, s step) []step {
			s.Facts = f.known.Assign(s.Facts, n)
			s.trace += steps(n)
			return []step{s}
		},
		Range: func(loop *ast.RangeStmt, more bool, s step) []step {
			s.Facts = f.known.Next(s.Facts, loop)
			return []step{s}
		},
		Branch: func(cond ast.Expr, holds bool, s step) (step, bool) {
			if is := f.known.Eval(s.Facts, cond); is.Known() && is.Holds() != holds {
				return s, false
			}
			s.Facts = f.known.Refine(s.Facts, cond, holds)
			return s, len(s.trace) < 8
		},
		Exit: func(_ *ast.ReturnStmt, s step) { leaves(s.trace) },
	}
}

// steps returns the one-letter names of the functions that n calls, in order.
func steps(n ast.Node) string {
	var names strings.Builder
	paths.InOrder(n, func(n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok {
			if id, ok := call.Fun.(*ast.Ident); ok && len(id.Name) == 1 {
				names.WriteString(id.Name)
			}
		}
	})
	return names.String()
}

func TestWalk(t *testing.T) {
	for _, test := range []struct{ name, signature, body, want string }{
		{"both ways of a condition", "()", `if o() { a() } else { b() }; c()`, "oac obc"},
		{"a condition that was seen before", "()", `ok := o(); if ok { a() }; if ok { b() } else { c() }`, "oab oc"},
		{"its negation", "()", `ok := o(); if !ok { return }; if ok { b() } else { c() }`, "o ob"},
		{"and", "(x, y bool)", `if x && y { a(); if x { b() } else { c() } }`, " ab"},
		{"or", "(x, y bool)", `if x || y { return }; if x { b() }; a()`, " a"},
		{"an error and the nil of its other branch", "()", `err := e(); if err != nil { a() }; if err == nil { b() }`, "ea eb"},
		{"an error that was tested with As is one", "(err error)", `var target *E; if As(err, &target) { a(); if err == nil { b() } }`, " a"},
		{"a nil error is none of any kind", "()", `var err error; var target *E; if As(err, &target) { a() }`, ""},
		{"a sentinel is an error", "()", `err := sentinel; if err == nil { a() }; b()`, "b"},
		{"a new value is not nil", "()", `p := &E{}; if p == nil { a() }`, ""},
		{"a variable without a value is zero", "()", `var n int; if n == 0 { a() } else { b() }`, "a"},
		{"a constant", "()", `n := 2; if n == 2 { a() }; if n == 3 { b() }`, "a"},
		{"a count is above zero behind an increment", "(n int)", `n++; if n > 0 { a() } else { b() }`, "a"},
		{"a switch with a tag", "()", `x := 1; switch x { case 1: a(); case 2: b(); default: c() }`, "a"},
		{"a switch without one", "(err error)", `switch { case err != nil: a(); case err == nil: b(); default: c() }`, "a b"},
		{"fallthrough", "()", `x := 1; switch x { case 1: a(); fallthrough; case 2: b() }`, "ab"},
		{"the first lap of a loop", "()", `for first := true; ; first = false { if first { a(); continue }; b(); return }`, "ab"},
		{"goto", "()", "first := true\nagain: a(); if first { first = false; goto again }; b()", "aab"},
		{"a labelled break", "()", "out: for { for { a(); break out } }; b()", "ab"},
		{"a field is what it was set to", "()", `state.open = true; if state.open { a() } else { b() }`, "a"},
		{"a captured variable may be anything", "()", `ok := true; func() { ok = false }(); if ok { a() } else { b() }`, "a b"},
		{"a literal runs at another time", "()", `g := func() { a() }; b(); _ = g`, "b"},
		{"a deferred call runs at another time", "()", `defer a(); b()`, "b"},
		{"a range statement's variable may be anything", "(l []bool)", `ok := true; for _, ok = range l { break }; if ok { a() } else { b() }`, "a b"},
		{"nothing runs behind a panic", "(x bool)", `if x { a(); panic(1); b() }; c()`, "c"},
		{"a select takes one of its communications", "(x chan error)", `select { case <-ch: a(); case err := <-x: if err != nil { b() }; default: c() }`, " a b c"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := parse(t, test.signature, test.body)
			var got []string
			f.walk(func(trace string) { got = append(got, trace) }).Start(step{})
			slices.Sort(got)
			got = slices.Compact(got)
			want := strings.Split(test.want, " ")
			if !slices.Equal(got, want) {
				t.Errorf("the paths are %q, want %q", got, want)
			}
		})
	}
}

// TestWalkAfter walks from behind the call of d.
func TestWalkAfter(t *testing.T) {
	for _, test := range []struct{ name, signature, body, want string }{
		{"what runs before is left out", "()", `a(); d(); b()`, "b"},
		{"around the loop", "(x bool)", `for { a(); if x { return }; d(); b() }`, "ba"},
		{"in a select, behind its own communication", "()", `select { case ch <- func() int { return 0 }(): a(); case ch <- D(): b() }; c()`, "bc"},
		{"behind a return", "()", `a(); _ = func() int { return 0 }; d()`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := parse(t, test.signature, test.body)
			from := f.find(func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				return ok && (types.ExprString(call.Fun) == "d" || types.ExprString(call.Fun) == "D")
			})
			got := map[string]bool{}
			f.walk(func(trace string) { got[trace] = true }).After(from, step{})
			if len(got) != 1 || !got[test.want] {
				t.Errorf("the paths are %q, want %q", slices.Collect(maps.Keys(got)), test.want)
			}
		})
	}
}

// find returns the first node of f for which is holds.
func (f *function) find(is func(ast.Node) bool) ast.Node {
	var found ast.Node
	ast.Inspect(f.decl, func(n ast.Node) bool {
		if found == nil && n != nil && is(n) {
			found = n
		}
		return found == nil
	})
	return found
}

func TestWalkIsBounded(t *testing.T) {
	f := parse(t, "()", `for { a() }`)
	w := &paths.Walk[int]{Graph: f.graph, Step: func(_ ast.Node, n int) []int { return []int{n + 1} }, Max: 100}
	w.Start(0)
	if !w.Cut {
		t.Error("a walk whose states never repeat is not cut")
	}
}

// TestNeeded: paths that differ in what nothing mentions any more are one.
func TestNeeded(t *testing.T) {
	for _, test := range []struct {
		behind string
		visits int
	}{
		{"a()", 1},
		{"a(); if x { b() }", 2},
		{"a(); select { case bools <- x: }", 2},
	} {
		f := parse(t, "(bools chan bool)", "x := o(); if x { c() } else { d() }; "+test.behind)
		visits := 0
		w := &paths.Walk[paths.Facts]{
			Graph: f.graph,
			Branch: func(cond ast.Expr, holds bool, fs paths.Facts) (paths.Facts, bool) {
				return f.known.Refine(fs, cond, holds), true
			},
			Enter: func(b *cfg.Block, fs paths.Facts) (paths.Facts, bool) { return f.known.Needed(fs, f.graph, b), true },
			Step: func(n ast.Node, fs paths.Facts) []paths.Facts {
				if steps(n) == "a" {
					visits++
				}
				return []paths.Facts{fs}
			},
		}
		w.Start("")
		if visits != test.visits {
			t.Errorf("%s: %d paths come to a, want %d", test.behind, visits, test.visits)
		}
	}
}

// TestFresh: an error that was just made is none of those that are made once; one
// of which only that it is there is known may be.
func TestFresh(t *testing.T) {
	f := parse(t, "(err error)", `_ = err == sentinel`)
	cond := f.decl.Body.List[0].(*ast.AssignStmt).Rhs[0].(*ast.BinaryExpr)
	for fact, want := range map[paths.Fact]paths.Fact{
		paths.Fresh: paths.IsZero, paths.NonZero: paths.Unknown, paths.IsZero: paths.IsZero,
	} {
		if got := f.known.Eval(f.known.With("", cond.X, fact), cond); got != want {
			t.Errorf("with %v, err == sentinel is %v, want %v", fact, got, want)
		}
	}
}

// TestFields: what is known of a field can be asked for, and given to another variable.
func TestFields(t *testing.T) {
	f := parse(t, "(x, y struct{ n int })", `_ = x.n; _ = y.n`)
	xn := f.decl.Body.List[0].(*ast.AssignStmt).Rhs[0]
	yn := f.decl.Body.List[1].(*ast.AssignStmt).Rhs[0]
	y := f.info.Uses[yn.(*ast.SelectorExpr).X.(*ast.Ident)].(*types.Var)
	fs := f.known.With("", xn, paths.IsZero)
	var given paths.Facts
	f.known.Fields(fs, func(_, field *types.Var, is paths.Fact) { given = f.known.WithField(given, y, field, is) })
	if f.known.Eval(given, yn) != paths.IsZero || f.known.Eval(given, xn).Known() {
		t.Error("y.n should be zero, and x.n not known")
	}
	if both := fs.With(given); f.known.Eval(both, xn) != paths.IsZero || f.known.Eval(both, yn) != paths.IsZero {
		t.Error("both should be zero")
	}
}

// TestReceived: what a receive expression gave is its value.
func TestReceived(t *testing.T) {
	f := parse(t, "()", `_ = <-ch`)
	recv := f.decl.Body.List[0].(*ast.AssignStmt).Rhs[0]
	if got := f.known.Eval(f.known.WithResult("", recv, 0, paths.NonZero), recv); got != paths.NonZero {
		t.Errorf("%v was received", got)
	}
}

func TestMemo(t *testing.T) {
	// The value of n is 1 more than that of n-1; that of 0 asks for 3 again.
	var m paths.Memo[int, int]
	var value func(int) int
	computed := 0
	value = func(n int) int {
		computed++
		if n == 0 {
			return min(m.Get(3, value), 5)
		}
		return m.Get(n-1, value) + 1
	}
	if got := m.Get(3, value); got < 3 {
		t.Errorf("the ring's value is %d, want what several rounds make of it", got)
	}
	before := computed
	m.Get(2, value)
	if computed != before {
		t.Error("a value of the ring is computed again")
	}
}
