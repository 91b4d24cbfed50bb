package wsclosecode

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A value is what is known of an expression while a function is run.
type value struct {
	// known is nil where it is not.
	known constant.Value
	// self: it is the value that is followed.
	self bool
	// filter: it was made of that value, in a way that cannot be seen.
	filter bool
}

// tells reports whether v depends on the value that is followed.
func (v value) tells() bool { return v.self || v.filter }

func (v value) same(w value) bool {
	if v.self != w.self || v.filter != w.filter || (v.known == nil) != (w.known == nil) {
		return false
	}
	return v.known == nil || comparable(v.known, w.known) && constant.Compare(v.known, token.EQL, w.known)
}

// equal reports whether v is w, the value that is followed, or is as good as it.
func (v value) equal(w value) bool {
	return v.self || v.known != nil && w.known != nil && comparable(v.known, w.known) && constant.Compare(v.known, token.EQL, w.known)
}

// truth says of a condition whether it holds, where that is known.
func (v value) truth() (holds, known bool) {
	if v.known == nil || v.known.Kind() != constant.Bool {
		return false, false
	}
	return constant.BoolVal(v.known), true
}

func boolean(b bool) value { return value{known: constant.MakeBool(b)} }

// A place is a variable, or a field of one: "e.Code".
type place struct {
	root *types.Var
	path string
}

// An env holds what the places of a function hold at one point.
type env map[place]value

func (e env) with(p place, v value) env {
	if p.root == nil {
		return e
	}
	next := maps.Clone(e)
	// Whoever assigns a variable assigns its fields.
	maps.DeleteFunc(next, func(q place, _ value) bool {
		return q.root == p.root && strings.HasPrefix(q.path, p.path+".")
	})
	next[p] = v
	return next
}

func (e env) String() string {
	var parts []string
	for p, v := range e {
		parts = append(parts, fmt.Sprint(p.root.Pos(), p.path, v.known, v.self, v.filter))
	}
	slices.Sort(parts)
	return strings.Join(parts, ";")
}

// place returns the place that e names, the zero place if none or one that
// other functions may change.
func (r *run) place(e ast.Expr) place {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := r.flow.Info.ObjectOf(e).(*types.Var); ok && !r.isShared(v) {
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

// walk runs f from its start on every path that the value may take, and calls
// visit before each node, until it returns true. walk returns whether it did.
func (r *run) walk(f *connflow.Func, start env, depth int, visit func(ast.Node, env) bool) bool {
	g := r.graph(f)
	seen := map[string]bool{}
	var block func(b *cfg.Block, env env) bool
	block = func(b *cfg.Block, env env) bool {
		key := fmt.Sprint(b.Index, " ", env)
		if r.steps++; seen[key] || r.steps > maxSteps {
			return false
		}
		seen[key] = true
		for _, n := range b.Nodes {
			if visit(n, env) {
				return true
			}
			env = r.step(g, n, env, depth)
		}
		return slices.ContainsFunc(r.next(g, b, env, depth), func(b *cfg.Block) bool { return block(b, env) })
	}
	return block(g.Blocks[0], start)
}

// next returns the blocks that may follow b.
func (r *run) next(g *graph, b *cfg.Block, env env, depth int) []*cfg.Block {
	if len(b.Succs) != 2 || len(b.Nodes) == 0 {
		return b.Succs
	}
	cond, _ := b.Nodes[len(b.Nodes)-1].(ast.Expr)
	stmt := g.conds[cond]
	if stmt == nil {
		return b.Succs
	}
	v := r.eval(cond, env, depth)
	if sw, ok := stmt.(*ast.SwitchStmt); ok && sw.Tag != nil {
		v = compare(token.EQL, r.eval(sw.Tag, env, depth), v)
	}
	if holds, known := v.truth(); known {
		if holds {
			return b.Succs[:1]
		}
		return b.Succs[1:]
	}
	if v.tells() && decides(stmt) {
		return nil
	}
	return b.Succs
}

// decides reports whether anything follows from which way a statement goes: it
// leaves or assigns. A branch that only logs is none that filters.
func decides(stmt ast.Stmt) bool {
	branch, ok := stmt.(*ast.IfStmt)
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

// logs reports whether the call prints, as far as its name tells: it decides
// only whether a branch around it is looked into.
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

// step returns what n, a node of a block, makes of env.
func (r *run) step(g *graph, n ast.Node, env env, depth int) env {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return r.assign(n, env, depth)
	case *ast.ExprStmt:
		if call, ok := ast.Unparen(n.X).(*ast.CallExpr); ok {
			return r.pack(call, env, depth)
		}
	case *ast.IncDecStmt:
		return env.with(r.place(n.X), value{filter: r.eval(n.X, env, depth).tells()})
	case *ast.ValueSpec:
		for i, name := range n.Names {
			v := value{known: zero(r.flow.Info.TypeOf(name))}
			if len(n.Values) > 0 {
				v = r.operand(name, n.Values, i, env, depth)
			}
			env = env.with(r.place(name), v)
		}
	case ast.Expr:
		if p := r.place(n); g.ranges[n] && p.root != nil {
			env = maps.Clone(env)
			delete(env, p)
		}
	}
	return env
}

// pack puts a code that is packed by hand into the variable of its payload.
func (r *run) pack(call *ast.CallExpr, env env, depth int) env {
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
	return env.with(r.place(buf), r.eval(call.Args[code], env, depth))
}

func (r *run) assign(n *ast.AssignStmt, before env, depth int) env {
	after := before
	for i, lhs := range n.Lhs {
		var v value
		if n.Tok == token.ASSIGN || n.Tok == token.DEFINE {
			v = r.operand(lhs, n.Rhs, i, before, depth)
		} else {
			v = value{filter: r.eval(lhs, before, depth).tells() || r.eval(n.Rhs[0], before, depth).tells()}
		}
		after = after.with(r.place(lhs), v)
	}
	return after
}

// operand returns the value of the i-th of the operands that lhs is given.
func (r *run) operand(lhs ast.Expr, rhs []ast.Expr, i int, env env, depth int) value {
	if i < len(rhs) && (len(rhs) > 1 || i == 0 && !lang.IsTuple(r.flow.Info, rhs[0])) {
		return r.eval(rhs[i], env, depth)
	}
	switch e := ast.Unparen(rhs[0]).(type) {
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
		if lang.CalleeIs(r.flow.Info, e, "errors", "AsType") && i == 1 {
			if args := lang.TypeArgs(r.flow.Info, e); len(args) == 1 && r.isCloseError(args[0]) {
				return r.holdsError()
			}
		}
	}
	if r.carried(lhs) {
		return r.is
	}
	return value{filter: r.looks(rhs[0], env, depth)}
}

// holdsError: the error that the code came in is a library's close error, if
// a close frame came at all.
func (r *run) holdsError() value {
	if !r.echo {
		return value{}
	}
	return boolean(constant.Sign(r.is.known) >= 0)
}

// eval returns what is known of e.
func (r *run) eval(e ast.Expr, env env, depth int) value {
	e = ast.Unparen(e)
	if v, ok := env[r.place(e)]; ok {
		return v
	}
	if e == ast.Unparen(r.at) {
		return r.is
	}
	if tv := r.flow.Info.Types[e]; tv.Value != nil {
		return value{known: tv.Value}
	}
	if r.received(e) || r.carried(e) {
		return r.is
	}
	switch e := e.(type) {
	case *ast.UnaryExpr:
		v := r.eval(e.X, env, depth)
		if v.known != nil && (e.Op == token.NOT || e.Op == token.SUB) {
			return value{known: constant.UnaryOp(e.Op, v.known, 0)}
		}
		return value{filter: v.tells()}
	case *ast.BinaryExpr:
		return r.binary(e, env, depth)
	case *ast.CallExpr:
		return r.call(e, env, depth)
	}
	return value{filter: r.looks(e, env, depth)}
}

func (r *run) binary(e *ast.BinaryExpr, env env, depth int) value {
	x, y := r.eval(e.X, env, depth), r.eval(e.Y, env, depth)
	switch e.Op {
	case token.LAND, token.LOR:
		// Either side decides alone where it is the operator's own result.
		for _, v := range []value{x, y} {
			if holds, known := v.truth(); known && holds == (e.Op == token.LOR) {
				return boolean(holds)
			}
		}
		if _, known := x.truth(); known {
			return y
		}
		if _, known := y.truth(); known {
			return x
		}
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return compare(e.Op, x, y)
	}
	return value{filter: x.tells() || y.tells()}
}

func compare(op token.Token, x, y value) value {
	if x.known != nil && y.known != nil && comparable(x.known, y.known) {
		return boolean(constant.Compare(x.known, op, y.known))
	}
	return value{filter: x.tells() || y.tells()}
}

func comparable(x, y constant.Value) bool {
	return x.Kind() == y.Kind() && x.Kind() != constant.Unknown
}

// call returns what is known of the result of a call.
func (r *run) call(e *ast.CallExpr, env env, depth int) value {
	info := r.flow.Info
	if tv := info.Types[e.Fun]; tv.IsType() && len(e.Args) == 1 {
		return convert(r.eval(e.Args[0], env, depth), tv.Type)
	}
	if tv := info.Types[e.Fun]; tv.IsBuiltin() {
		if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok && id.Name == "len" {
			if v := r.eval(e.Args[0], env, depth); v.known != nil && v.known.Kind() == constant.String {
				return value{known: constant.MakeInt64(int64(len(constant.StringVal(v.known))))}
			}
		}
		return value{filter: r.looks(e, env, depth)}
	}
	switch {
	case lang.CalleeIs(r.flow.Info, e, "errors", "As") && len(e.Args) == 2:
		if p, ok := info.TypeOf(e.Args[1]).(*types.Pointer); ok && r.isCloseError(p.Elem()) {
			return r.holdsError()
		}
		return value{}
	case lang.CalleeIs(r.flow.Info, e, "errors", "Is"), lang.CalleeIs(r.flow.Info, e, "errors", "Join"), lang.CalleeIs(r.flow.Info, e, "errors", "Unwrap"), lang.CalleeIs(r.flow.Info, e, "fmt", "Errorf"):
		return value{}
	}
	if v, ok := r.codeCheck(e, env, depth); ok {
		return v
	}
	switch fn, lib := r.called(e); {
	case lib != nil && fn.Role != wslib.CheckCode:
		return value{} // what became of a frame says nothing of its code
	case lib == nil && fn != nil && fn.Role == wslib.BuildFrame && fn.Payload == wslib.Result0:
		return r.eval(e.Args[fn.Code.Arg()], env, depth)
	}
	if v, ok := r.inline(e, env, depth); ok {
		return v
	}
	return value{filter: r.looks(e, env, depth)}
}

// codeCheck answers the libraries' own tests of codes and of errors with codes.
func (r *run) codeCheck(e *ast.CallExpr, env env, depth int) (value, bool) {
	fn := lang.Callee(r.flow.Info, e)
	if fn == nil {
		return value{}, false
	}
	code, listed := r.is, e.Args
	if recv := fn.Signature().Recv(); recv != nil {
		sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
		if !ok {
			return value{}, false
		}
		code = r.eval(sel.X, env, depth)
	} else if !r.echo || len(e.Args) == 0 {
		return value{}, false
	} else {
		listed = e.Args[1:]
	}
	if code.known == nil || e.Ellipsis.IsValid() {
		return value{}, false
	}
	var codes []int64
	for _, arg := range listed {
		v := r.eval(arg, env, depth)
		if v.known == nil {
			return value{}, false
		}
		n, _ := constant.Int64Val(constant.ToInt(v.known))
		codes = append(codes, n)
	}
	n, _ := constant.Int64Val(constant.ToInt(code.known))
	holds, known := r.flow.Index.CheckCode(fn, n, codes)
	return boolean(holds), known
}

// inline runs a function of the package with the arguments of the call.
func (r *run) inline(e *ast.CallExpr, before env, depth int) (value, bool) {
	callees := r.flow.Callees(e)
	if len(callees) != 1 || depth == 0 || e.Ellipsis.IsValid() {
		return value{}, false
	}
	f := callees[0]
	var params []*ast.Ident
	for _, field := range f.Type.Params.List {
		if _, variadic := field.Type.(*ast.Ellipsis); variadic {
			return value{}, false
		}
		params = append(params, field.Names...)
	}
	if len(params) != len(e.Args) || f.Type.Results == nil || f.Type.Results.NumFields() != 1 {
		return value{}, false
	}
	start := env{}
	for i, p := range params {
		start = start.with(r.place(p), r.eval(e.Args[i], before, depth))
	}
	var results []value
	r.walk(f, start, depth-1, func(n ast.Node, env env) bool {
		if ret, ok := n.(*ast.ReturnStmt); ok {
			v := value{filter: true}
			if len(ret.Results) == 1 {
				v = r.eval(ret.Results[0], env, depth-1)
			}
			results = append(results, v)
		}
		return false
	})
	if len(results) == 0 {
		return value{filter: true}, true
	}
	v := results[0]
	for _, w := range results[1:] {
		if !v.same(w) {
			v = value{filter: v.tells() || w.tells()}
		}
	}
	return v, true
}

// looks reports whether e, of which no more is known, looks at the value: it
// mentions it, or it is given the error that holds it.
func (r *run) looks(e ast.Expr, env env, depth int) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident, *ast.SelectorExpr:
			e := n.(ast.Expr)
			v, set := env[r.place(e)]
			found = found || v.tells() || !set && (r.received(e) || r.carried(e))
		case *ast.CallExpr:
			found = found || r.received(n) || r.echo && slices.ContainsFunc(n.Args, r.isError) || r.echo && r.isMethodOfError(n)
		}
		return !found
	})
	return found
}

// received reports whether e is a code that a library received.
func (r *run) received(e ast.Expr) bool {
	if !r.echo {
		return false
	}
	switch e := e.(type) {
	case *ast.SelectorExpr:
		if v, ok := r.flow.Info.Uses[e.Sel].(*types.Var); ok && v.IsField() {
			_, is := r.flow.Index.CodeField(r.flow.Info.TypeOf(e.X), v)
			return is
		}
	case *ast.CallExpr:
		fn, lib := r.called(e)
		return lib != nil && fn.Role == wslib.Received && fn.Code == wslib.Result0 && !lang.IsTuple(r.flow.Info, e)
	}
	return false
}

// carried reports whether the value that is followed reaches e, as far as the
// flow knows, which does not know of conditions.
func (r *run) carried(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr, *ast.StarExpr, *ast.UnaryExpr, *ast.TypeAssertExpr:
	case *ast.CallExpr:
		if r.flow.Info.Types[e.Fun].IsType() {
			return false // what it converts says more
		}
	default:
		return false
	}
	t := r.flow.Info.TypeOf(e)
	if t == nil || !carriesCode(t) {
		return false
	}
	if known, ok := r.carries[e]; ok {
		return known
	}
	is := slices.ContainsFunc(r.flow.Sources(e), func(s *connflow.Source) bool {
		return s.Expr == r.source.Expr && s.Var == r.source.Var
	})
	r.carries[e] = is
	return is
}

// carriesCode reports whether a value of type t can be a code, a reason, or
// the bytes of a frame: an interface or a type parameter can, too.
func carriesCode(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Info()&(types.IsInteger|types.IsString) != 0
	case *types.Interface:
		return !lang.AreErrors(t)
	}
	return lang.IsBytes(t)
}

// evaluated reports whether n, inside at, is evaluated: no left side of a && or
// || around it decides without it.
func (r *run) evaluated(at, n ast.Node, env env) bool {
	ok := true
	ast.Inspect(at, func(m ast.Node) bool {
		if m == nil || !lang.Within(n, m) {
			return false
		}
		if b, is := m.(*ast.BinaryExpr); is && (b.Op == token.LAND || b.Op == token.LOR) && lang.Within(n, b.Y) {
			v := r.eval(b.X, env, maxDepth)
			holds, known := v.truth()
			ok = ok && !v.tells() && (!known || holds == (b.Op == token.LAND))
		}
		return true
	})
	return ok
}

func (r *run) isError(e ast.Expr) bool {
	t := r.flow.Info.TypeOf(e)
	return lang.AreErrors(t) && !types.Identical(t, types.Typ[types.UntypedNil])
}

func (r *run) isMethodOfError(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && r.flow.Info.Selections[sel] != nil && r.isError(sel.X)
}

// isCloseError reports whether t is the type of a library's close error.
func (r *run) isCloseError(t types.Type) bool {
	return t != nil && (r.flow.Index.CloseError(t) != nil || r.flow.Index.CloseError(lang.Deref(t)) != nil)
}

// called returns what the tables say of the function that is called.
func (r *run) called(call *ast.CallExpr) (*wslib.Func, *wslib.Library) {
	return r.flow.Index.Func(lang.Callee(r.flow.Info, call))
}

// convert returns v as a value of type t: what is followed stays itself.
func convert(v value, t types.Type) value {
	b, ok := t.Underlying().(*types.Basic)
	if !ok || v.known == nil || v.known.Kind() != constant.Int || b.Info()&types.IsInteger == 0 {
		return v
	}
	n, exact := constant.Int64Val(v.known)
	if !exact {
		return value{filter: v.tells()}
	}
	switch b.Kind() {
	case types.Uint8:
		n = int64(uint8(n))
	case types.Int8:
		n = int64(int8(n))
	case types.Uint16:
		n = int64(uint16(n))
	case types.Int16:
		n = int64(int16(n))
	case types.Uint32:
		n = int64(uint32(n))
	case types.Int32:
		n = int64(int32(n))
	}
	v.known = constant.MakeInt64(n)
	return v
}

// zero returns the zero value of a basic type.
func zero(t types.Type) constant.Value {
	b, ok := t.Underlying().(*types.Basic)
	if !ok {
		return nil
	}
	switch {
	case b.Info()&types.IsInteger != 0:
		return constant.MakeInt64(0)
	case b.Info()&types.IsBoolean != 0:
		return constant.MakeBool(false)
	case b.Info()&types.IsString != 0:
		return constant.MakeString("")
	}
	return nil
}
