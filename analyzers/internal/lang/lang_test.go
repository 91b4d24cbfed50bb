package lang_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A program is one file, type-checked.
type program struct {
	*testing.T
	file *ast.File
	info *types.Info
}

func check(t *testing.T, src string) *program {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", "package p\n"+src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances:  map[*ast.Ident]types.Instance{},
	}
	if _, err := (&types.Config{Importer: importer.ForCompiler(fset, "source", nil)}).Check("example.com/p", fset, []*ast.File{file}, info); err != nil {
		t.Fatal(err)
	}
	return &program{t, file, info}
}

// value returns what the variable of that name is initialised with.
func (p *program) value(name string) ast.Expr {
	p.Helper()
	var found ast.Expr
	ast.Inspect(p.file, func(n ast.Node) bool {
		if s, ok := n.(*ast.ValueSpec); ok && s.Names[0].Name == name {
			found = s.Values[0]
		}
		return true
	})
	if found == nil {
		p.Fatalf("no variable %s", name)
	}
	return found
}

func (p *program) call(name string) *ast.CallExpr {
	p.Helper()
	call, ok := p.value(name).(*ast.CallExpr)
	if !ok {
		p.Fatalf("%s is no call", name)
	}
	return call
}

func TestCallee(t *testing.T) {
	p := check(t, `
import ("context"; "errors"; "sync")

type T struct { sync.Mutex }
func (*T) M() int { return 0 }
func generic[E any](e E) E { return e }

var (
	t     T
	value = func() int { return 0 }
	ctx   = context.Background()

	function  = errors.New("")
	method    = t.M()
	promoted  = t.TryLock()
	iface     = ctx.Err()
	inferred  = generic(1)
	written   = generic[int](1)
	closure   = value()
	builtin   = len("")
	converted = int64(1)
	pars      = (errors.New)("")
)`)
	for name, want := range map[string]string{
		"function":  "errors New",
		"method":    "example.com/p T.M",
		"promoted":  "sync Mutex.TryLock",
		"iface":     "context Context.Err",
		"inferred":  "example.com/p generic",
		"written":   "example.com/p generic",
		"closure":   "",
		"builtin":   "",
		"converted": "",
		"pars":      "errors New",
	} {
		got := ""
		if fn := lang.Callee(p.info, p.call(name)); fn != nil {
			got = fn.Pkg().Path() + " " + lang.FuncName(fn)
			if !lang.CalleeIs(p.info, p.call(name), fn.Pkg().Path(), "other", lang.FuncName(fn)) {
				t.Errorf("%s: CalleeIs does not hold for its own callee", name)
			}
		}
		if got != want {
			t.Errorf("the callee of %s is %q, want %q", name, got, want)
		}
	}
	if lang.CalleeIs(p.info, p.call("method"), "example.com/p", "M") {
		t.Error("CalleeIs takes a method for a function of its name")
	}
	if lang.CalleeIs(p.info, p.call("function"), "example.com/errors", "New") {
		t.Error("CalleeIs takes a package for another one of its name")
	}
	if !lang.IsBuiltin(p.info, p.call("builtin"), "len") || lang.IsBuiltin(p.info, p.call("builtin"), "cap") || lang.IsBuiltin(p.info, p.call("closure"), "value") {
		t.Error("IsBuiltin holds for len alone, by its name")
	}
	for _, name := range []string{"inferred", "written"} {
		if args := lang.TypeArgs(p.info, p.call(name)); len(args) != 1 || args[0] != types.Typ[types.Int] {
			t.Errorf("the type arguments of %s are %v, want int", name, args)
		}
	}
	if args := lang.TypeArgs(p.info, p.call("closure")); args != nil {
		t.Errorf("a call without type arguments has %v", args)
	}
}

func TestVar(t *testing.T) {
	p := check(t, `
type T[E any] struct { f E }
func fn() *T[int] { return nil }

var (
	v  = T[int]{}
	ps = [1]int{}

	name    = v
	pars    = (v)
	field   = v.f
	address = &v
	inside  = &v.f
	value   = *pointer
	pointer = &v.f
	element = ps[0]
	result  = fn().f
	call    = fn()
	sum     = ps[0] + 1
)`)
	for name, want := range map[string][2]string{
		"name":    {"v", "v"},
		"pars":    {"v", "v"},
		"field":   {"", "f"},
		"address": {"", "v"},
		"inside":  {"", "f"},
		"value":   {"", "pointer"},
		"element": {"", ""},
		"result":  {"", "f"},
		"call":    {"", ""},
		"sum":     {"", ""},
	} {
		got := [2]string{}
		for i, v := range []*types.Var{lang.Var(p.info, p.value(name)), lang.VarOrField(p.info, p.value(name))} {
			if v != nil {
				got[i] = v.Name()
				if v != v.Origin() {
					t.Errorf("%s: %s is a field of one instance of its generic type", name, v)
				}
			}
		}
		if got != want {
			t.Errorf("%s: Var and VarOrField are %q, want %q", name, got, want)
		}
	}
	v := lang.Var(p.info, p.value("name"))
	if !lang.Mentions(p.info, p.value("inside"), v) || lang.Mentions(p.info, p.value("call"), v) {
		t.Error("v is mentioned in &v.f and not in fn()")
	}
}

func TestNilTest(t *testing.T) {
	p := check(t, `
var (
	err error

	isNil   = err == nil
	notNil  = (err) != nil
	turned  = nil != err
	ordered = 1 < 2
	other   = err == err
	both    = err != nil && true
)`)
	for name, want := range map[string]struct{ notNil, ok bool }{
		"isNil":   {false, true},
		"notNil":  {true, true},
		"turned":  {true, true},
		"ordered": {},
		"other":   {},
		"both":    {},
	} {
		x, notNil, ok := lang.NilTest(p.info, p.value(name))
		if ok != want.ok || notNil != want.notNil {
			t.Errorf("%s: NilTest is %v, %v, want %v", name, notNil, ok, want)
		}
		if ok && lang.Var(p.info, x).Name() != "err" {
			t.Errorf("%s: NilTest does not return err", name)
		}
	}
}

func TestIsNilSeesThroughTheName(t *testing.T) {
	p := check(t, `
var real, pars any = nil, 0
func _() { nil := 1; var shadowed = nil; _ = shadowed }
`)
	if !lang.IsNil(p.info, p.value("real")) {
		t.Error("nil is nil")
	}
	if lang.IsNil(p.info, p.value("shadowed")) {
		t.Error("a variable called nil is not nil")
	}
}

func TestTypes(t *testing.T) {
	p := check(t, `
type T struct{}
type Alias = *T
type Pointer *T
type Err struct{}
func (*Err) Error() string { return "" }
type Bytes []byte

var (
	value   T
	pointer *T
	alias   Alias
	named   Pointer
	plain   *int
	pp      **T
	err     error
	own     *Err
	ownVal  Err
	ch      <-chan int
	slice   Bytes
	array   [2]byte
	text    string
)`)
	typ := func(name string) types.Type { return p.info.Defs[p.ident(name)].Type() }
	for name, want := range map[string]string{
		"value": "T", "pointer": "T", "alias": "T", "named": "Pointer", "plain": "", "pp": "", "err": "error", "own": "Err",
	} {
		got := ""
		if named := lang.Named(typ(name)); named != nil {
			got = named.Obj().Name()
		}
		if got != want {
			t.Errorf("the named type of %s is %q, want %q", name, got, want)
		}
	}
	if !lang.IsNamed(typ("pointer"), "example.com/p", "Other", "T") || lang.IsNamed(typ("pointer"), "p", "T") || lang.IsNamed(nil, "p", "T") {
		t.Error("IsNamed holds for the whole path, and for no type")
	}
	if lang.Deref(typ("pp")) != typ("pointer") && !types.Identical(lang.Deref(typ("pp")), typ("pointer")) {
		t.Error("Deref takes away one pointer")
	}
	for name, want := range map[string][2]bool{"err": {true, true}, "own": {false, true}, "ownVal": {}, "text": {}} {
		if got := [2]bool{lang.IsError(typ(name)), lang.AreErrors(typ(name))}; got != want {
			t.Errorf("%s: IsError and AreErrors are %v, want %v", name, got, want)
		}
	}
	for name, want := range map[string][2]bool{"ch": {true, false}, "slice": {false, true}, "array": {false, true}, "text": {}} {
		if got := [2]bool{lang.IsChan(typ(name)), lang.IsBytes(typ(name))}; got != want {
			t.Errorf("%s: IsChan and IsBytes are %v, want %v", name, got, want)
		}
	}
	if lang.IsChan(nil) || lang.IsBytes(nil) || lang.Named(nil) != nil || lang.IsError(nil) || lang.AreErrors(nil) {
		t.Error("no type is of no kind")
	}
	if lang.TypeOf(p.info, nil) != types.Typ[types.Invalid] || lang.TypeOf(p.info, &ast.BadExpr{}) != types.Typ[types.Invalid] {
		t.Error("an expression without a type has the invalid one")
	}
}

// ident returns the first identifier of that name.
func (p *program) ident(name string) *ast.Ident {
	var found *ast.Ident
	ast.Inspect(p.file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && found == nil && id.Name == name {
			found = id
		}
		return found == nil
	})
	return found
}

func TestResults(t *testing.T) {
	p := check(t, `
func none() {}
func one() error { return nil }
func two() (int, error) { return 0, nil }
func first() (error, int) { return nil, 0 }
func _() {
	none()
	one()
	two()
	first()
}`)
	calls := map[string]*ast.CallExpr{}
	ast.Inspect(p.file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			calls[call.Fun.(*ast.Ident).Name] = call
		}
		return true
	})
	for name, want := range map[string]struct {
		index, n int
		tuple    bool
	}{"none": {-1, 0, false}, "one": {0, 1, false}, "two": {1, 2, true}, "first": {-1, 0, true}} {
		index, n := lang.ErrorResult(p.info, calls[name])
		if index != want.index || n != want.n || lang.IsTuple(p.info, calls[name]) != want.tuple {
			t.Errorf("%s: the error is result %d of %d, want %+v", name, index, n, want)
		}
	}
	two := p.info.TypeOf(calls["two"])
	if lang.ResultType(two, 1) != lang.Error || lang.ResultType(two, 2) != nil || lang.ResultType(lang.Error, 0) != lang.Error || lang.ResultType(lang.Error, 1) != nil {
		t.Error("two has an int and an error, one an error")
	}
}

func TestConstants(t *testing.T) {
	p := check(t, `
var (
	code   = 1000 + 6
	float  = 2.0
	text   = "a" + "b"
	length = len(text)
)`)
	if v, ok := lang.Int(p.info, p.value("code")); !ok || v != 1006 {
		t.Errorf("code is %d, %v", v, ok)
	}
	if v, ok := lang.Int(p.info, p.value("float")); !ok || v != 2 {
		t.Errorf("float is %d, %v", v, ok)
	}
	if _, ok := lang.Int(p.info, p.value("length")); ok {
		t.Error("length is not constant")
	}
	if _, ok := lang.Int(p.info, p.value("text")); ok {
		t.Error("text is no integer")
	}
	if v, ok := lang.String(p.info, p.value("text")); !ok || v != "ab" {
		t.Errorf("text is %q, %v", v, ok)
	}
	if _, ok := lang.String(p.info, p.value("code")); ok {
		t.Error("code is no string")
	}
}

func TestInspectLeavesOutLiterals(t *testing.T) {
	p := check(t, `
var f = func() {
	outer()
	go func() { inner() }()
}
func outer() {}
func inner() {}
`)
	var names []string
	collect := func(n ast.Node) {
		if id, ok := n.(*ast.Ident); ok {
			names = append(names, id.Name)
		}
	}
	lang.Walk(p.value("f"), collect)
	if want := []string{"outer"}; !slices.Equal(names, want) {
		t.Errorf("in the function itself are %v, want %v", names, want)
	}
	names = nil
	lang.Inspect(p.file, func(n ast.Node) bool {
		collect(n)
		_, decl := n.(*ast.FuncDecl)
		return !decl
	})
	if want := []string{"p", "f"}; !slices.Equal(names, want) {
		t.Errorf("outside of functions are %v, want %v", names, want)
	}
}

func TestWithin(t *testing.T) {
	p := check(t, `var f = g(1)
func g(int) int { return 0 }`)
	call := p.call("f")
	if !lang.Within(call.Args[0], call) || !lang.Within(call, call) || lang.Within(call, call.Args[0]) {
		t.Error("an argument is within its call, a call within itself and not within its argument")
	}
}

func TestIsName(t *testing.T) {
	p := check(t, `
var point struct{ to struct{ x int } }
var list []int
var (
	name     = list
	field    = (point.to).x
	element  = list[0]
	computed = len(list)
)`)
	for name, want := range map[string]bool{"name": true, "field": true, "element": false, "computed": false} {
		if got := lang.IsName(p.value(name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestIsUntyped(t *testing.T) {
	p := check(t, `
const (
	plain = 5
	typed int64 = 5
)
var (
	literal  = 5e9
	named    = 2 * plain
	of       = 2 * typed
	converts = int64(5)
)`)
	for name, want := range map[string]bool{"literal": true, "named": true, "of": false, "converts": false} {
		if got := lang.IsUntyped(p.info, p.value(name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestReceived(t *testing.T) {
	p := check(t, `
func f(a, b, c chan int) {
	select {
	case <-a:
	case x := <-b:
		_ = x
	case c <- 1:
	default:
	}
}`)
	var received, awaited []string
	ast.Inspect(p.file, func(n ast.Node) bool {
		if clause, ok := n.(*ast.CommClause); ok {
			if ch := lang.Received(clause.Comm); ch != nil {
				received = append(received, types.ExprString(ch))
			}
			if ch := lang.Awaited(clause.Comm); ch != nil {
				awaited = append(awaited, types.ExprString(ch))
			}
		}
		return true
	})
	if !slices.Equal(received, []string{"a", "b"}) || !slices.Equal(awaited, []string{"a"}) {
		t.Errorf("received %v, awaited %v", received, awaited)
	}
}
