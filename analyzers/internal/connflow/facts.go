package connflow

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// What one package lets those know that import it: the same that the tables say
// of a library's functions. A function of another package that has such a fact is
// followed as if a table named it.

// effects is a fact of a function or method: what it does to a connection among
// its receiver, arguments and results.
type effects struct {
	// Lib is the import path of the library whose connection it is.
	Lib string
	// Funcs are what the function does, a role and its slots each. One without
	// a role says of its slot that all that happens to it was seen; where there
	// is none, the connection is handed away, too.
	Funcs []wslib.Func
	// Streams are the same of values that are no library's, such as a net.Conn.
	Streams []wslib.Func
	// Methods are what the methods of an interface do that holds the connection
	// which the function dials, by their names.
	Methods []wslib.Func
}

func (*effects) AFact() {}

func (m *effects) String() string { return "does something to connections of " + m.Lib }

// A holder is a fact of a type: a struct that has a connection in it.
type holder struct {
	// Lib is the import path of the library whose connection it is, "" where it is
	// one of any, as a net.Conn.
	Lib string
	// Open: whoever puts a connection into it sees all that becomes of it.
	Open bool
}

func (*holder) AFact() {}

func (h *holder) String() string { return "holds a connection of " + h.Lib }

// inReach is a fact of a package through which importers may come by connections:
// of which a function or a type has a fact, or that shows a library's type.
type inReach struct {
	// Forks are the private forks that its connections may be of: who does not
	// import such a package sees too little of it to know it for one.
	Forks []string
}

func (*inReach) AFact() {}

func (*inReach) String() string { return "connections in reach" }

func resultSlot(i int) wslib.Slot {
	if i < 0 || i > int(wslib.Result2-wslib.Result0) {
		return wslib.None
	}
	return wslib.Result0 + wslib.Slot(i)
}

// effectsOf returns the fact of a function of another package, nil if there is
// none, and the library.
func (im *imports) effectsOf(fn *types.Func) (*effects, *wslib.Library) {
	if fn == nil || fn.Pkg() == im.Pkg || wslib.IsStd(fn.Pkg()) {
		return nil, nil
	}
	fn = fn.Origin()
	m, ok := im.known[fn]
	if !ok {
		m = &effects{}
		if !im.fact(fn, m) {
			m = nil
		}
		im.known[fn] = m
	}
	if m == nil {
		return nil, nil
	}
	return m, wslib.LibraryOf(m.Lib)
}

// imported is a call of a function of another package that has a fact.
func (b *callBuilder) imported(site *CallSite, fn *types.Func, fact *effects, lib *wslib.Library, recv node) {
	seen := map[wslib.Slot]bool{}
	dials := len(b.dials)
	apply := func(roles []wslib.Func, lib *wslib.Library) {
		for i := range roles {
			b.tabled(site, &roles[i], lib, recv)
			if roles[i].Role == wslib.NoRole {
				seen[roles[i].Conn] = true
			}
		}
	}
	apply(fact.Funcs, lib)
	apply(fact.Streams, nil)
	for _, d := range b.dials[dials:] {
		d.methods = fact.Methods
	}
	for i, arg := range site.Call.Args {
		if !seen[wslib.Argument(i)] {
			b.leaves(b.eval(arg), arg, paramType(fn.Signature(), i))
		}
	}
	if sel, ok := ast.Unparen(site.Call.Fun).(*ast.SelectorExpr); ok && recv != noNode && !seen[wslib.Recv] {
		b.leaves(recv, sel.X, fn.Signature().Recv().Type())
	}
}

// held reports whether a value of type t, or what it points to, is a connection,
// or has one in it as a struct of another package, and of which library: nil where
// it may be that of any.
func (im *imports) held(t types.Type) (lib *wslib.Library, ok bool) {
	if lib := im.Index.IsConn(t); lib != nil {
		return lib, true
	}
	if fact := im.holdingOf(t); fact != nil {
		return wslib.LibraryOf(fact.Lib), true
	}
	return nil, false
}

// holdingOf returns the fact of t, a type of another package or a pointer to
// one, nil if there is none.
func (im *imports) holdingOf(t types.Type) *holder {
	named := namedOf(t)
	fact := new(holder)
	if named == nil || !im.foreign(named.Obj().Pkg()) || !im.fact(named.Obj(), fact) {
		return nil
	}
	return fact
}

// connFields returns the places of the fields of a struct of this package that
// hold connections of a library, those of structs of this package in it included,
// or else of those that may hold one of any library.
func (x *exporter) connFields(t types.Type) (fields []node, lib *wslib.Library) {
	var streams []node
	x.eachField(t, 0, func(f *types.Var) {
		l, ok := x.held(f.Type())
		if l == nil {
			l = x.libraryIn(f)
		}
		switch {
		case l != nil && (lib == nil || same(lib, l)):
			fields, lib = append(fields, x.varNode(f)), l
		case l == nil && (ok || x.Index.IsStream(f.Type())):
			streams = append(streams, x.varNode(f))
		}
	})
	if lib == nil {
		return streams, nil
	}
	return fields, lib
}

// eachField calls visit for the fields of t, a struct of this package, and for
// those of such structs in it.
func (pr *program) eachField(t types.Type, depth int, visit func(*types.Var)) {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() != pr.Pkg || depth > maxNesting {
		return
	}
	if s, ok := named.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			visit(f)
			pr.eachField(f.Type(), depth+1, visit)
		}
	}
}

// maxNesting bounds how deep in a struct connections are looked for.
const maxNesting = 4

// namedOf returns the named type that t is or points to, nil if there is none.
func namedOf(t types.Type) *types.Named {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := types.Unalias(t).(*types.Named)
	return named
}

// libraryIn returns the library whose connection some dial puts into v, a
// field of another type such as net.Conn.
func (x *exporter) libraryIn(v *types.Var) *wslib.Library {
	n := x.varNode(v)
	for _, c := range x.Conns {
		if c.fields[n] {
			return c.Lib
		}
	}
	return nil
}

// same reports whether a and b are one library, or none; a fork's is made each
// time that it is asked for.
func same(a, b *wslib.Library) bool {
	return a == b || a != nil && b != nil && a.Path() == b.Path()
}
