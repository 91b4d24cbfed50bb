package connflow

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// An interfaceBuilder adds the edges of calls through interfaces.
type interfaceBuilder struct{ *callBuilder }

// call is a call of an interface's method: it may run the method of
// each type of the package that has it, or, on a connection, the library's.
func (b interfaceBuilder) call(site *CallSite, fn *types.Func, recv node) {
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
		if !found {
			b.dialsByType(site, fn.Signature())
		}
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
func (b interfaceBuilder) implementation(site *CallSite, fn *types.Func, iface *types.Interface, tn *types.TypeName) bool {
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
func (b interfaceBuilder) actOnce(site *CallSite, meaning *wslib.Func, lib *wslib.Library, on node) {
	for _, c := range b.places[on].calls {
		if c.Expr == site.Call && c.Func == meaning {
			return
		}
	}
	b.act(site, meaning, lib, on)
}

// indexless reports whether the tables do not name fn itself.
func (b interfaceBuilder) indexless(fn *types.Func) bool {
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

// methodOf returns what the call of an interface's method does to a connection
// of type typ, and whether that can be known.
func (t *trail) methodOf(typ types.Type, d *dynamicCall) (calls []*Call, known bool) {
	call := func(f *wslib.Func, lib *wslib.Library) *Call {
		return &Call{Node: d.node, Expr: d.expr, Func: f, Lib: lib, Op: f.Op, In: d.in, Go: d.goes, Defer: d.deferred}
	}
	if f, lib := t.Index.Method(typ, d.name); f != nil {
		c := call(f, lib)
		if f.Opcode != wslib.None {
			c.setOps((&frameTypes{t.Flow}).opcodesOf(c.Slot(f.Opcode)))
		}
		return []*Call{c}, true
	}
	obj, _, _ := types.LookupFieldOrMethod(typ, true, t.Pkg, d.name)
	fn, _ := obj.(*types.Func)
	funcs, lib := t.dial.methods, t.library()
	switch m, l := t.effectsOf(fn); {
	case m != nil:
		funcs, lib = m.Funcs, l
		for i := range m.Streams {
			if m.Streams[i].Conn == wslib.Recv {
				known = known || m.Streams[i].Role == wslib.NoRole
				calls = append(calls, call(&m.Streams[i], nil))
			}
		}
	case funcs != nil:
	case types.IsInterface(typ):
		if f := wslib.StreamMethod(fn); f != nil {
			calls = append(calls, call(f, nil))
		}
		return calls, true
	default:
		return nil, true
	}
	for i := range funcs {
		if funcs[i].Conn == wslib.Recv && funcs[i].Name == d.name {
			known = known || funcs[i].Role == wslib.NoRole
			calls = append(calls, call(&funcs[i], lib))
		}
	}
	return calls, known
}
