package codeflow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

const (
	// maxDepth bounds how deep calls are followed, maxSteps how many places are
	// gone through for one code. What is beyond is taken for a filter.
	maxDepth = 4
	maxSteps = 10000
)

// A run goes along the paths of functions with the code that is followed.
type run struct {
	*followed
	codes *Codes
	// envs are the environments by their text: the walks compare them.
	envs map[string]*env
	// depth counts the calls that are followed, steps the nodes of all walks.
	depth, steps int
}

// walk goes along every path of f that the code may take, and calls visit
// before each node, until it returns true. walk returns whether it did.
func (r *run) walk(f *connflow.Func, start env, visit func(ast.Node, env) bool) bool {
	found := false
	w := &paths.Walk[*env]{
		Graph: r.codes.graph(f),
		Step: func(n ast.Node, s *env) []*env {
			if r.steps++; r.steps > maxSteps {
				return nil
			}
			if found = found || visit(n, *s); found {
				return nil
			}
			return r.step(n, s)
		},
		Range: func(loop *ast.RangeStmt, _ bool, s *env) []*env {
			after := maps.Clone(*s)
			for _, e := range []ast.Expr{loop.Key, loop.Value} {
				if e != nil {
					delete(after, r.place(e))
				}
			}
			return []*env{r.intern(after)}
		},
		Branch: r.branch,
	}
	w.Start(r.intern(start))
	return found
}

func (r *run) intern(e env) *env {
	text := e.String()
	if r.envs[text] == nil {
		r.envs[text] = &e
	}
	return r.envs[text]
}

// branch returns what is known where cond holds, or does not, and whether that
// can be.
func (r *run) branch(cond ast.Expr, holds bool, s *env) (*env, bool) {
	v := r.eval(cond, *s)
	if is, known := v.truth(); known {
		return s, is == holds
	}
	if v.depends() {
		return s, !r.decides(cond)
	}
	return r.intern(r.refine(cond, holds, *s)), true
}

// refine returns what is known where cond, a variable or a comparison of one with
// nil, holds or does not.
func (r *run) refine(cond ast.Expr, holds bool, env env) env {
	cond = ast.Unparen(cond)
	if not, ok := cond.(*ast.UnaryExpr); ok && not.Op == token.NOT {
		return r.refine(not.X, !holds, env)
	}
	if x, notNil_, ok := lang.NilTest(r.flow.Info, cond); ok {
		return env.with(r.place(x), value{nilness: map[bool]nilness{true: notNil, false: isNil}[notNil_ == holds]})
	}
	return env.with(r.place(cond), boolean(holds))
}

// decides reports whether anything follows from which way the statement of a
// condition goes: it leaves or assigns. A branch that only logs is no filter.
func (r *run) decides(cond ast.Expr) bool {
	if b, ok := cond.(*ast.BinaryExpr); ok && r.flow.Info.Types[b].Type == nil {
		cond = b.Y // a case's, made of the switch's tag
	}
	branch, ok := r.flow.Parent(cond).(*ast.IfStmt)
	if !ok {
		return true
	}
	found := false
	look := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt, *ast.BranchStmt, *ast.AssignStmt, *ast.IncDecStmt:
			found = true
		case *ast.CallExpr:
			// What may be a frame's call, or one that does not return.
			found = found || !logs(n)
		}
		return !found
	}
	ast.Inspect(branch.Body, look)
	if branch.Else != nil {
		ast.Inspect(branch.Else, look)
	}
	return found
}

// logs reports whether the call prints, by its name: it decides only whether a
// branch around it is looked into.
func logs(call *ast.CallExpr) bool {
	name := ""
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		name = fun.Sel.Name
	case *ast.Ident:
		name = fun.Name
	}
	return strings.HasPrefix(name, "Print") || strings.HasPrefix(name, "Log") || slices.Contains(
		[]string{"Debug", "Debugf", "Info", "Infof", "Warn", "Warnf", "Error", "Errorf"}, name)
}

// step returns what is known behind n, a node of a path: a call of several
// results that depend on each other has one outcome for each of its returns.
func (r *run) step(n ast.Node, s *env) []*env {
	before := *s
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok == token.ASSIGN || n.Tok == token.DEFINE {
			return r.assign(n.Lhs, n.Rhs, before)
		}
		v := value{filter: r.eval(n.Lhs[0], before).depends() || r.eval(n.Rhs[0], before).depends()}
		return []*env{r.intern(before.with(r.place(n.Lhs[0]), v))}
	case *ast.ValueSpec:
		lhs := make([]ast.Expr, len(n.Names))
		after := before
		for i, name := range n.Names {
			lhs[i] = name
			after = after.with(r.place(name), value{known: zero(r.flow.Info.TypeOf(name))})
		}
		if len(n.Values) > 0 {
			return r.assign(lhs, n.Values, before)
		}
		return []*env{r.intern(after)}
	case *ast.ExprStmt:
		if call, ok := ast.Unparen(n.X).(*ast.CallExpr); ok {
			return []*env{r.intern(r.pack(call, before))}
		}
	case *ast.IncDecStmt:
		return []*env{r.intern(before.with(r.place(n.X), value{filter: r.eval(n.X, before).depends()}))}
	}
	return []*env{s}
}

// assign returns what is known behind an assignment.
func (r *run) assign(lhs, rhs []ast.Expr, before env) []*env {
	tuples := [][]value{nil}
	if len(rhs) == 1 && !isStruct(r.flow.Info.TypeOf(rhs[0])) {
		if call, ok := ast.Unparen(rhs[0]).(*ast.CallExpr); ok {
			if inlined := r.inline(call, before); len(inlined) > 0 {
				tuples = inlined
			}
		}
	}
	var all []*env
	for _, values := range tuples {
		after := before
		for i, to := range lhs {
			var v value
			switch {
			case values != nil:
				v = values[i]
			case len(lhs) == len(rhs):
				v = r.eval(rhs[i], before)
			default:
				v = r.component(to, rhs[0], i, before)
			}
			after = after.with(r.place(to), v)
		}
		all = append(all, r.intern(after))
	}
	return all
}

// isStruct reports whether t is a struct: what is in its fields is not known from
// a call that returns it.
func isStruct(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := lang.Deref(t).Underlying().(*types.Struct)
	return ok
}

// component returns what is known of the i-th value of e, which has several; it is
// assigned to lhs, or returned where lhs is nil.
func (r *run) component(lhs, e ast.Expr, i int, env env) value {
	switch e := ast.Unparen(e).(type) {
	case *ast.TypeAssertExpr:
		switch {
		case i == 1 && r.isCloseError(r.flow.Info.TypeOf(e.Type)):
			return r.holdsError()
		case i == 1:
			return value{} // a type, whatever the value
		}
	case *ast.CallExpr:
		fn, lib := r.called(e)
		if lib != nil && fn.Role == wslib.Received {
			if r.echo && fn.Code.Result() == i {
				return r.is
			}
			return value{}
		}
		if wslib.IsErrorAsType(lang.Callee(r.flow.Info, e)) && i == 1 {
			if args := lang.TypeArgs(r.flow.Info, e); len(args) == 1 && r.isCloseError(args[0]) {
				return r.holdsError()
			}
		}
	}
	if lhs != nil && r.carried(lhs) {
		return r.is
	}
	return value{filter: r.looks(e, env)}
}

// pack puts a code that is packed by hand into the variable of its payload.
func (r *run) pack(call *ast.CallExpr, env env) env {
	fn, lib := r.called(call)
	if fn == nil || lib != nil || fn.Role != wslib.BuildFrame {
		return env
	}
	payload, code := fn.Payload.Arg(), fn.Code.Arg()
	if payload < 0 || code < 0 || len(call.Args) <= max(payload, code) {
		return env
	}
	buf := ast.Unparen(call.Args[payload])
	if slice, ok := buf.(*ast.SliceExpr); ok {
		buf = slice.X
	}
	return env.with(r.place(buf), r.eval(call.Args[code], env))
}

// place returns the place that e names, the zero place if none or one that
// other functions may change.
func (r *run) place(e ast.Expr) place {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := r.flow.Info.ObjectOf(e).(*types.Var); ok && !r.codes.Shared(v) {
			return place{root: v}
		}
	case *ast.SelectorExpr:
		if v, ok := r.flow.Info.Uses[e.Sel].(*types.Var); !ok || !v.IsField() {
			return place{}
		}
		base := place{root: lang.Var(r.flow.Info, e.X)}
		if base.root == nil {
			base = r.place(e.X)
		}
		if base.root != nil {
			return place{base.root, base.path + "." + e.Sel.Name}
		}
	}
	return place{}
}

func isZero(v constant.Value) bool {
	switch v.Kind() {
	case constant.Int, constant.Float:
		return constant.Sign(v) == 0
	case constant.String:
		return constant.StringVal(v) == ""
	case constant.Bool:
		return !constant.BoolVal(v)
	}
	return false
}
