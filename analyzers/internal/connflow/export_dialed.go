package connflow

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// dialExports finds out which functions dial, and where they leave the connection.
type dialExports struct{ *exporter }

// addDials says which functions dial, where importers get what was dialed, and
// what they, or what they start, do to it besides.
func (x *dialExports) addDials() {
	dialed := map[*Func][]*Conn{}
	for _, c := range x.Conns {
		if in := c.Call().In; c.Dialed && in != nil {
			for f := range x.LeadingTo(in) {
				dialed[f] = append(dialed[f], c)
			}
		}
	}
	for _, f := range x.funcs {
		if conns := dialed[f]; len(conns) > 0 && !x.handsOn(conns, f) {
			x.add(f, conns[0].Lib, wslib.Func{Role: wslib.Dial, Paces: x.paces(f)})
		}
	}
}

// handsOn says where f leaves what it dialed for its callers. It is false where
// it does not, or where they do not see all that becomes of it.
func (x *dialExports) handsOn(dialed []*Conn, f *Func) (said bool) {
	roles := make([]wslib.Func, len(dialed))
	for i, c := range dialed {
		role, ok := x.leaves(c, f)
		if !ok {
			return false
		}
		roles[i] = role
	}
	for i, c := range dialed {
		role := roles[i]
		if role.Conn == wslib.None && role.Handler == wslib.None {
			continue
		}
		said = true
		x.add(f, c.Lib, role)
		if role.Conn != wslib.None {
			x.addEvents(f, c.Lib, role.Conn, within(c.Events, x.running(f)))
			x.addMethods(c, f, role.Conn.Result())
		}
	}
	return said
}

// leaves returns f's dial of c, with the place where its callers get c, if they
// do. It is not ok where they get it, but do not see all that becomes of it.
func (x *dialExports) leaves(c *Conn, f *Func) (role wslib.Func, ok bool) {
	runs := x.running(f)
	role = wslib.Func{Role: wslib.Dial, Paces: x.paces(f)}
	held := x.holder(c, f)
	if role.Conn = returnedBy(c, f); role.Conn == wslib.None && x.leftToUsers(c, f) {
		role.Conn = held
	}
	if len(x.handedOut(c.Away)) > 0 {
		if role.Conn != wslib.None {
			return role, false
		}
		if role.Handler, role.HandlerConn = x.callback(c, f); role.Handler != wslib.None {
			return role, !slices.ContainsFunc(c.Events, (*Event).outlasts)
		}
	}
	if role.Conn == wslib.None {
		return role, true
	}
	// What methods do to a connection that they are not given, importers do not see.
	return role, x.exportsAll(c.Events, runs, role.Conn == held)
}

// returnedBy returns which result of f is c, or a struct that embeds it.
func returnedBy(c *Conn, f *Func) wslib.Slot {
	for _, a := range c.Away {
		if a.Returned && a.of == f && resultSlot(a.result) != wslib.None {
			return resultSlot(a.result)
		}
	}
	return wslib.None
}

// holder returns the result of f that is a struct with c in a field, or else the
// receiver or parameter that is one.
func (x *dialExports) holder(c *Conn, f *Func) wslib.Slot {
	in := func(fields []node) bool {
		return slices.ContainsFunc(fields, func(n node) bool { return c.fields[n] })
	}
	results := f.Signature().Results()
	for i := range results.Len() {
		for _, t := range x.resultTypes(f, i) {
			if fields, _ := x.connFields(t); in(fields) {
				return resultSlot(i)
			}
		}
	}
	for _, sub := range x.params {
		if sub.f == f && in(sub.fields) {
			return sub.slot
		}
	}
	return wslib.None
}

// resultTypes returns the types that the i-th result of f has: of an interface,
// the types of the package that come there.
func (x *exporter) resultTypes(f *Func, i int) []types.Type {
	t := f.Signature().Results().At(i).Type()
	if !types.IsInterface(t) {
		return []types.Type{t}
	}
	var found []types.Type
	for _, tn := range x.concrete(x.resultNode(f, i)) {
		found = append(found, types.NewPointer(tn.Type()))
	}
	return found
}

// leftToUsers reports whether c, which f leaves in a struct, is read by calls of
// exported functions alone. What this package reads by itself, in a loop that f
// runs or where importers do not come, is no matter of theirs.
func (x *dialExports) leftToUsers(c *Conn, f *Func) bool {
	runs := x.running(f)
	return !slices.ContainsFunc(c.Events, func(e *Event) bool {
		return e.Func.Role == wslib.Read &&
			(runs[e.In] && (e.Func.Endless || x.repeated(e.In, e.Node)) || !runs[e.In] && !x.covered[e.In])
	})
}

// repeated reports whether n, in the function in, runs in a loop or in a
// goroutine of its own.
func (x *dialExports) repeated(in *Func, n ast.Node) bool {
	if x.Loop(n) != nil {
		return true
	}
	seen := map[*Func]bool{in: true}
	for queue := []*Func{in}; len(queue) > 0; queue = queue[1:] {
		for _, site := range x.Callers(queue[0]) {
			if site.Go || x.Loop(site.Call) != nil {
				return true
			}
			if site.In != nil && !seen[site.In] {
				seen[site.In] = true
				queue = append(queue, site.In)
			}
		}
	}
	return false
}

// callback returns the parameter of f that is a function which f calls with c,
// and 1 + which of that function's arguments c is, if c goes nowhere else.
func (x *dialExports) callback(c *Conn, f *Func) (handler wslib.Slot, arg int) {
	for _, a := range x.handedOut(c.Away) {
		slot, i := x.calledWith(a, f)
		if slot == wslib.None || handler != wslib.None && (slot != handler || i+1 != arg) {
			return wslib.None, 0
		}
		handler, arg = slot, i+1
	}
	return handler, arg
}

// calledWith returns the parameter of f that a is an argument of a call of, and
// which.
func (x *dialExports) calledWith(a *Away, f *Func) (wslib.Slot, int) {
	path := x.Path(a.Node)
	if len(path) < 2 {
		return wslib.None, -1
	}
	call, ok := path[1].(*ast.CallExpr)
	if !ok {
		return wslib.None, -1
	}
	i := slices.IndexFunc(call.Args, func(e ast.Expr) bool { return e == a.Node })
	if i < 0 {
		return wslib.None, -1
	}
	return x.paramSlot(f, call.Fun), i
}

// addMethods says what the methods of f's i-th result, if that is an interface,
// do to c.
func (x *dialExports) addMethods(c *Conn, f *Func, i int) {
	if i < 0 {
		return
	}
	iface, ok := f.Signature().Results().At(i).Type().Underlying().(*types.Interface)
	m := x.facts[f]
	if !ok || m.Lib != c.Lib.Path() {
		return
	}
	holders := x.resultTypes(f, i)
	if len(holders) == 0 && c.typ != nil {
		holders = []types.Type{c.typ}
	}
	for method := range iface.Methods() {
		for _, t := range holders {
			for _, role := range x.methodRoles(t, method.Name(), c.methods) {
				role.Name = method.Name()
				m.Methods = with(m.Methods, role)
			}
		}
	}
}

// methodRoles returns what the method of a type does to the connection in its
// receiver; of an interface, what is known of its methods.
func (x *dialExports) methodRoles(t types.Type, name string, known []wslib.Func) []wslib.Func {
	obj, _, _ := types.LookupFieldOrMethod(t, true, x.Pkg, name)
	fn, _ := obj.(*types.Func)
	if fn == nil {
		return nil
	}
	if role, _ := x.Index.Func(fn); role != nil {
		promoted := *role
		promoted.Type = ""
		return []wslib.Func{{Conn: wslib.Recv}, promoted} // all that happens is seen
	}
	m, _ := x.effectsOf(fn)
	if f := x.declOf[fn.Origin()]; f != nil {
		m = x.facts[f]
	}
	if m != nil {
		known = m.Funcs
	}
	var roles []wslib.Func
	for _, role := range known {
		if role.Conn == wslib.Recv && role.Name == name {
			roles = append(roles, role)
		}
	}
	return roles
}
