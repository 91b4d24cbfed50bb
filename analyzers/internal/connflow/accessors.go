package connflow

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Callees returns the functions of the package that call may run; methods of
// the package's types where it goes through an interface.
func (cg *callGraph) Callees(call *ast.CallExpr) []*Func { return cg.callees[call] }

// Callers returns the calls in the package that may run f.
func (cg *callGraph) Callers(f *Func) []*CallSite { return cg.callers[f] }

// Foreign reports whether another package declares fn, which is neither of the
// standard library nor one that the tables name.
func (fl *Flow) Foreign(fn *types.Func) bool { return fl.foreign(fn.Pkg()) }

// ForeignCalls returns the calls of functions that other packages declare, which
// no table names, in source order.
func (fl *Flow) ForeignCalls() []*CallSite {
	var found []*CallSite
	for call, site := range fl.sites {
		if fn := lang.Callee(fl.Info, call); fn != nil && fl.Foreign(fn) {
			found = append(found, site)
		}
	}
	slices.SortFunc(found, func(a, b *CallSite) int { return cmp.Compare(a.Call.Pos(), b.Call.Pos()) })
	return found
}

// Site returns the call site that call is.
func (cg *callGraph) Site(call *ast.CallExpr) *CallSite { return cg.sites[call] }

// Reach returns all functions of the package that run, or are started or
// deferred, when the code below n runs; with those that it makes and hands to
// a handler. It has those in n itself, but not the one around n.
func (cg *callGraph) Reach(n ast.Node) map[*Func]bool {
	reach := map[*Func]bool{}
	var queue []*Func
	add := func(fs []*Func) {
		for _, f := range fs {
			if !reach[f] {
				reach[f] = true
				queue = append(queue, f)
			}
		}
	}
	add(cg.mentioned(n))
	for len(queue) > 0 {
		f := queue[0]
		queue = queue[1:]
		if _, ok := cg.direct[f]; !ok {
			cg.direct[f] = cg.mentioned(f.Body)
		}
		add(cg.direct[f])
	}
	return reach
}

// mentioned returns the functions that the code below n calls, names or makes.
func (cg *callGraph) mentioned(n ast.Node) []*Func {
	var found []*Func
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			found = append(found, cg.callees[n]...)
		case *ast.FuncLit:
			if f := cg.funcOf[n]; f != nil {
				found = append(found, f)
			}
		case *ast.Ident:
			if fn, ok := cg.Info.Uses[n].(*types.Func); ok {
				if f := cg.declOf[fn.Origin()]; f != nil {
					found = append(found, f)
				}
			}
		}
		return true
	})
	return found
}

// LeadingTo returns to and all functions that run or start it.
func (cg *callGraph) LeadingTo(to *Func) map[*Func]bool {
	if cg.users == nil {
		cg.users = map[*Func][]*Func{}
		for _, f := range cg.Funcs {
			for _, used := range cg.mentioned(f.Body) {
				cg.users[used] = append(cg.users[used], f)
			}
		}
	}
	found := map[*Func]bool{to: true}
	for queue := []*Func{to}; len(queue) > 0; queue = queue[1:] {
		for _, f := range cg.users[queue[0]] {
			if !found[f] {
				found[f] = true
				queue = append(queue, f)
			}
		}
	}
	return found
}

// Handlers returns the functions of the package that a handler or event
// argument (wslib.Func.Handler, .Events) of the call may be.
func (fl *Flow) Handlers(c *Call) []*Func {
	if h := c.Slot(c.Func.Handler); h != nil {
		return fl.functions(fl.eval(h))
	}
	if ev := c.Slot(c.Func.Events); ev != nil {
		return fl.eventMethods(c, ev)
	}
	return nil
}

// FuncOf returns the function of the package that fn is, nil where it has no
// body in it.
func (pr *program) FuncOf(fn *types.Func) *Func {
	if fn == nil {
		return nil
	}
	return pr.declOf[fn.Origin()]
}

// FuncAt returns the function that a declaration or a literal is.
func (pr *program) FuncAt(n ast.Node) *Func { return pr.funcOf[n] }

// FuncsOf returns the functions of the package that the value of e may be.
func (g *graph) FuncsOf(e ast.Expr) []*Func { return g.functions(g.eval(e)) }

// CallsAt returns what the tables and the facts say of the call, or of the
// function value, e: one Call for each role.
func (fl *Flow) CallsAt(e ast.Expr) []*Call {
	if fl.callsAt == nil {
		fl.callsAt = make(map[ast.Expr][]*Call, len(fl.Calls))
		for _, c := range fl.Calls {
			fl.callsAt[c.Node] = append(fl.callsAt[c.Node], c)
		}
	}
	return fl.callsAt[e]
}

// AwayAt returns how the value of the expression n leaves the visible code there,
// nil where it does not.
func (fl *Flow) AwayAt(n ast.Node) *Away {
	if fl.awayAt == nil {
		fl.awayAt = map[ast.Node]*Away{}
		for i := range fl.places {
			for _, a := range fl.places[i].away {
				if a.of == nil {
					fl.awayAt[a.Node] = a.Away
				}
			}
		}
	}
	return fl.awayAt[n]
}

// Func returns the innermost function around n, nil outside of functions. Of
// a function itself it is the one around it.
func (pr *program) Func(n ast.Node) *Func {
	if n == nil {
		return nil
	}
	i, _ := slices.BinarySearchFunc(pr.byPos, n.Pos(), func(f *Func, pos token.Pos) int {
		if f.Node.Pos() <= pos {
			return -1
		}
		return 1
	})
	if i == 0 {
		return nil
	}
	f := pr.byPos[i-1]
	for f != nil && (f.Node == n || f.Node.End() < n.End()) {
		f = f.Outer
	}
	return f
}

// Path returns n and the nodes around it, innermost first, up to the file.
func (pr *program) Path(n ast.Node) []ast.Node {
	if n == nil {
		return nil
	}
	from := pr.root
	if f := pr.Func(n); f != nil {
		from = f.cursor
	}
	cursor, ok := from.FindByPos(n.Pos(), n.End())
	if !ok {
		return nil
	}
	var path []ast.Node
	for c := range cursor.Enclosing() {
		if len(path) > 0 || c.Node() == n {
			path = append(path, c.Node())
		}
	}
	return path
}

// ReturnsError reports whether n returns an error that is not nil: one that is
// made there, or that a condition around tested.
func (pr *program) ReturnsError(n ast.Node) bool {
	ret, ok := n.(*ast.ReturnStmt)
	if !ok {
		return false
	}
	f := pr.Func(ret)
	if f == nil {
		return false
	}
	sig := f.Signature()
	if sig == nil || sig.Results().Len() == 0 || !lang.AreErrors(sig.Results().At(sig.Results().Len()-1).Type()) {
		return false
	}
	var err *types.Var // where it is a variable
	if len(ret.Results) == 0 {
		err = sig.Results().At(sig.Results().Len() - 1)
	} else {
		e := ast.Unparen(ret.Results[len(ret.Results)-1])
		if lang.IsNil(pr.Info, e) {
			return false
		}
		if err = lang.VarOrField(pr.Info, e); err == nil || err.Parent() == pr.Pkg.Scope() {
			return err != nil || pr.wrapsTested(e) || pr.makesError(e)
		}
	}
	return pr.tested(ret, err)
}

// makesError reports whether e is an error that is made there.
func (pr *program) makesError(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return pr.makesError(ast.Unparen(e.X))
	case *ast.CallExpr:
		fn := lang.Callee(pr.Info, e)
		return lang.FuncIs(fn, "errors", "New") || lang.FuncIs(fn, "fmt", "Errorf")
	}
	return false
}

// wrapsTested reports whether e is a call with an error among its arguments that
// was made there or tested.
func (pr *program) wrapsTested(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	return ok && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		v := lang.VarOrField(pr.Info, arg)
		return pr.makesError(ast.Unparen(arg)) || v != nil && lang.IsError(v.Type()) && pr.tested(call, v)
	})
}

// tested reports whether n is in a branch in which v is not nil.
func (pr *program) tested(n ast.Node, v *types.Var) bool {
	var child ast.Node
	for _, above := range pr.Path(n) {
		switch above := above.(type) {
		case *ast.IfStmt:
			if pr.saysNotNil(above.Cond, v, child == above.Body) && child != above.Init && child != above.Cond {
				return true
			}
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		}
		child = above
	}
	return false
}

// saysNotNil reports whether v is not nil where cond holds, or does not.
func (pr *program) saysNotNil(cond ast.Expr, v *types.Var, holds bool) bool {
	if b, ok := ast.Unparen(cond).(*ast.BinaryExpr); ok && (b.Op == token.LAND && holds || b.Op == token.LOR && !holds) {
		return pr.saysNotNil(b.X, v, holds) || pr.saysNotNil(b.Y, v, holds)
	}
	if x, notNil, ok := lang.NilTest(pr.Info, cond); ok {
		return lang.VarOrField(pr.Info, x) == v && notNil == holds
	}
	call, ok := ast.Unparen(cond).(*ast.CallExpr) // errors.Is(err, …)
	return ok && holds && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return lang.VarOrField(pr.Info, arg) == v })
}

// Gives reports whether the call of f may be about the connection: where f has
// the connection from a parameter, it must be among the arguments, and where f
// dials and returns it, the call must be the one that it counts for.
func (fl *Flow) Gives(c *Conn, call *ast.CallExpr, f *Func) bool {
	for i, dial := range c.Calls {
		if dial.In == f && i+1 < len(c.Calls) && c.Calls[i+1].Expr != call {
			return false
		}
	}
	sig := f.Signature()
	if sig == nil {
		return true
	}
	params := slices.Collect(sig.Params().Variables())
	if sig.Recv() != nil {
		params = append(params, sig.Recv())
	}
	for _, v := range params {
		n, ok := fl.nodes[v]
		if !ok || !c.visited[n] {
			continue
		}
		arg := fl.Arg(call, f, v)
		if arg == nil {
			continue
		}
		from := fl.eval(arg)
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && v == sig.Recv() {
			from = fl.receiver(sel)
		}
		if from == noNode || !c.visited[from] {
			return false
		}
	}
	return true
}

// Parent returns the node around n, nil for a file.
func (pr *program) Parent(n ast.Node) ast.Node {
	if path := pr.Path(n); len(path) > 1 {
		return path[1]
	}
	return nil
}

// File returns the file that n is in, nil if it is in none of the flow.
func (pr *program) File(n ast.Node) *ast.File {
	for _, file := range pr.Files {
		if file.FileStart <= n.Pos() && n.Pos() < file.FileEnd {
			return file
		}
	}
	return nil
}

// Param returns the slot of v in the calls of f, None where v is neither its
// receiver nor a parameter.
func (f *Func) Param(v *types.Var) wslib.Slot {
	sig := f.Signature()
	if sig == nil || v == nil {
		return wslib.None
	}
	if sig.Recv() == v {
		return wslib.Recv
	}
	for i := range sig.Params().Len() {
		if sig.Params().At(i) == v {
			return wslib.Argument(i)
		}
	}
	return wslib.None
}

// Arg returns the expression that the call gives to v, the receiver or a
// parameter of f, which it calls; nil where it cannot be seen.
func (fl *Flow) Arg(call *ast.CallExpr, f *Func, v *types.Var) ast.Expr {
	slot := f.Param(v)
	if slot == wslib.None || slot != wslib.Recv && f.Signature().Variadic() && slot.Arg() == f.Signature().Params().Len()-1 {
		return nil
	}
	return (&Call{Node: call, Expr: call}).Slot(slot)
}

// Holds reports whether the value of e may be the connection c, or another view
// of it.
func (fl *Flow) Holds(c *Conn, e ast.Expr) bool { return c.visited[fl.eval(e)] }

// Contains reports whether a value of type t may have the connection c in it, in
// a field of a struct of this package.
func (fl *Flow) Contains(c *Conn, t types.Type) bool {
	for {
		elem, ok := types.Unalias(t).Underlying().(interface{ Elem() types.Type })
		if !ok {
			break
		}
		t = elem.Elem()
	}
	found := false
	fl.eachField(t, 0, func(f *types.Var) { found = found || c.visited[fl.varNode(f)] })
	return found
}

// ConnType returns the type of the connection c as its first call gives it, nil
// where that call gives none.
func (fl *Flow) ConnType(c *Conn) types.Type { return c.typ }

// AssignedTo returns what the results of the call n are assigned to, the
// error and the response among them.
func (fl *Flow) AssignedTo(n ast.Node) []ast.Expr {
	path := fl.Path(n)
	if len(path) < 2 {
		return nil
	}
	switch parent := path[1].(type) {
	case *ast.AssignStmt:
		for i, rhs := range parent.Rhs {
			if rhs != n {
				continue
			}
			if len(parent.Rhs) == 1 {
				return parent.Lhs
			}
			return parent.Lhs[i : i+1]
		}
	case *ast.ValueSpec:
		var names []ast.Expr
		for _, name := range parent.Names {
			names = append(names, name)
		}
		return names
	}
	return nil
}

// Closes reports whether fn, a method, closes the connection that its receiver is
// or has in it, and neither reads nor dials: not the loop that closes when it is done.
func (fl *Flow) Closes(fn *types.Func) bool {
	if fact, _ := fl.effectsOf(fn); fact != nil {
		closes, more := false, false
		for _, role := range slices.Concat(fact.Funcs, fact.Streams) {
			closes = closes || role.Role == wslib.Close && role.Conn == wslib.Recv
			more = more || role.Role == wslib.Read || role.Role == wslib.Dial
		}
		return closes && !more
	}
	f := fl.FuncOf(fn)
	if f == nil {
		return false
	}
	closes, more, runs := false, false, fl.Reach(f.Body)
	for _, call := range fl.Calls {
		closes = closes || call.In == f && call.Func.Role == wslib.Close && f.Param(rootVar(fl.Info, call.Slot(call.Func.Conn))) == wslib.Recv
		more = more || (call.In == f || runs[call.In]) && (call.Func.Role == wslib.Read || call.Func.Role == wslib.Dial)
	}
	return closes && !more
}

// rootVar returns the variable x of x and x.y.z, nil for other expressions.
func rootVar(info *types.Info, e ast.Expr) *types.Var {
	for e != nil {
		sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
		if !ok {
			return lang.Var(info, e)
		}
		e = sel.X
	}
	return nil
}
