package wscloseerr

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// events looks at the event methods for the end of a connection.
type events struct{ *checker }

// check reports event methods and handlers for the end of a connection that
// never use the error that they are given.
func (e events) check() {
	seen := map[*connflow.Func]bool{}
	for _, set := range e.flow.Calls {
		if set.Lib == nil || set.Expr == nil || set.Func.Role != wslib.OnEnd {
			continue
		}
		for _, h := range e.flow.Handlers(set) {
			if !seen[h] {
				seen[h] = true
				e.checkEvent(set.Lib, h)
			}
		}
	}
	for _, imp := range e.pass.Pkg.Imports() {
		pkg := e.flow.Index.Package(imp)
		if pkg == nil || pkg.Event == "" {
			continue
		}
		iface := eventInterface(imp, pkg.Event)
		if iface == nil {
			continue
		}
		for key, role := range pkg.Callbacks {
			if name, ok := strings.CutPrefix(key, pkg.Event+"."); ok && role == wslib.OnClose {
				e.checkMethods(pkg.Library(), iface, name)
			}
		}
	}
}

func eventInterface(p *types.Package, name string) *types.Interface {
	obj := p.Scope().Lookup(name)
	if obj == nil {
		return nil
	}
	iface, _ := obj.Type().Underlying().(*types.Interface)
	return iface
}

// checkMethods reports the methods of that name of types that implement iface.
func (e events) checkMethods(lib *wslib.Library, iface *types.Interface, name string) {
	for _, f := range e.flow.Funcs {
		if f.Obj == nil || f.Obj.Name() != name || f.Obj.Signature().Recv() == nil {
			continue
		}
		recv := f.Obj.Signature().Recv().Type()
		if !types.Implements(recv, iface) && !types.Implements(types.NewPointer(lang.Deref(recv)), iface) {
			continue
		}
		e.checkEvent(lib, f)
	}
}

// checkEvent reports f, which a library calls when a connection has ended, if it
// never uses the error that it is given.
func (e events) checkEvent(lib *wslib.Library, f *connflow.Func) {
	at, end, name := f.Type.Pos(), f.Type.End(), "the handler"
	sig, _ := e.flow.Info.TypeOf(f.Type).(*types.Signature)
	if decl, ok := f.Node.(*ast.FuncDecl); ok {
		at, end, name, sig = decl.Name.Pos(), decl.Name.End(), f.Obj.Name(), f.Obj.Signature()
	}
	if sig == nil {
		return
	}
	params := sig.Params()
	for i := range params.Len() {
		p := params.At(i)
		if !lang.IsError(p.Type()) || e.usesIn(f, p) {
			continue
		}
		advice := "log it, or keep it"
		if e.ownCloseHidden(lib) {
			advice = "keep it: a log line would report this side's own closes, which nothing tells apart"
		}
		e.ReportOrAdvise(at, end, event,
			"the error that says why the connection ended is dropped: "+name+" is given it and never uses it", advice,
			e.fixEvent(lib, f, i))
	}
}

// usesIn reports whether f, or a function literal in it, does something with v,
// more than to compare it with nil for a way to go.
func (e events) usesIn(f *connflow.Func, v *types.Var) bool {
	return slices.ContainsFunc(e.flow.Funcs, func(g *connflow.Func) bool {
		return lang.Within(g.Node, f.Node) && e.errors.Uses(g.Body, v)
	})
}
