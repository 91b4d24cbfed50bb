package connflow

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A dial is a tabled call that makes a connection, and the nodes that hold it.
type dial struct {
	call  *Call
	typ   types.Type
	seeds []node
	// methods are what those of typ do, an interface that another package returns.
	methods []wslib.Func
}

// A hook is a function value that a library will call with a connection.
type hook struct {
	fn   ast.Expr
	from node
	arg  int
}

// dial records a call that makes a connection.
func (b *callBuilder) dial(c *Call, recv, on node) {
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
		d.typ = lang.ResultType(b.Info.TypeOf(c.Expr), i)
	} else if e := c.Slot(c.Func.Conn); e != nil {
		d.typ = b.Info.TypeOf(e)
	}
	if h := c.Slot(c.Func.Handler); h != nil && c.Func.HandlerConn > 0 {
		b.hooked = append(b.hooked, hook{fn: h, from: on, arg: c.Func.HandlerConn - 1})
	}
	if ev := c.Slot(c.Func.Events); ev != nil {
		b.events = append(b.events, eventDial{c, ev, on})
		for _, m := range b.eventMethods(c, ev) {
			sig := m.Signature()
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
func (b *callBuilder) handles(e ast.Expr, t types.Type) {
	lib := b.Index.IsHandler(t)
	if lib == nil || b.Index.IsHandler(b.Info.TypeOf(e)) != nil {
		return
	}
	c := &Call{Node: e, Func: acceptCall, Lib: lib, In: b.in()}
	from := b.node(c, func(p *place) {})
	b.dials = append(b.dials, &dial{call: c, seeds: []node{from}})
	b.hooked = append(b.hooked, hook{fn: e, from: from, arg: acceptCall.HandlerConn - 1})
}

// An eventDial is a dial that is given an event handler.
type eventDial struct {
	call    *Call
	handler ast.Expr
	on      node
}

// handleEvents records what the methods of an event handler do to the connection
// that are those of another package's type.
func (b *callBuilder) handleEvents(d eventDial) {
	handlers := map[*types.Named]bool{}
	b.upstream(b.eval(d.handler), func(p *place) {
		if named := lang.Named(b.typeOf(p)); named != nil && !types.IsInterface(named) && takesEvents(b.Index, named) {
			handlers[named] = true
		}
	})
	seen := len(handlers) > 0
	for named := range handlers {
		for m := range types.NewMethodSet(types.NewPointer(named)).Methods() {
			if fn, ok := m.Obj().(*types.Func); ok && b.foreign(fn.Pkg()) {
				seen = b.handleEvent(d, fn) && seen
			}
		}
	}
	if !seen {
		b.leaves(d.on, d.handler, lang.ResultType(b.Info.TypeOf(d.call.Expr), d.call.Func.Conn.Result()))
	}
}

// handleEvent records what fn, a method of a handler, does to the connection, and
// reports whether all of it is known.
func (b *callBuilder) handleEvent(d eventDial, fn *types.Func) bool {
	slot := wslib.None
	for i := range fn.Signature().Params().Len() {
		if b.Index.IsConn(fn.Signature().Params().At(i).Type()) != nil {
			slot = wslib.Argument(i)
		}
	}
	if slot == wslib.None {
		return true
	}
	fact, lib := b.effectsOf(fn)
	if fact == nil {
		return false
	}
	known := false
	for _, f := range fact.Funcs {
		switch {
		case f.Conn != slot:
		case f.Role == wslib.NoRole:
			known = true
		default: // its other slots are those of the method's own call
			b.act(b.sites[d.call.Expr], &wslib.Func{Name: f.Name, Role: f.Role, Op: f.Op, Lifts: f.Lifts, Handshake: f.Handshake}, lib, d.on)
		}
	}
	return known
}

// takesEvents reports whether a method of t, or of what it points to, is given a
// library's connection.
func takesEvents(index *wslib.Index, t *types.Named) bool {
	for m := range types.NewMethodSet(types.NewPointer(t)).Methods() {
		sig, ok := m.Type().(*types.Signature)
		if !ok {
			continue
		}
		for p := range sig.Params().Variables() {
			if index.IsConn(p.Type()) != nil {
				return true
			}
		}
	}
	return false
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
	for p := range f.Signature().Params().Variables() {
		if f.program.Index.IsConn(p.Type()) != nil {
			return true
		}
	}
	return false
}
