package paths

import (
	"go/ast"
	goconstant "go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Knowledge reads and writes the [Facts] of paths through the functions of one
// package: it numbers their subjects, which are variables, fields of variables
// and, until the end of their statement, results of calls.
type Knowledge struct {
	info *types.Info
	pkg  *types.Package

	ids      map[any]uint16
	subjects []subject
	// constants are the constants that facts are, by their exact text.
	constants []string
	// captured are the variables that a function literal sets which is not their
	// own: they change at times that no path knows.
	captured map[*types.Var]bool
	// values are what the package's variables are set to.
	values map[*types.Var][]ast.Expr
}

// A subject is what a fact is about.
type subject struct {
	kind
	key any // *types.Var, fieldOf or resultOf
}

type kind byte

const (
	local  kind = iota // a variable of the function
	shared             // a field or package variable: other code may set it
	result             // of a call, until the end of its statement
)

// A resultOf is the i-th result of a call, or of a receipt from a channel.
type resultOf struct {
	expr ast.Expr
	i    int
}

// A fieldOf is a field of what a variable holds.
type fieldOf struct{ of, field *types.Var }

// NewKnowledge returns the knowledge for a package of which these are the files
// that count.
func NewKnowledge(info *types.Info, pkg *types.Package, files []*ast.File) *Knowledge {
	k := &Knowledge{info: info, pkg: pkg, ids: map[any]uint16{}, captured: map[*types.Var]bool{}, values: map[*types.Var][]ast.Expr{}}
	for _, file := range files {
		k.findWrites(file)
	}
	return k
}

// findWrites finds the captured variables, and the values of package variables.
func (k *Knowledge) findWrites(file *ast.File) {
	var literals []*ast.FuncLit
	set := func(lhs, value ast.Expr) {
		v := lang.Var(k.info, lhs)
		if v == nil {
			return
		}
		if k.isPackageVar(v) {
			k.values[v] = append(k.values[v], value)
			return
		}
		if n := len(literals); n > 0 && (v.Pos() < literals[n-1].Pos() || literals[n-1].End() <= v.Pos()) {
			k.captured[v] = true
		}
	}
	ast.PreorderStack(file, nil, func(n ast.Node, stack []ast.Node) bool {
		literals = literals[:0]
		for _, above := range stack {
			if lit, ok := above.(*ast.FuncLit); ok {
				literals = append(literals, lit)
			}
		}
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				set(lhs, operand(n.Rhs, len(n.Lhs), i))
			}
		case *ast.IncDecStmt:
			set(n.X, nil)
		case *ast.ValueSpec:
			for i, name := range n.Names {
				set(name, operand(n.Values, len(n.Names), i))
			}
		}
		return true
	})
}

// operand returns the i-th of n operands, nil where one call gives all of them.
func operand(values []ast.Expr, n, i int) ast.Expr {
	if len(values) != n {
		return nil
	}
	return values[i]
}

func (k *Knowledge) isPackageVar(v *types.Var) bool {
	return v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}

func (k *Knowledge) id(key any, of kind) uint16 {
	id, ok := k.ids[key]
	if !ok {
		id = uint16(len(k.ids))
		k.ids[key] = id
		k.subjects = append(k.subjects, subject{of, key})
	}
	return id
}

// of returns the number of the variable, field or call that e is.
func (k *Knowledge) of(e ast.Expr) (uint16, bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, ok := k.info.ObjectOf(e).(*types.Var)
		switch {
		case !ok || k.captured[v] || v.IsField():
			return 0, false
		case k.isPackageVar(v):
			return k.id(v, shared), true
		}
		return k.id(v, local), true
	case *ast.SelectorExpr:
		id, ok := ast.Unparen(e.X).(*ast.Ident)
		if !ok {
			return 0, false
		}
		of, _ := k.info.ObjectOf(id).(*types.Var)
		if v, ok := k.info.ObjectOf(e.Sel).(*types.Var); ok && v.IsField() {
			return k.id(fieldOf{of, v.Origin()}, shared), true
		}
	case *ast.CallExpr:
		return k.id(resultOf{e, 0}, result), true
	}
	return 0, false
}

// Result returns what is known of the i-th result of a call, or of a receive
// expression: of its value and whether it is one.
func (k *Knowledge) Result(fs Facts, call ast.Expr, i int) Fact {
	return fs.get(k.id(resultOf{call, i}, result))
}

// WithResult returns fs with that fact of the i-th result of a call or receive.
func (k *Knowledge) WithResult(fs Facts, call ast.Expr, i int, f Fact) Facts {
	return fs.set(k.id(resultOf{call, i}, result), f)
}

// WithoutResults returns fs without the results of calls: their statement has ended.
func (k *Knowledge) WithoutResults(fs Facts) Facts { return k.without(fs, result) }

// WithoutShared returns fs without the fields and package variables, which other
// code may have set: a function that was called, or others while this one waits.
func (k *Knowledge) WithoutShared(fs Facts) Facts { return k.without(fs, shared) }

func (k *Knowledge) without(fs Facts, drop kind) Facts {
	return fs.without(func(id uint16) bool { return k.subjects[id].kind == drop })
}

// With returns fs with that fact of the variable or field that e names.
func (k *Knowledge) With(fs Facts, e ast.Expr, f Fact) Facts {
	id, ok := k.of(e)
	if !ok {
		return fs
	}
	// Another name of the same field may be of the same struct.
	if key, ok := k.subjects[id].key.(fieldOf); ok {
		fs = fs.without(func(other uint16) bool {
			o, isField := k.subjects[other].key.(fieldOf)
			return isField && other != id && o.field == key.field
		})
	}
	return fs.set(id, f)
}

// WithVar returns fs with that fact of the local variable v.
func (k *Knowledge) WithVar(fs Facts, v *types.Var, f Fact) Facts {
	if k.captured[v] {
		return fs
	}
	return fs.set(k.id(v, local), f)
}

// Needed returns the facts of fs whose subjects g still mentions from b on: paths
// that differ in nothing else are one.
func (k *Knowledge) Needed(fs Facts, g *Graph, b *cfg.Block) Facts {
	return fs.without(func(id uint16) bool {
		switch key := k.subjects[id].key.(type) {
		case *types.Var:
			return !g.mentionedFrom(key, b)
		case fieldOf:
			return !g.mentionedFrom(key.field, b)
		}
		return false
	})
}

// Fields calls visit for each field of a variable of which fs say something.
func (k *Knowledge) Fields(fs Facts, visit func(of, field *types.Var, f Fact)) {
	for i := 0; i < len(fs); i += 3 {
		if key, ok := k.subjects[fs.subject(i)].key.(fieldOf); ok {
			visit(key.of, key.field, Fact(fs[i+2]))
		}
	}
}

// WithField returns fs with that fact of a field of what a variable holds.
func (k *Knowledge) WithField(fs Facts, of, field *types.Var, f Fact) Facts {
	return fs.set(k.id(fieldOf{of, field}, shared), f)
}

// LearnsError reports whether now knows of an error in cond that before did not.
func (k *Knowledge) LearnsError(cond ast.Expr, before, now Facts) bool {
	if now == before {
		return false
	}
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && !found && lang.IsError(k.info.TypeOf(e)) {
			if id, ok := k.of(e); ok && before.get(id) == Unknown && now.get(id).Holds() {
				found = true
			}
		}
		return !found
	})
	return found
}

// constant is the fact of a constant: which one it is.
func (k *Knowledge) constant(v goconstant.Value) Fact {
	f := constantFact(v)
	if f != NonZero || v.Kind() == goconstant.Bool {
		return f
	}
	i := slices.Index(k.constants, v.ExactString())
	if i < 0 {
		if len(k.constants) >= maxConstants {
			return NonZero
		}
		i = len(k.constants)
		k.constants = append(k.constants, v.ExactString())
	}
	return constants + Fact(i)
}

// maxConstants is how many constants a Fact can tell apart.
const maxConstants = 250

// isSentinel reports whether e is a package's variable for an error of its own,
// such as io.EOF: one that is made once.
func (k *Knowledge) isSentinel(e ast.Expr) bool {
	v := lang.VarOrField(k.info, e)
	if v == nil || !k.isPackageVar(v) || !lang.IsError(v.Type()) {
		return false
	}
	if v.Pkg() != k.pkg {
		return true
	}
	values := k.values[v]
	return len(values) == 1 && values[0] != nil && k.Eval("", values[0]).Holds()
}

// A resultRule says how the first result of a call depends on a value.
type resultRule struct {
	wslib.ZeroResult
	// about is that value, nil if the call has none.
	about ast.Expr
}

// rule returns what the tables know of the function that is called.
func (k *Knowledge) rule(call *ast.CallExpr) (resultRule, bool) {
	fn := lang.Callee(k.info, call)
	if fn == nil {
		return resultRule{}, false
	}
	zero, ok := wslib.ZeroResultOf(fn)
	slot := zero.If
	if zero.Iff != wslib.None {
		slot = zero.Iff
	} else if zero.Unless != wslib.None {
		slot = zero.Unless
	}
	return resultRule{zero, slot.In(call)}, ok
}

// call returns what is known of the first result of a call.
func (k *Knowledge) call(fs Facts, call *ast.CallExpr) Fact {
	if f := k.Result(fs, call, 0); f != Unknown {
		return f
	}
	if tv := k.info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		return k.Eval(fs, call.Args[0])
	}
	rule, ok := k.rule(call)
	switch {
	case !ok:
		return Unknown
	case rule.Never && lang.IsError(k.info.TypeOf(call)):
		return Fresh
	case rule.Never:
		return NonZero
	case rule.about == nil:
		return Unknown
	}
	switch f := k.Eval(fs, rule.about); {
	case rule.Iff != wslib.None:
		return f.some()
	case rule.Unless != wslib.None:
		return f.Not()
	case f == IsZero:
		return IsZero
	}
	return Unknown
}

// refineCall learns of a value from the first result of a call that depends on it.
func (k *Knowledge) refineCall(fs Facts, call *ast.CallExpr, holds bool) Facts {
	rule, ok := k.rule(call)
	if !ok || rule.about == nil {
		return fs
	}
	id, ok := k.of(rule.about)
	switch {
	case !ok:
	case rule.Unless != wslib.None:
		return fs.set(id, Bool(!holds))
	case holds || rule.Iff != wslib.None:
		return fs.set(id, Bool(holds))
	}
	return fs
}
