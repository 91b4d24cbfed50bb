package connflow

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// What one package says of its functions to those that import it: the same
// that the tables say of a library's. A function of another package that has
// such a fact is followed as if a table named it.

// A meaning is a fact of a function or method: what it does to a connection
// among its receiver, arguments and results.
type meaning struct {
	// Lib is the import path of the library whose connection it is.
	Lib string
	// Funcs are what the function does, a role and its slots each. One without
	// a role says of its slot only that all that happens to it was seen.
	Funcs []wslib.Func
}

func (*meaning) AFact() {}

func (m *meaning) String() string { return "means something to connections of " + m.Lib }

// carries is a fact of a package of which some function has a meaning.
type carries struct{}

func (*carries) AFact()         {}
func (*carries) String() string { return "carries connections" }

// maxMeaning bounds what is said of one function.
const maxMeaning = 32

// export gives the functions that other packages may call their facts.
func (fl *Flow) export(pass *analysis.Pass) {
	said := map[*Func]*meaning{}
	say := func(f *Func, lib *wslib.Library, role wslib.Func) {
		if lib == nil || f.Obj == nil || !f.Obj.Exported() {
			return
		}
		m := said[f]
		if m == nil {
			m = &meaning{Lib: lib.Path()}
			said[f] = m
		}
		if m.Lib != lib.Path() || len(m.Funcs) >= maxMeaning {
			return // two libraries in one function: the first one's stands
		}
		role.Name = f.Obj.Name()
		if !slices.ContainsFunc(m.Funcs, func(known wslib.Func) bool { return sameRole(&known, &role) }) {
			m.Funcs = append(m.Funcs, role)
		}
	}
	fl.sayDials(say)
	fl.sayParameters(say)
	fl.sayReceivers(say)
	fl.sayCodes(say)
	for f, m := range said {
		pass.ExportObjectFact(f.Obj, m)
	}
	if len(said) > 0 {
		pass.ExportPackageFact(&carries{})
	}
}

func sameRole(a, b *wslib.Func) bool {
	return a.Role == b.Role && a.Conn == b.Conn && a.Op == b.Op && a.Code == b.Code && slices.Equal(a.Views, b.Views)
}

type sayer func(*Func, *wslib.Library, wslib.Func)

// sayDials says which functions dial, which of their results is what was
// dialed, and what they, or what they start, do to it besides.
func (fl *Flow) sayDials(say sayer) {
	returns := map[*Func]bool{}
	for _, c := range fl.Conns {
		for _, a := range c.Away {
			slot := resultSlot(a.result)
			if !c.Dialed || !a.Returned || a.of == nil || slot == wslib.None || !fl.dialsIn(c, a.of) {
				continue
			}
			returns[a.of] = true
			say(a.of, c.Lib, wslib.Func{Role: wslib.Dial, Conn: slot, Paces: fl.paces(a.of)})
			runs := fl.runs(a.of)
			for _, e := range c.Events {
				if role, ok := does(e.Call, slot); ok && runs[e.In] && fl.lasts(e, c.Events) {
					say(a.of, c.Lib, role)
				}
			}
		}
	}
	for _, c := range fl.Conns {
		if !c.Dialed || !fl.leftToImporters(c) {
			continue
		}
		for _, f := range fl.Funcs {
			if returns[f] || f.Obj == nil || !f.Obj.Exported() || !fl.dialsIn(c, f) {
				continue
			}
			if slot := fl.holder(c, f); slot != wslib.None {
				returns[f] = true
				say(f, c.Lib, wslib.Func{Role: wslib.Dial, Conn: slot, Paces: fl.paces(f)})
			}
		}
	}
	for _, c := range fl.Conns {
		for _, f := range fl.Funcs {
			if c.Dialed && !returns[f] && f.Obj != nil && f.Obj.Exported() && fl.dialsIn(c, f) {
				say(f, c.Lib, wslib.Func{Role: wslib.Dial, Paces: fl.paces(f)})
			}
		}
	}
}

// leftToImporters reports whether c is kept in a struct whose users say when it
// is read and when it is closed, by exported methods: what becomes of it shows
// where they are called.
func (fl *Flow) leftToImporters(c *Conn) bool {
	reads, closes := false, false
	for _, e := range c.Events {
		unseen := e.In != nil && e.In.Obj != nil && fl.UnseenCallers(e.In)
		switch e.Func.Role {
		case wslib.Read:
			if !unseen || e.Func.Endless || fl.Loop(e.Node) != nil || len(fl.Callers(e.In)) > 0 {
				return false
			}
			reads = true
		case wslib.Close:
			closes = closes || unseen
		}
	}
	return reads && closes
}

// holder returns the result of f that is a struct with c in a field.
func (fl *Flow) holder(c *Conn, f *Func) wslib.Slot {
	results := f.signature().Results()
	for i := range results.Len() {
		fields, lib := fl.connFields(results.At(i).Type())
		if lib != c.Lib {
			continue
		}
		for _, n := range fields {
			if c.fields[n] {
				return resultSlot(i)
			}
		}
	}
	return wslib.None
}

// runs returns f and all that it runs or starts.
func (fl *Flow) runs(f *Func) map[*Func]bool {
	runs := fl.Reach(f.Body)
	runs[f] = true
	return runs
}

// dialsIn reports whether a call of f dials c.
func (fl *Flow) dialsIn(c *Conn, f *Func) bool {
	in := c.Calls[0].In
	return in == f || in != nil && fl.Reach(f.Body)[in]
}

// sayParameters says what a function does to a connection that it is given.
func (fl *Flow) sayParameters(say sayer) {
	for _, f := range fl.Funcs {
		if f.Obj == nil || !f.Obj.Exported() {
			continue
		}
		params := f.signature().Params()
		for i := range params.Len() {
			lib, slot := fl.Index.IsConn(params.At(i).Type()), argSlot(i)
			if lib == nil || slot == wslib.None {
				continue
			}
			t := &trail{Flow: fl, dial: &dial{call: &Call{Lib: lib}, typ: params.At(i).Type()}}
			r := t.reach([]node{fl.varNode(params.At(i))}, 0)
			if slices.ContainsFunc(r.away, func(a *Away) bool { return !a.Returned }) {
				continue // handed on to where this package does not see, either
			}
			say(f, lib, wslib.Func{Conn: slot})
			for _, e := range r.events {
				if role, ok := does(e.Call, slot); ok && fl.lasts(e, r.events) {
					say(f, lib, role)
				}
			}
			for _, ret := range r.returned {
				if ret.fn == f {
					say(f, lib, wslib.Func{Role: wslib.View, Conn: slot, Views: []wslib.Slot{resultSlot(ret.results[0])}})
				}
			}
		}
	}
}

// sayReceivers says what a method does to the connection in its receiver.
func (fl *Flow) sayReceivers(say sayer) {
	for _, f := range fl.Funcs {
		if f.Obj == nil || !f.Obj.Exported() || f.Obj.Signature().Recv() == nil {
			continue
		}
		fields, lib := fl.connFields(f.Obj.Signature().Recv().Type())
		if lib == nil {
			continue
		}
		t := &trail{Flow: fl, dial: &dial{call: &Call{Lib: lib}}}
		r := t.reach(fields, 0)
		runs := fl.runs(f)
		say(f, lib, wslib.Func{Conn: wslib.Recv})
		for _, e := range r.events {
			if role, ok := does(e.Call, wslib.Recv); ok && runs[e.In] && fl.lasts(e, r.events) {
				say(f, lib, role)
			}
		}
		results := f.signature().Results()
		for i := range results.Len() {
			if fl.Index.IsConn(results.At(i).Type()) == lib && resultSlot(i) != wslib.None {
				say(f, lib, wslib.Func{Role: wslib.View, Conn: wslib.Recv, Views: []wslib.Slot{resultSlot(i)}})
			}
		}
	}
}

// connFields returns the places of the fields of a struct of this package that
// are connections, embedded structs' included, and the library.
func (fl *Flow) connFields(t types.Type) (fields []node, lib *wslib.Library) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil, nil
	}
	for f := range s.Fields() {
		l := fl.Index.IsConn(f.Type())
		if l == nil {
			l = fl.libraryIn(f)
		}
		if l != nil && (lib == nil || lib == l) {
			fields, lib = append(fields, fl.varNode(f)), l
		}
	}
	return fields, lib
}

// libraryIn returns the library whose connection some dial puts into v, a
// field of another type such as net.Conn.
func (fl *Flow) libraryIn(v *types.Var) *wslib.Library {
	n := fl.varNode(v)
	for _, c := range fl.Conns {
		if c.fields[n] {
			return c.Lib
		}
	}
	return nil
}

// sayCodes says which parameter a function sends, unlooked at, as the code of a
// close frame.
func (fl *Flow) sayCodes(say sayer) {
	for _, c := range fl.Calls {
		code := c.Slot(c.Func.Code)
		if code == nil || c.Lib == nil || c.Func.Role == wslib.Received || c.Func.Role == wslib.CheckCode {
			continue
		}
		for _, s := range fl.Sources(code) {
			if s.Kind != Unseen || s.In == nil || s.In.Obj == nil {
				continue
			}
			params := s.In.signature().Params()
			for i := range params.Len() {
				if params.At(i) == s.Var && argSlot(i) != wslib.None && !fl.compared(s.In, s.Var) {
					say(s.In, c.Lib, wslib.Func{Role: c.Func.Role, Op: wslib.OpConnClose, Code: argSlot(i), Handshake: c.Func.Handshake})
				}
			}
		}
	}
}

// compared reports whether f looks at v before it uses it.
func (fl *Flow) compared(f *Func, v *types.Var) bool {
	found := false
	mentions := func(e ast.Expr) {
		if e == nil {
			return
		}
		ast.Inspect(e, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			found = found || ok && fl.Info.Uses[id] == v
			return true
		})
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			mentions(n)
		case *ast.SwitchStmt:
			mentions(n.Tag)
		case *ast.IfStmt:
			mentions(n.Cond)
		case *ast.IndexExpr:
			mentions(n.Index)
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				mentions(lhs)
			}
		}
		return !found
	})
	return found
}

// does returns what c does to a connection, as a role with the connection in
// slot, if importers need to know.
func does(c *Call, slot wslib.Slot) (wslib.Func, bool) {
	role := wslib.Func{Role: c.Func.Role, Conn: slot, Op: c.Op, Endless: c.Func.Endless, Handshake: c.Func.Handshake, Waits: c.Func.Waits}
	switch c.Func.Role {
	case wslib.Read, wslib.OnPing, wslib.OnPong, wslib.OnClose, wslib.Close:
		return role, true
	case wslib.ReadDeadline:
		return role, !isZeroTime(c.Slot(c.Func.When))
	case wslib.Write:
		if c.Sends(wslib.OpPing) {
			role.Op = wslib.OpPing
		}
		return role, true
	}
	return role, false
}

// lasts reports whether what e does outlasts its function: all but a deadline
// that is lifted there again, as one for a handshake is.
func (fl *Flow) lasts(e *Event, events []*Event) bool {
	if e.Func.Role != wslib.ReadDeadline {
		return true
	}
	lifts := map[ast.Node]bool{}
	for _, other := range events {
		if other.Func.Role == wslib.ReadDeadline && other.In == e.In && isZeroTime(other.Slot(other.Func.When)) {
			if other.Defer {
				return false
			}
			lifts[other.Node] = true
		}
	}
	return len(lifts) == 0 || fl.Leaves(e.Node, func(n ast.Node) bool { return lifts[n] })
}

// isZeroTime reports whether e is written as the zero time, which lifts a bound.
func isZeroTime(e ast.Expr) bool {
	lit, ok := e.(*ast.CompositeLit)
	return ok && len(lit.Elts) == 0
}

// paces reports whether f, or what it runs, may wait between dials: by a timer,
// or in code that calls back.
func (fl *Flow) paces(f *Func) bool {
	if known, ok := fl.pacing[f]; ok {
		return known
	}
	waits := fl.waitsIn(f.Body)
	for g := range fl.Reach(f.Body) {
		waits = waits || fl.waitsIn(g.Body)
	}
	fl.pacing[f] = waits
	return waits
}

// pacing are the roles of functions that let time pass between two dials.
var pacing = map[wslib.WaitRole]bool{
	wslib.Sleeps: true, wslib.Fires: true, wslib.Ticks: true, wslib.Resets: true, wslib.Later: true,
	wslib.Next: true, wslib.Pauses: true, wslib.Retries: true, wslib.Limits: true,
}

func (fl *Flow) waitsIn(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || found {
			return !found
		}
		fn, _ := typeutil.Callee(fl.Info, call).(*types.Func)
		if fn == nil || fn.Pkg() == nil || fl.declOf[fn.Origin()] != nil {
			return true
		}
		if w := fl.Index.Wait(fn); w != nil && pacing[w.Role] {
			found = true
		} else if fl.foreign(fn.Pkg()) {
			for _, a := range call.Args {
				found = found || isFuncType(fl.Info.TypeOf(a))
			}
		}
		return true
	})
	return found
}

func resultSlot(i int) wslib.Slot {
	if i < 0 || i > int(wslib.Result2-wslib.Result0) {
		return wslib.None
	}
	return wslib.Result0 + wslib.Slot(i)
}

func argSlot(i int) wslib.Slot {
	if i < 0 || i > int(wslib.Arg4-wslib.Arg0) {
		return wslib.None
	}
	return wslib.Arg0 + wslib.Slot(i)
}

// meaningOf returns the fact of a function of another package, nil if there is
// none, and the library.
func (fl *Flow) meaningOf(fn *types.Func) (*meaning, *wslib.Library) {
	if fn == nil || fn.Pkg() == fl.Pkg || wslib.IsStd(fn.Pkg()) {
		return nil, nil
	}
	fn = fn.Origin()
	m, ok := fl.meanings[fn]
	if !ok {
		m = &meaning{}
		if !fl.importFact(fn, m) {
			m = nil
		}
		fl.meanings[fn] = m
	}
	if m == nil {
		return nil, nil
	}
	return m, wslib.LibraryOf(m.Lib)
}

// imported is a call of a function of another package that has a fact.
func (b *builder) imported(site *CallSite, fn *types.Func, m *meaning, lib *wslib.Library, recv node) {
	seen := map[wslib.Slot]bool{}
	for i := range m.Funcs {
		b.tabled(site, &m.Funcs[i], lib, recv)
		seen[m.Funcs[i].Conn] = true
	}
	for i, arg := range site.Call.Args {
		if !seen[argSlot(i)] {
			b.leaves(b.eval(arg), arg, paramType(fn.Signature(), i))
		}
	}
}
