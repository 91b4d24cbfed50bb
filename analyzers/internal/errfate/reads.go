package errfate

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Read is a call whose error is why a connection ended: a library's read, or
// a call of a function that returns the error of one.
type Read struct {
	*Error
	Lib *wslib.Library
	// Tabled is the library's read, nil of a call of this package's functions.
	Tabled *connflow.Call
	// Base is the read whose error the called function returns, nil of others.
	Base *Read
	// Foreign: the function is another package's.
	Foreign bool
	Fate    Fate
	// wrapped: the function's error may hold that of the read.
	wrapped bool
	// from is the variable of the function around through which it is called, and
	// holds whether a value in it can run the function that reads.
	from  *types.Var
	holds func(ast.Expr) bool
}

// Root is the read at the bottom of r.
func (r *Read) Root() *Read {
	for r.Base != nil {
		r = r.Base
	}
	return r
}

// Inside reports whether the error that r's call returns may hold that of the
// read, and be another one.
func (r *Read) Inside() bool { return r.wrapped || r.Base != nil && r.Base.Wraps() }

// Wraps reports whether what the function around r returns may be another error
// that holds that of the read.
func (r *Read) Wraps() bool { return r.Fate.Wrapped || r.Inside() }

// Reads returns the reads of the package, in the order of their places. foreign
// returns whether another package's function returns the error of a read, and
// whether it may be in another one. returned is called for each function of the
// package that does.
func (x *Errors) Reads(foreign func(*types.Func) (wrapped, ok bool), returned func(*connflow.Func, *Read)) []*Read {
	f := &finder{Errors: x, foreign: foreign, seen: map[*ast.CallExpr]bool{}}
	f.libraryReads()
	for i := 0; i < len(f.reads); i++ { // f.reads grows
		r := f.reads[i]
		r.Fate = x.Fate(r.Error)
		in := x.flow.Func(r.Call)
		if !r.Fate.Returned || in == nil || f.closes(in, r) || f.connects(in, r) {
			continue
		}
		returned(in, r)
		for _, site := range x.flow.Callers(in) {
			f.addCaller(in, r, site)
		}
	}
	slices.SortStableFunc(f.reads, func(a, b *Read) int { return int(a.Call.Pos() - b.Call.Pos()) })
	return f.reads
}

// A finder finds the reads of a package.
type finder struct {
	*Errors
	foreign func(*types.Func) (wrapped, ok bool)
	seen    map[*ast.CallExpr]bool
	reads   []*Read
}

func (f *finder) add(call *ast.CallExpr, r *Read) {
	if r.Error = f.Of(call); r.Error == nil || f.seen[call] {
		return
	}
	f.seen[call] = true
	f.reads = append(f.reads, r)
}

// libraryReads finds the calls that the tables and facts name.
func (f *finder) libraryReads() {
	for _, call := range f.flow.Calls {
		if call.Expr == nil || call.Func.Role != wslib.Read {
			continue
		}
		if !call.Tabled() {
			if wrapped, ok := f.foreign(lang.Callee(f.flow.Info, call.Expr)); ok {
				f.add(call.Expr, &Read{Lib: call.Lib, Tabled: call, Foreign: true, wrapped: wrapped})
			}
			continue
		}
		if lib := f.libraryOf(call); lib != nil {
			f.add(call.Expr, &Read{Lib: lib, Tabled: call})
		}
	}
	for _, conn := range f.flow.Conns {
		for _, e := range conn.Events {
			if e.Func.Role == wslib.Read && e.Expr != nil && e.Lib != nil && e.Tabled() && f.throughOwn(e.Call) {
				f.add(e.Expr, &Read{Lib: e.Lib, Tabled: e.Call})
			}
		}
	}
}

// throughOwn reports whether call calls the method of an interface that this
// package declared for its connections; an io.Reader may be anything.
func (f *finder) throughOwn(call *connflow.Call) bool {
	sel, ok := ast.Unparen(call.Expr.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	named, ok := types.Unalias(f.flow.Info.TypeOf(sel.X)).(*types.Named)
	return ok && types.IsInterface(named) && named.Obj().Pkg() == f.flow.Pkg
}

// libraryOf returns the library from whose connection call reads; nil where it
// may be something else that is read.
func (f *finder) libraryOf(call *connflow.Call) *wslib.Library {
	from := call.Slot(call.Func.Conn)
	switch {
	case from == nil:
		return nil
	case call.Lib != nil:
		if f.inMemory(from) {
			return nil
		}
		return call.Lib
	}
	t := f.flow.Info.TypeOf(from)
	if lib := f.flow.Index.IsConn(t); lib != nil {
		return lib
	}
	for _, s := range f.flow.Sources(from) {
		if f.inMessage(s) && (wslib.IsDecoder(t) || f.Drains(call)) {
			// What is wrong there is the message, as a rule, or nobody cares: the
			// next read fails if the connection does.
			return nil
		}
		if s.Call != nil && s.Call.Lib != nil && gives(s.Call.Func, s.Index) {
			return s.Call.Lib
		}
		if s.Var != nil {
			if lib := f.flow.Index.IsConn(s.Var.Type()); lib != nil {
				return lib
			}
		}
	}
	for _, conn := range f.flow.Conns {
		if slices.ContainsFunc(conn.Events, func(e *connflow.Event) bool { return e.Call == call }) {
			return conn.Lib
		}
	}
	return nil
}

// gives reports whether that result of fn is a connection, or a view of one: that
// of a dial is not its response.
func gives(fn *wslib.Func, result int) bool {
	return fn.Conn.Result() == result || slices.ContainsFunc(fn.Views, func(v wslib.Slot) bool { return v.Result() == result })
}

// inMessage reports whether s comes through a reader of one message.
func (f *finder) inMessage(s *connflow.Source) bool {
	return slices.ContainsFunc(append(s.Path, s.Expr), func(e ast.Expr) bool {
		return e != nil && slices.ContainsFunc(f.flow.CallsAt(e), func(c *connflow.Call) bool { return c.Func.Role == wslib.Read })
	})
}

// Drains reports whether call discards what it reads.
func (x *Errors) Drains(call *connflow.Call) bool {
	sel, ok := call.Slot(call.Func.Sink).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	v, ok := x.flow.Info.Uses[sel.Sel].(*types.Var)
	return ok && wslib.IsDiscard(v)
}

// inMemory reports whether what e reads from is no connection but bytes in
// memory.
func (f *finder) inMemory(e ast.Expr) bool {
	if wslib.InMemory(f.flow.Info.TypeOf(e)) {
		return true
	}
	sources := f.flow.Sources(e)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(s *connflow.Source) bool {
		switch {
		case s.Expr != nil:
			return !wslib.InMemory(f.flow.Info.TypeOf(s.Expr))
		case s.Var != nil:
			return !wslib.InMemory(s.Var.Type())
		}
		return true
	})
}

// closes reports whether in, which returns the error of r, ends the connection:
// what it returns is the error of closing, as an io.Closer's is.
func (f *finder) closes(in *connflow.Func, r *Read) bool {
	if in.Obj != nil && in.Obj.Name() == "Close" {
		sig := in.Obj.Signature()
		if sig.Recv() != nil && sig.Params().Len() == 0 && sig.Results().Len() == 1 {
			return true
		}
	}
	return slices.ContainsFunc(f.flow.Calls, func(call *connflow.Call) bool {
		return call.In == in && SendsClose(call) && f.flow.Between(call.Node, r.Call, nil)
	})
}

// SendsClose reports whether call is known to send a close frame.
func SendsClose(call *connflow.Call) bool {
	return call.Func.Role == wslib.Close && call.Func.Handshake || call.Func.Role == wslib.Write && call.Sends(wslib.OpConnClose)
}

// connects reports whether r is a part of connecting: in dials the connection
// and hands it on, to its caller or to another reader. What in returns then means
// that there is no connection, as the error of the dial does.
func (f *finder) connects(in *connflow.Func, r *Read) bool {
	return slices.ContainsFunc(f.flow.Conns, func(conn *connflow.Conn) bool {
		dialed := slices.ContainsFunc(conn.Calls, func(call *connflow.Call) bool { return call.In == in })
		read := slices.ContainsFunc(conn.Events, func(e *connflow.Event) bool { return e.Call == r.Root().Tabled })
		return dialed && read && (f.returnsConn(in) || f.readAfter(in, conn))
	})
}

func (f *finder) returnsConn(in *connflow.Func) bool {
	for v := range in.Signature().Results().Variables() {
		if f.flow.Index.IsConn(v.Type()) != nil {
			return true
		}
	}
	return false
}

// readAfter reports whether conn is read by code that in does not wait for.
func (f *finder) readAfter(in *connflow.Func, conn *connflow.Conn) bool {
	return slices.ContainsFunc(conn.Events, func(e *connflow.Event) bool {
		return e.Func.Role == wslib.Read && e.In != nil && !f.waitsFor(in, e.In, map[*connflow.Func]bool{})
	})
}

// waitsFor reports whether g runs as a part of in.
func (f *finder) waitsFor(in, g *connflow.Func, seen map[*connflow.Func]bool) bool {
	if in == g {
		return true
	}
	if g == nil || seen[g] {
		return false
	}
	seen[g] = true
	return slices.ContainsFunc(f.flow.Callers(g), func(site *connflow.CallSite) bool {
		return !site.Go && f.waitsFor(in, site.In, seen)
	})
}
