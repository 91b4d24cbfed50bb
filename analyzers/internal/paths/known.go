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
// package. It answers what is known behind a node of a path.
type Knowledge struct{ *evaluator }

// A subjectTable numbers the subjects of facts, which are variables, fields of
// variables and, until the end of their statement, results of calls. It answers
// what is known of each, and which facts outlive a statement, a call or a block.
type subjectTable struct {
	info     *types.Info
	ids      map[any]uint16
	subjects []subject
	// captured are the variables that a function literal sets which is not their
	// own: they change at times that no path knows.
	captured map[*types.Var]bool
}

// An evaluator answers what the value of an expression is where facts are known,
// and what is known where a condition holds.
type evaluator struct {
	*subjectTable
	pkg *types.Package
	// constants are the constants that facts are, by their exact text.
	constants []string
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
	st := &subjectTable{info: info, ids: map[any]uint16{}, captured: map[*types.Var]bool{}}
	k := &Knowledge{&evaluator{subjectTable: st, pkg: pkg, values: map[*types.Var][]ast.Expr{}}}
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
		if isPackageVar(v) {
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

func isPackageVar(v *types.Var) bool {
	return v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}

func (st *subjectTable) id(key any, of kind) uint16 {
	id, ok := st.ids[key]
	if !ok {
		id = uint16(len(st.ids))
		st.ids[key] = id
		st.subjects = append(st.subjects, subject{of, key})
	}
	return id
}

// of returns the number of the variable, field or call that e is.
func (st *subjectTable) of(e ast.Expr) (uint16, bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, ok := st.info.ObjectOf(e).(*types.Var)
		switch {
		case !ok || st.captured[v] || v.IsField():
			return 0, false
		case isPackageVar(v):
			return st.id(v, shared), true
		}
		return st.id(v, local), true
	case *ast.SelectorExpr:
		id, ok := ast.Unparen(e.X).(*ast.Ident)
		if !ok {
			return 0, false
		}
		of, _ := st.info.ObjectOf(id).(*types.Var)
		if v, ok := st.info.ObjectOf(e.Sel).(*types.Var); ok && v.IsField() {
			return st.id(fieldOf{of, v.Origin()}, shared), true
		}
	case *ast.CallExpr:
		return st.id(resultOf{e, 0}, result), true
	}
	return 0, false
}

// Result returns what is known of the i-th result of a call, or of a receive
// expression: of its value and whether it is one.
func (st *subjectTable) Result(fs Facts, call ast.Expr, i int) Fact {
	return fs.get(st.id(resultOf{call, i}, result))
}

// WithResult returns fs with that fact of the i-th result of a call or receive.
func (st *subjectTable) WithResult(fs Facts, call ast.Expr, i int, f Fact) Facts {
	return fs.set(st.id(resultOf{call, i}, result), f)
}

// WithoutResults returns fs without the results of calls: their statement has ended.
func (st *subjectTable) WithoutResults(fs Facts) Facts { return st.without(fs, result) }

// WithoutShared returns fs without the fields and package variables, which other
// code may have set: a function that was called, or others while this one waits.
func (st *subjectTable) WithoutShared(fs Facts) Facts { return st.without(fs, shared) }

func (st *subjectTable) without(fs Facts, drop kind) Facts {
	return fs.without(func(id uint16) bool { return st.subjects[id].kind == drop })
}

// With returns fs with that fact of the variable or field that e names.
func (st *subjectTable) With(fs Facts, e ast.Expr, f Fact) Facts {
	id, ok := st.of(e)
	if !ok {
		return fs
	}
	// Another name of the same field may be of the same struct.
	if key, ok := st.subjects[id].key.(fieldOf); ok {
		fs = fs.without(func(other uint16) bool {
			o, isField := st.subjects[other].key.(fieldOf)
			return isField && other != id && o.field == key.field
		})
	}
	return fs.set(id, f)
}

// WithVar returns fs with that fact of the local variable v.
func (st *subjectTable) WithVar(fs Facts, v *types.Var, f Fact) Facts {
	if st.captured[v] {
		return fs
	}
	return fs.set(st.id(v, local), f)
}

// Needed returns the facts of fs whose subjects g still mentions from b on: paths
// that differ in nothing else are one.
func (st *subjectTable) Needed(fs Facts, g *Graph, b *cfg.Block) Facts {
	return fs.without(func(id uint16) bool {
		switch key := st.subjects[id].key.(type) {
		case *types.Var:
			return !g.mentionedFrom(key, b)
		case fieldOf:
			return !g.mentionedFrom(key.field, b)
		}
		return false
	})
}

// Fields calls visit for each field of a variable of which something is known.
func (st *subjectTable) Fields(fs Facts, visit func(of, field *types.Var, f Fact)) {
	for i := 0; i < len(fs); i += 3 {
		if key, ok := st.subjects[fs.subject(i)].key.(fieldOf); ok {
			visit(key.of, key.field, Fact(fs[i+2]))
		}
	}
}

// WithField returns fs with that fact of a field of what a variable holds.
func (st *subjectTable) WithField(fs Facts, of, field *types.Var, f Fact) Facts {
	return fs.set(st.id(fieldOf{of, field}, shared), f)
}

// LearnsError reports whether an error in cond is known not to be nil in now, and
// is not known in before.
func (st *subjectTable) LearnsError(cond ast.Expr, before, now Facts) bool {
	if now == before {
		return false
	}
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && !found && lang.IsError(st.info.TypeOf(e)) {
			if id, ok := st.of(e); ok && before.get(id) == Unknown && now.get(id).Holds() {
				found = true
			}
		}
		return !found
	})
	return found
}

// constant is the fact of a constant: which one it is.
func (ev *evaluator) constant(v goconstant.Value) Fact {
	f := constantFact(v)
	if f != NonZero || v.Kind() == goconstant.Bool {
		return f
	}
	i := slices.Index(ev.constants, v.ExactString())
	if i < 0 {
		if len(ev.constants) >= maxConstants {
			return NonZero
		}
		i = len(ev.constants)
		ev.constants = append(ev.constants, v.ExactString())
	}
	return constants + Fact(i)
}

// maxConstants is how many different constants a Fact can be.
const maxConstants = 250

// isSentinel reports whether e is a package's variable for an error of its own,
// such as io.EOF: one that is made once.
func (ev *evaluator) isSentinel(e ast.Expr) bool {
	v := lang.VarOrField(ev.info, e)
	if v == nil || !isPackageVar(v) || !lang.IsError(v.Type()) {
		return false
	}
	if v.Pkg() != ev.pkg {
		return true
	}
	values := ev.values[v]
	return len(values) == 1 && values[0] != nil && ev.Eval("", values[0]).Holds()
}

// A resultRule is how the first result of a call depends on a value.
type resultRule struct {
	wslib.ZeroResult
	// about is that value, nil if the call has none.
	about ast.Expr
}

// rule returns what the tables know of the function that is called.
func (ev *evaluator) rule(call *ast.CallExpr) (resultRule, bool) {
	fn := lang.Callee(ev.info, call)
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
func (ev *evaluator) call(fs Facts, call *ast.CallExpr) Fact {
	if f := ev.Result(fs, call, 0); f != Unknown {
		return f
	}
	if tv := ev.info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		return ev.Eval(fs, call.Args[0])
	}
	rule, ok := ev.rule(call)
	switch {
	case !ok:
		return Unknown
	case rule.Never && lang.IsError(ev.info.TypeOf(call)):
		return Fresh
	case rule.Never:
		return NonZero
	case rule.about == nil:
		return Unknown
	}
	switch f := ev.Eval(fs, rule.about); {
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
func (ev *evaluator) refineCall(fs Facts, call *ast.CallExpr, holds bool) Facts {
	rule, ok := ev.rule(call)
	if !ok || rule.about == nil {
		return fs
	}
	id, ok := ev.of(rule.about)
	switch {
	case !ok:
	case rule.Unless != wslib.None:
		return fs.set(id, Bool(!holds))
	case holds || rule.Iff != wslib.None:
		return fs.set(id, Bool(holds))
	}
	return fs
}
