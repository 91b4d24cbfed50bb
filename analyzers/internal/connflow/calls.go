package connflow

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A callBuilder adds the edges of calls: into the functions that they may run and
// back, through those that the tables or facts name, or out of sight.
type callBuilder struct{ *builder }

// mention records a tabled method used as a function value: conn.Close handed
// to a timer.
func (b *builder) mention(e *ast.SelectorExpr) {
	for i := len(b.above) - 1; i >= 0; i-- {
		if _, ok := b.above[i].(*ast.ParenExpr); !ok {
			if parent, ok := b.above[i].(*ast.CallExpr); ok && ast.Unparen(parent.Fun) == e {
				return
			}
			break
		}
	}
	obj, ok := b.Info.Uses[e.Sel].(*types.Func)
	if !ok {
		return
	}
	recv := b.receiver(e)
	if f := b.declOf[obj.Origin()]; f != nil {
		if v := f.Signature().Recv(); v != nil {
			b.addEdge(recv, b.varNode(v), move, nil, e.X)
		}
		return
	}
	meaning, lib := b.Index.Func(obj)
	if meaning == nil || recv == noNode {
		return
	}
	c := &Call{Node: e, Func: meaning, Lib: lib, In: b.in()}
	b.Calls = append(b.Calls, c)
	b.places[recv].calls = append(b.places[recv].calls, c)
}

// call adds the edges of a call: into the functions of the package that it may
// run and back, through the functions that the tables name, or out of sight.
func (b *callBuilder) call(call *ast.CallExpr) {
	if tv, ok := b.Info.Types[call.Fun]; ok && tv.IsType() {
		if len(call.Args) == 1 {
			b.handles(call.Args[0], tv.Type)
		}
		return
	}
	site := &CallSite{Call: call, In: b.in()}
	switch parent := b.above[len(b.above)-1].(type) {
	case *ast.GoStmt:
		site.Go = parent.Call == call
	case *ast.DeferStmt:
		site.Defer = parent.Call == call
	}
	b.sites[call] = site

	switch obj := typeutil.Callee(b.Info, call).(type) {
	case *types.Builtin:
		b.builtin(call, obj.Name())
	case *types.Func:
		b.static(site, obj)
	default:
		if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
			b.link(site, b.funcOf[lit])
			return
		}
		b.byValue = append(b.byValue, call)
	}
}

func (b *callBuilder) builtin(call *ast.CallExpr, name string) {
	result := b.callNode(call, 0)
	switch name {
	case "append":
		args := call.Args
		if s, ok := b.Info.TypeOf(call).Underlying().(*types.Slice); ok && isBasic(s.Elem()) {
			args = args[:1] // bytes behind the first ones do not change these
		}
		for _, a := range args {
			b.addEdge(b.eval(a), result, move, nil, a)
		}
	case "copy":
		b.addEdge(b.eval(call.Args[1]), b.eval(call.Args[0]), move, nil, call.Args[1])
	case "min", "max":
		for _, a := range call.Args {
			b.addEdge(b.eval(a), result, move, nil, a)
		}
	}
}

// static is a call of a function or method that the code names.
func (b *callBuilder) static(site *CallSite, fn *types.Func) {
	call := site.Call
	if f := b.declOf[fn.Origin()]; f != nil {
		b.link(site, f)
		return
	}
	sel, _ := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	recv := noNode
	if sel != nil {
		recv = b.receiver(sel)
	}
	if meaning, lib := b.Index.Func(fn); meaning != nil {
		b.tabled(site, meaning, lib, recv)
		if sig := fn.Signature(); sig.Recv() == nil || !types.IsInterface(sig.Recv().Type()) {
			return
		}
	}
	if sig := fn.Signature(); sig.Recv() != nil && types.IsInterface(sig.Recv().Type()) {
		interfaceBuilder{b}.call(site, fn, recv)
		return
	}
	if m, lib := b.effectsOf(fn); m != nil {
		b.imported(site, fn, m, lib, recv)
		return
	}
	b.selects(call, fn)
	if wslib.IsStd(fn.Pkg()) {
		b.standard(call, fn, recv)
		return
	}
	if b.Index.Package(fn.Pkg()) != nil {
		return // a library's function that does nothing that the tables know
	}
	b.handAway(call, fn.Signature())
}

// selects moves the arguments of a generic function that returns one of them to
// its results.
func (b *builder) selects(call *ast.CallExpr, fn *types.Func) {
	for i := range fn.Signature().Results().Len() {
		for _, j := range wslib.SelectedFrom(fn, i) {
			if len(call.Args) == 1 && lang.IsTuple(b.Info, call.Args[0]) { // f(g())
				if inner, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr); ok {
					b.addEdge(b.callNode(inner, j), b.callNode(call, i), move, nil, inner)
				}
				continue
			}
			args := call.Args[min(j, len(call.Args)):]
			if !fn.Signature().Variadic() || j < fn.Signature().Params().Len()-1 {
				args = args[:min(1, len(args))]
			}
			for _, arg := range args {
				b.addEdge(b.eval(arg), b.callNode(call, i), move, nil, arg)
			}
		}
	}
}

// paramType is the type of the parameter that takes the i-th argument.
func paramType(sig *types.Signature, i int) types.Type {
	n := sig.Params().Len()
	if n == 0 {
		return types.Typ[types.Invalid]
	}
	if sig.Variadic() && i >= n-1 {
		if s, ok := sig.Params().At(n - 1).Type().Underlying().(*types.Slice); ok {
			return s.Elem()
		}
	}
	return sig.Params().At(min(i, n-1)).Type()
}

// standard is a call of a function of the standard library that no table names.
func (b *callBuilder) standard(call *ast.CallExpr, fn *types.Func, recv node) {
	path := fn.Pkg().Path()
	switch {
	case containers[path]:
		// What is stored in it comes out of it.
		for i := range fn.Signature().Results().Len() {
			b.addEdge(recv, b.callNode(call, i), move, nil, call)
			for _, a := range call.Args {
				b.addEdge(b.eval(a), b.callNode(call, i), move, nil, a)
			}
		}
		to := recv
		if to == noNode && len(call.Args) > 0 {
			to = b.eval(call.Args[0])
		}
		for _, a := range call.Args {
			b.addEdge(b.eval(a), to, move, nil, a)
		}
		if path == "sync/atomic" {
			b.atomic(call, recv)
		}
	case harmless[path]:
		for i, a := range call.Args {
			if n := b.eval(a); n != noNode && isFuncType(b.Info.TypeOf(a)) {
				b.leaves(n, a, paramType(fn.Signature(), i))
			}
		}
	default:
		b.handAway(call, fn.Signature())
	}
}

func isFuncType(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// atomic records that a call of sync/atomic writes a variable.
func (b *callBuilder) atomic(call *ast.CallExpr, recv node) {
	var v *types.Var
	var value ast.Expr
	sel, _ := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if sel == nil || len(call.Args) == 0 || sel.Sel.Name == "Load" {
		return
	}
	value = call.Args[len(call.Args)-1]
	if recv != noNode {
		v = lang.VarOrField(b.Info, sel.X)
	} else if len(call.Args) > 1 {
		v = lang.VarOrField(b.Info, call.Args[0])
	}
	if v != nil {
		b.writes[v] = append(b.writes[v], value)
	}
}

// link adds the edges between a call and a function that it may run.
func (b *callBuilder) link(site *CallSite, f *Func) {
	if f == nil {
		return
	}
	call := site.Call
	for _, known := range b.callees[call] {
		if known == f {
			return
		}
	}
	b.callees[call] = append(b.callees[call], f)
	b.callers[f] = append(b.callers[f], site)
	sig := f.Signature()
	if sig == nil {
		return
	}
	if recv := sig.Recv(); recv != nil {
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			b.addEdge(b.receiver(sel), b.varNode(recv), enter, call, sel.X)
		}
	}
	b.arguments(call, sig)
	for i := range sig.Results().Len() {
		b.addEdge(b.resultNode(f, i), b.callNode(call, i), leave, call, call)
	}
}

func (b *callBuilder) arguments(call *ast.CallExpr, sig *types.Signature) {
	n := sig.Params().Len()
	if n == 0 {
		return
	}
	if len(call.Args) == 1 && n > 1 {
		if inner, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr); ok { // f(g())
			for i := range n {
				b.addEdge(b.callNode(inner, i), b.varNode(sig.Params().At(i)), enter, call, call.Args[0])
			}
			return
		}
	}
	for i, arg := range call.Args {
		param := sig.Params().At(min(i, n-1))
		from, to := b.eval(arg), b.varNode(param)
		b.addEdge(from, to, enter, call, arg)
		if from != noNode && outParam(b.Info.TypeOf(arg)) {
			b.addAlias(to, from, leave, call, arg)
		}
	}
}

// outParam reports whether a function that gets a value of type t may put
// something into it that its caller sees.
func outParam(t types.Type) bool {
	if t == nil {
		return false
	}
	switch t := t.Underlying().(type) {
	case *types.Chan, *types.Map, *types.Slice:
		return true
	case *types.Pointer:
		_, isStruct := t.Elem().Underlying().(*types.Struct)
		return !isStruct
	}
	return false
}

// tabled is a call of a function that the tables name.
func (b *callBuilder) tabled(site *CallSite, meaning *wslib.Func, lib *wslib.Library, recv node) {
	on := b.slot(site.Call, recv, meaning.Conn)
	c := b.act(site, meaning, lib, on)
	if to := b.slot(site.Call, recv, meaning.Sink); to != noNode {
		b.act(site, &wslib.Func{Name: meaning.Name, Role: wslib.Write, Conn: meaning.Sink, Op: wslib.OpBinary}, lib, to)
	}
	for _, v := range meaning.Views {
		b.addEdge(on, b.slot(site.Call, recv, v), move, nil, site.Call)
		b.addEdge(b.slot(site.Call, recv, meaning.Also), b.slot(site.Call, recv, v), move, nil, site.Call)
	}
	switch meaning.Role {
	case wslib.Dial, wslib.Accept:
		b.dial(c, recv, on)
	case wslib.BuildFrame:
		if lib == nil && !b.offset(c.Slot(meaning.Payload)) {
			code := c.Slot(meaning.Code)
			if code != nil {
				b.addEdge(b.eval(code), b.slot(site.Call, recv, meaning.Payload), move, nil, code)
			}
		}
	default:
		if meaning.Events != wslib.None {
			b.dial(c, recv, b.exprNode(site.Call))
		}
	}
	// The library keeps the functions that it is given, and calls them.
	for _, a := range site.Call.Args {
		if n := b.eval(a); n != noNode && isFuncType(b.Info.TypeOf(a)) {
			b.leaves(n, a, b.Info.TypeOf(a))
		}
	}
}

// offset reports whether e is a slice that does not begin at the start.
func (b *callBuilder) offset(e ast.Expr) bool {
	s, ok := e.(*ast.SliceExpr)
	if !ok || s.Low == nil {
		return false
	}
	tv := b.Info.Types[s.Low]
	return tv.Value == nil || tv.Value.ExactString() != "0"
}

// act records that a tabled call does something to what on holds.
func (b *callBuilder) act(site *CallSite, meaning *wslib.Func, lib *wslib.Library, on node) *Call {
	c := &Call{Node: site.Call, Expr: site.Call, Func: meaning, Lib: lib, Op: meaning.Op, In: site.In, Go: site.Go, Defer: site.Defer}
	b.Calls = append(b.Calls, c)
	if on != noNode {
		b.places[on].calls = append(b.places[on].calls, c)
	}
	return c
}

// slot returns the node of a slot of call.
func (b *callBuilder) slot(call *ast.CallExpr, recv node, s wslib.Slot) node {
	if s == wslib.Recv {
		return recv
	}
	if i := s.Arg(); i >= 0 && i < len(call.Args) {
		return b.eval(call.Args[i])
	}
	if i := s.Result(); i >= 0 {
		return b.callNode(call, i)
	}
	return noNode
}
