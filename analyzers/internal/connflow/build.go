package connflow

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// build adds the edges of every statement and expression.
func (fl *Flow) build() {
	for _, file := range fl.Files {
		b := &builder{Flow: fl}
		ast.PreorderStack(file, nil, func(n ast.Node, above []ast.Node) bool {
			b.above = above
			b.visit(n)
			return true
		})
	}
}

// A builder walks one file.
type builder struct {
	*Flow
	above []ast.Node // the nodes around the one that is visited
}

// in returns the function around the visited node.
func (b *builder) in() *Func {
	for i := len(b.above) - 1; i >= 0; i-- {
		if f := b.funcOf[b.above[i]]; f != nil {
			return f
		}
	}
	return nil
}

func (b *builder) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok == token.ASSIGN || n.Tok == token.DEFINE {
			b.assignAll(n.Lhs, n.Rhs)
		} else {
			b.compute(n.Lhs[0], n.Rhs[0])
		}
	case *ast.IncDecStmt:
		b.compute(n.X, n.X)
	case *ast.ValueSpec:
		lhs := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			lhs[i] = name
		}
		if len(n.Values) > 0 {
			b.assignAll(lhs, n.Values)
		}
	case *ast.RangeStmt:
		b.rangeOver(n)
	case *ast.SendStmt:
		b.addEdge(b.eval(n.Value), b.eval(n.Chan), move, nil, n.Value)
	case *ast.ReturnStmt:
		b.returned(n)
	case *ast.TypeSwitchStmt:
		b.typeSwitch(n)
	case *ast.CompositeLit:
		b.literal(n)
	case *ast.CallExpr:
		b.call(n)
	case *ast.SelectorExpr:
		b.mention(n)
	}
}

// assignAll assigns each right side, or the results of the one, to its left side.
func (b *builder) assignAll(lhs, rhs []ast.Expr) {
	if len(lhs) == len(rhs) {
		for i := range lhs {
			b.assign(lhs[i], b.eval(rhs[i]), rhs[i])
		}
		return
	}
	if call, ok := ast.Unparen(rhs[0]).(*ast.CallExpr); ok {
		for i := range lhs {
			b.assign(lhs[i], b.callNode(call, i), rhs[0])
		}
		return
	}
	b.assign(lhs[0], b.eval(rhs[0]), rhs[0]) // v, ok := x.(T), m[k], <-ch
}

// compute is x op= y and x++: a value made of the old one.
func (b *builder) compute(x, y ast.Expr) {
	op := b.exprNode(&ast.ParenExpr{X: y, Lparen: y.Pos(), Rparen: y.End()})
	b.assign(x, op, y)
}

// assign adds the edge from value to what lhs names.
func (b *builder) assign(lhs ast.Expr, value node, expr ast.Expr) {
	lhs = ast.Unparen(lhs)
	if v := b.variable(lhs); v != nil {
		b.writes[v] = append(b.writes[v], expr)
	}
	if value == noNode {
		return
	}
	var to node
	switch lhs := lhs.(type) {
	case *ast.Ident:
		if lhs.Name == "_" {
			return
		}
		to = b.eval(lhs)
	case *ast.IndexExpr:
		to = b.eval(lhs.X)
		b.addEdge(b.eval(lhs.Index), to, move, nil, lhs.Index)
	case *ast.SelectorExpr:
		to = b.eval(lhs)
		if f, ok := b.Info.Uses[lhs.Sel].(*types.Var); ok && b.foreign(f.Pkg()) && !b.open(b.Info.TypeOf(lhs.X)) {
			b.leaves(value, expr, f.Type())
		}
	default:
		to = b.eval(lhs)
	}
	b.addEdge(value, to, move, nil, expr)
	if t := b.Info.TypeOf(expr); t != nil && isReference(t) {
		b.addAlias(to, value, move, nil, expr)
	}
}

// variable returns the variable or field that e names.
func (fl *Flow) variable(e ast.Expr) *types.Var {
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	case *ast.StarExpr:
		return fl.variable(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return fl.variable(e.X)
		}
		return nil
	default:
		return nil
	}
	v, _ := fl.Info.ObjectOf(id).(*types.Var)
	if v == nil {
		return nil
	}
	return v.Origin()
}

// isReference reports whether what is put into a value of type t through one
// name is seen through all others: channels and maps.
func isReference(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Chan, *types.Map:
		return true
	}
	return false
}

func (b *builder) rangeOver(n *ast.RangeStmt) {
	t := b.Info.TypeOf(n.X)
	if t == nil {
		return
	}
	from := b.eval(n.X)
	switch t.Underlying().(type) {
	case *types.Map:
		if n.Key != nil {
			b.assign(n.Key, from, n.X)
		}
	case *types.Chan:
		if n.Key != nil {
			b.assign(n.Key, from, n.X)
		}
		return
	case *types.Signature, *types.Basic:
		return
	}
	if n.Value != nil {
		b.assign(n.Value, from, n.X)
	}
}

func (b *builder) returned(n *ast.ReturnStmt) {
	f := b.in()
	if f == nil {
		return
	}
	sig := f.signature()
	if sig == nil {
		return
	}
	for i, e := range n.Results {
		if len(n.Results) == 1 && sig.Results().Len() > 1 {
			if call, ok := ast.Unparen(e).(*ast.CallExpr); ok {
				for j := range sig.Results().Len() {
					b.addEdge(b.callNode(call, j), b.resultNode(f, j), move, nil, e)
				}
			}
			return
		}
		b.addEdge(b.eval(e), b.resultNode(f, i), move, nil, e)
		if i < sig.Results().Len() {
			b.embedded(e, func(field node) {
				b.escapes(field, &Away{Node: e, Type: sig.Results().At(i).Type(), Returned: true, of: f, result: i})
			})
		}
	}
}

// embedded calls each for the embedded fields of e's type, a struct of this
// package: who gets such a value gets what is promoted from them.
func (b *builder) embedded(e ast.Expr, each func(node)) {
	t := b.Info.TypeOf(e)
	if t == nil {
		return
	}
	var fields []*types.Var
	embeddedFields(t, b.Pkg, &fields, 0)
	for _, f := range fields {
		each(b.varNode(f))
	}
}

func embeddedFields(t types.Type, pkg *types.Package, into *[]*types.Var, depth int) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() != pkg || depth > 4 {
		return
	}
	s, ok := named.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for f := range s.Fields() {
		if f.Embedded() {
			*into = append(*into, f)
			embeddedFields(f.Type(), pkg, into, depth+1)
		}
	}
}

func (b *builder) typeSwitch(n *ast.TypeSwitchStmt) {
	as, ok := n.Assign.(*ast.AssignStmt)
	if !ok {
		return
	}
	x := as.Rhs[0].(*ast.TypeAssertExpr).X
	from := b.eval(x)
	for _, clause := range n.Body.List {
		if v, ok := b.Info.Implicits[clause].(*types.Var); ok {
			b.addEdge(from, b.varNode(v), move, nil, x)
		}
	}
}

// literal moves the elements of a composite literal into its fields, or, for
// containers and other packages' structs, into the literal itself.
func (b *builder) literal(n *ast.CompositeLit) {
	t := b.Info.TypeOf(n)
	if t == nil {
		return
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem() // an element of []*T{{…}}
	}
	if isBytes(t) {
		return // a payload is what its bytes are together
	}
	s, isStruct := t.Underlying().(*types.Struct)
	for i, elem := range n.Elts {
		value := elem
		kv, keyed := elem.(*ast.KeyValueExpr)
		if keyed {
			value = kv.Value
		}
		from := b.eval(value)
		to := b.exprNode(n)
		if isStruct {
			var field *types.Var
			if keyed {
				field, _ = b.Info.Uses[kv.Key.(*ast.Ident)].(*types.Var)
			} else if i < s.NumFields() {
				field = s.Field(i)
			}
			if field == nil {
				continue
			}
			b.handles(value, field.Type())
			if field.Pkg() == b.Pkg {
				b.writes[field.Origin()] = append(b.writes[field.Origin()], value)
				to = b.varNode(field)
			} else if b.foreign(field.Pkg()) && !b.open(t) {
				b.leaves(from, value, field.Type())
			}
		} else if keyed {
			b.addEdge(b.eval(kv.Key), to, move, nil, kv.Key)
		}
		b.addEdge(from, to, move, nil, value)
		if tv := b.Info.TypeOf(value); tv != nil && isReference(tv) {
			b.addAlias(to, from, move, nil, value)
		}
	}
}

func isBytes(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return isByte(t.Elem())
	case *types.Array:
		return isByte(t.Elem())
	}
	return false
}

func isByte(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Byte
}

// eval returns the node that holds the value of e, noNode if it cannot matter.
func (fl *Flow) eval(e ast.Expr) node {
	e = ast.Unparen(e)
	tv, ok := fl.Info.Types[e]
	if ok && tv.Value != nil {
		return fl.exprNode(e)
	}
	if ok && (tv.IsNil() || tv.IsType()) {
		return noNode
	}
	switch e := e.(type) {
	case *ast.Ident:
		switch obj := fl.Info.ObjectOf(e).(type) {
		case *types.Var:
			return fl.varNode(obj)
		case *types.Func:
			return fl.funcValue(obj, e)
		}
		return noNode
	case *ast.StarExpr:
		return fl.eval(e.X)
	case *ast.UnaryExpr:
		switch e.Op {
		case token.AND, token.ARROW:
			return fl.eval(e.X)
		}
		return fl.exprNode(e)
	case *ast.SelectorExpr:
		return fl.selector(e)
	case *ast.IndexExpr:
		if f := fl.instantiated(e.X); f != noNode {
			return f
		}
		return fl.eval(e.X)
	case *ast.IndexListExpr:
		return fl.eval(e.X)
	case *ast.SliceExpr:
		return fl.eval(e.X)
	case *ast.TypeAssertExpr:
		return fl.eval(e.X)
	case *ast.CallExpr:
		if fun, ok := fl.Info.Types[e.Fun]; ok && fun.IsType() && len(e.Args) == 1 {
			return fl.eval(e.Args[0]) // a conversion
		}
		return fl.callNode(e, 0)
	case *ast.FuncLit:
		if f := fl.funcOf[e]; f != nil {
			return fl.funcNode(f, e)
		}
		return noNode
	}
	return fl.exprNode(e) // composite literals, operations
}

// instantiated returns the node of a generic function that e names.
func (fl *Flow) instantiated(e ast.Expr) node {
	if tv, ok := fl.Info.Types[e]; ok {
		if _, isFunc := tv.Type.Underlying().(*types.Signature); isFunc {
			return fl.eval(e)
		}
	}
	return noNode
}

// funcValue is the node of a function's name used as a value.
func (fl *Flow) funcValue(obj *types.Func, e ast.Expr) node {
	if f := fl.declOf[obj.Origin()]; f != nil {
		return fl.funcNode(f, e)
	}
	return fl.exprNode(e)
}

// selector returns the node of x.f: the field's, for structs of this package;
// x's own, for the structs of others, which are one with their fields.
func (fl *Flow) selector(e *ast.SelectorExpr) node {
	sel := fl.Info.Selections[e]
	if sel == nil { // pkg.Name
		switch obj := fl.Info.Uses[e.Sel].(type) {
		case *types.Var:
			return fl.varNode(obj)
		case *types.Func:
			return fl.funcValue(obj, e)
		}
		return noNode
	}
	switch obj := sel.Obj().(type) {
	case *types.Func:
		return fl.funcValue(obj, e)
	case *types.Var:
		if obj.Pkg() != fl.Pkg && isBasic(obj.Type()) {
			return fl.exprNode(e) // CloseError.Code and the like
		}
	}
	return fl.throughPath(e.X, sel.Recv(), sel.Index())
}

// throughPath walks the fields of a selection from x on.
func (fl *Flow) throughPath(x ast.Expr, t types.Type, path []int) node {
	at := fl.eval(x)
	for _, i := range path {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok || i >= s.NumFields() {
			return at
		}
		field := s.Field(i)
		if field.Pkg() == fl.Pkg {
			at = fl.varNode(field)
		}
		t = field.Type()
	}
	return at
}

// receiver returns the node that holds the receiver of the method that e selects.
func (fl *Flow) receiver(e *ast.SelectorExpr) node {
	sel := fl.Info.Selections[e]
	if sel == nil {
		return noNode
	}
	path := sel.Index()
	return fl.throughPath(e.X, sel.Recv(), path[:len(path)-1])
}

func isBasic(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

// foreign reports whether p is a package that is neither this one, nor the
// standard library's, nor one that the tables name.
func (fl *Flow) foreign(p *types.Package) bool {
	return p != nil && p != fl.Pkg && fl.Index.Package(p) == nil && !wslib.IsStd(p)
}

// leaves marks that what n holds goes out of sight as a value of type t.
func (b *builder) leaves(n node, e ast.Expr, t types.Type) {
	if n != noNode {
		b.escapes(n, &Away{Node: e, Type: t})
	}
	b.embedded(e, func(field node) { b.escapes(field, &Away{Node: e, Type: t}) })
}

func (b *builder) escapes(n node, a *Away) {
	b.places[n].away = append(b.places[n].away, escape{a})
}

// open reports whether what t, a struct of another package, holds is seen by
// those who put it there.
func (b *builder) open(t types.Type) bool {
	fact := b.holdingOf(t)
	return fact != nil && fact.Open
}

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
		if v := f.signature().Recv(); v != nil {
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
func (b *builder) call(call *ast.CallExpr) {
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
		b.values = append(b.values, call)
	}
}

func (b *builder) builtin(call *ast.CallExpr, name string) {
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
func (b *builder) static(site *CallSite, fn *types.Func) {
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
		b.throughInterface(site, fn, recv)
		return
	}
	if m, lib := b.meaningOf(fn); m != nil {
		b.imported(site, fn, m, lib, recv)
		return
	}
	if wslib.IsStd(fn.Pkg()) {
		b.standard(call, fn, recv)
		return
	}
	if b.Index.Package(fn.Pkg()) != nil {
		return // a library's function that does nothing that the tables know
	}
	b.handAway(call, fn.Signature())
}

// handAway marks the arguments of a call of unseen code.
func (b *builder) handAway(call *ast.CallExpr, sig *types.Signature) {
	for i, arg := range call.Args {
		b.leaves(b.eval(arg), arg, paramType(sig, i))
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
func (b *builder) standard(call *ast.CallExpr, fn *types.Func, recv node) {
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
func (b *builder) atomic(call *ast.CallExpr, recv node) {
	var v *types.Var
	var value ast.Expr
	sel, _ := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if sel == nil || len(call.Args) == 0 || sel.Sel.Name == "Load" {
		return
	}
	value = call.Args[len(call.Args)-1]
	if recv != noNode {
		v = b.variable(sel.X)
	} else if len(call.Args) > 1 {
		v = b.variable(call.Args[0])
	}
	if v != nil {
		b.writes[v] = append(b.writes[v], value)
	}
}

// throughInterface is a call of an interface's method: it may run the method of
// each type of the package that has it, or, on a connection, the library's.
func (b *builder) throughInterface(site *CallSite, fn *types.Func, recv node) {
	iface, ok := fn.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok {
		return
	}
	sel, isSel := ast.Unparen(site.Call.Fun).(*ast.SelectorExpr)
	if isSel {
		// The interface that the code names says more than the one that declares the method.
		if s := b.Info.Selections[sel]; s != nil {
			if i, ok := s.Recv().Underlying().(*types.Interface); ok {
				iface = i
			}
		}
	}
	if recv != noNode && b.indexless(fn) {
		b.places[recv].dynamic = append(b.places[recv].dynamic, &dynamicCall{
			node: site.Call, expr: site.Call, name: fn.Name(), in: site.In, goes: site.Go, deferred: site.Defer,
		})
	}
	if wslib.IsStd(fn.Pkg()) || b.Index.Package(fn.Pkg()) != nil {
		// Every reader is an io.Reader: only those count whose values come here.
		b.narrow = append(b.narrow, interfaceCall{site, fn, recv, iface})
		return
	}
	found := false
	for _, tn := range b.types {
		found = b.implementation(site, fn, iface, tn) || found
	}
	if !found || b.foreign(fn.Pkg()) {
		b.handAway(site.Call, fn.Signature())
	}
}

// An interfaceCall is a call of a method of another package's interface.
type interfaceCall struct {
	site  *CallSite
	fn    *types.Func
	recv  node
	iface *types.Interface
}

// implementation links a call of an interface's method to that of a type of
// the package, and reports whether the type has it.
func (b *builder) implementation(site *CallSite, fn *types.Func, iface *types.Interface, tn *types.TypeName) bool {
	named, ok := types.Unalias(tn.Type()).(*types.Named)
	if !ok || types.IsInterface(named) || named.TypeParams().Len() > 0 {
		return false
	}
	p := types.NewPointer(named)
	if !types.Implements(named, iface) && !types.Implements(p, iface) {
		return false
	}
	obj, path, _ := types.LookupFieldOrMethod(p, true, fn.Pkg(), fn.Name())
	m, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	if f := b.declOf[m.Origin()]; f != nil {
		b.link(site, f)
		return true
	}
	// Promoted from an embedded connection.
	if meaning, lib := b.Index.Func(m); meaning != nil && len(path) > 1 {
		if field := embeddedField(named, path[:len(path)-1]); field != nil && field.Pkg() == b.Pkg {
			b.actOnce(site, meaning, lib, b.varNode(field))
		}
	}
	return true
}

// actOnce is act for calls that are looked at more than once.
func (b *builder) actOnce(site *CallSite, meaning *wslib.Func, lib *wslib.Library, on node) {
	for _, c := range b.places[on].calls {
		if c.Expr == site.Call && c.Func == meaning {
			return
		}
	}
	b.act(site, meaning, lib, on)
}

// indexless reports whether the tables do not name fn itself.
func (b *builder) indexless(fn *types.Func) bool {
	meaning, _ := b.Index.Func(fn)
	return meaning == nil
}

func embeddedField(t types.Type, path []int) *types.Var {
	var field *types.Var
	for _, i := range path {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok || i >= s.NumFields() {
			return nil
		}
		field = s.Field(i)
		t = field.Type()
	}
	return field
}

// link adds the edges between a call and a function that it may run.
func (b *builder) link(site *CallSite, f *Func) {
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
	sig := f.signature()
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

func (b *builder) arguments(call *ast.CallExpr, sig *types.Signature) {
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
func (b *builder) tabled(site *CallSite, meaning *wslib.Func, lib *wslib.Library, recv node) {
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
func (b *builder) offset(e ast.Expr) bool {
	s, ok := e.(*ast.SliceExpr)
	if !ok || s.Low == nil {
		return false
	}
	tv := b.Info.Types[s.Low]
	return tv.Value == nil || tv.Value.ExactString() != "0"
}

// act records that a tabled call does something to what on holds.
func (b *builder) act(site *CallSite, meaning *wslib.Func, lib *wslib.Library, on node) *Call {
	c := &Call{Node: site.Call, Expr: site.Call, Func: meaning, Lib: lib, Op: meaning.Op, In: site.In, Go: site.Go, Defer: site.Defer}
	b.Calls = append(b.Calls, c)
	if on != noNode {
		b.places[on].calls = append(b.places[on].calls, c)
	}
	return c
}

// slot returns the node of a slot of call.
func (b *builder) slot(call *ast.CallExpr, recv node, s wslib.Slot) node {
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

// dial records a call that makes a connection.
func (b *builder) dial(c *Call, recv, on node) {
	d := &dial{call: c}
	if on == noNode { // the connection shows up in a handler alone
		on = b.exprNode(c.Expr)
	}
	d.seeds = append(d.seeds, on)
	for _, v := range c.Func.Views {
		d.seeds = append(d.seeds, b.slot(c.Expr, recv, v))
	}
	if under := b.slot(c.Expr, recv, c.Func.Under); under != noNode {
		d.seeds = append(d.seeds, under)
	}
	if i := c.Func.Conn.Result(); i >= 0 {
		d.typ = resultType(b.Info.TypeOf(c.Expr), i)
	} else if e := c.Slot(c.Func.Conn); e != nil {
		d.typ = b.Info.TypeOf(e)
	}
	if h := c.Slot(c.Func.Handler); h != nil && c.Func.HandlerConn > 0 {
		b.hooked = append(b.hooked, hook{fn: h, from: on, arg: c.Func.HandlerConn - 1})
	}
	if ev := c.Slot(c.Func.Events); ev != nil {
		for _, m := range b.eventMethods(c, ev) {
			sig := m.signature()
			for p := range sig.Params().Variables() {
				if b.Index.IsConn(p.Type()) != nil {
					b.addEdge(on, b.varNode(p), move, nil, c.Expr)
				}
			}
		}
	}
	b.dials = append(b.dials, d)
}

// acceptCall is what the making of a handler means whose function a library
// calls with every connection that it accepts.
var acceptCall = &wslib.Func{Name: "handler", Role: wslib.Accept, HandlerConn: 1}

// handles records that e becomes a value of type t, if that is such a handler.
func (b *builder) handles(e ast.Expr, t types.Type) {
	lib := b.Index.IsHandler(t)
	if lib == nil || b.Index.IsHandler(b.Info.TypeOf(e)) != nil {
		return
	}
	c := &Call{Node: e, Func: acceptCall, Lib: lib, In: b.in()}
	from := b.node(c, func(p *place) {})
	b.dials = append(b.dials, &dial{call: c, seeds: []node{from}})
	b.hooked = append(b.hooked, hook{fn: e, from: from, arg: acceptCall.HandlerConn - 1})
}

func resultType(t types.Type, i int) types.Type {
	if tuple, ok := t.(*types.Tuple); ok {
		if i < tuple.Len() {
			return tuple.At(i).Type()
		}
		return nil
	}
	return t
}

// eventMethods returns the methods of the package that a library calls on the
// event handler ev: those of its type, or, where that is an interface, of every
// type of the package that implements it.
func (fl *Flow) eventMethods(c *Call, ev ast.Expr) []*Func {
	t := fl.Info.TypeOf(ev)
	if t == nil {
		return nil
	}
	handlers := []types.Type{t}
	if iface, ok := t.Underlying().(*types.Interface); ok {
		handlers = nil
		for _, tn := range fl.types {
			if p := types.NewPointer(tn.Type()); !types.IsInterface(tn.Type()) && types.Implements(p, iface) {
				handlers = append(handlers, p)
			}
		}
	}
	var methods []*Func
	for _, h := range handlers {
		ms := types.NewMethodSet(h)
		for m := range ms.Methods() {
			if obj, ok := m.Obj().(*types.Func); ok {
				if f := fl.declOf[obj.Origin()]; f != nil && f.takesConn() {
					methods = append(methods, f)
				}
			}
		}
	}
	return methods
}

// takesConn reports whether a parameter of f is a library's connection.
func (f *Func) takesConn() bool {
	for p := range f.signature().Params().Variables() {
		if f.flow.Index.IsConn(p.Type()) != nil {
			return true
		}
	}
	return false
}
