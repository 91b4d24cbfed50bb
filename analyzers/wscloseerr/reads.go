package wscloseerr

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A reading is a call whose error says why a connection ended.
type reading struct {
	call *ast.CallExpr
	lib  *wslib.Library
	// index is the error's among the call's n results.
	index, n int
	// tabled is the library's call, nil of a helper's.
	tabled *connflow.Call
	// base is the read whose error the helper returns, nil of a library's call.
	base *reading
	// far is what another package says of its function that is called here.
	far *tells

	holder holder
	// stmt is the statement, or the comparison, that takes up the error.
	stmt ast.Node
	lhs  ast.Expr   // what the error is assigned to, if it is
	err  *types.Var // that variable, if it is a local one
	fate fate
}

// root is the library's read below helpers.
func (r *reading) root() *reading {
	for r.base != nil {
		r = r.base
	}
	return r
}

// findReads finds the reads of the package: the libraries', and the calls of
// functions, its own or another package's, that return the error of one.
func (c *checker) findReads() {
	seen := map[*ast.CallExpr]bool{}
	add := func(r *reading) {
		r.index, r.n = lang.ErrorResult(c.flow.Info, r.call)
		if r.index < 0 || seen[r.call] {
			return
		}
		seen[r.call] = true
		c.hold(r)
		c.reads = append(c.reads, r)
	}
	for _, call := range c.flow.Calls {
		if call.Expr == nil || call.Func.Role != wslib.Read {
			continue
		}
		if !call.Tabled() {
			if fact := c.imported(call); fact != nil {
				add(&reading{call: call.Expr, lib: call.Lib, tabled: call, far: fact})
			}
			continue
		}
		if lib := c.readsFrom(call); lib != nil {
			add(&reading{call: call.Expr, lib: lib, tabled: call})
		}
	}
	for _, conn := range c.flow.Conns {
		for _, e := range conn.Events {
			if e.Func.Role == wslib.Read && e.Expr != nil && e.Lib != nil && e.Tabled() && c.throughOwn(e.Call) {
				add(&reading{call: e.Expr, lib: e.Lib, tabled: e.Call})
			}
		}
	}
	for i := 0; i < len(c.reads); i++ {
		r := c.reads[i]
		r.fate = c.fate(r)
		f := c.flow.Func(r.call)
		if !r.fate.returned || f == nil || c.closes(f, r) || c.connects(f, r) {
			continue
		}
		c.export(f, r)
		for _, site := range c.flow.Callers(f) {
			add(&reading{call: site.Call, lib: r.lib, base: r})
		}
	}
	slices.SortStableFunc(c.reads, func(a, b *reading) int { return int(a.call.Pos() - b.call.Pos()) })
}

// throughOwn reports whether call calls the method of an interface that this
// package declared for its connections; an io.Reader may be anything.
func (c *checker) throughOwn(call *connflow.Call) bool {
	sel, ok := ast.Unparen(call.Expr.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	named, ok := types.Unalias(c.flow.Info.TypeOf(sel.X)).(*types.Named)
	return ok && types.IsInterface(named) && named.Obj().Pkg() == c.flow.Pkg
}

// readsFrom returns the library from whose connection call reads; nil where it
// may be something else that is read.
func (c *checker) readsFrom(call *connflow.Call) *wslib.Library {
	from := call.Slot(call.Func.Conn)
	if from == nil {
		return nil
	}
	if call.Lib != nil {
		if c.inMemory(from) {
			return nil
		}
		return call.Lib
	}
	if lib := c.flow.Index.IsConn(c.flow.Info.TypeOf(from)); lib != nil {
		return lib
	}
	for _, s := range c.flow.Sources(from) {
		if c.inMessage(s) && (lang.IsNamed(c.flow.Info.TypeOf(from), "encoding/json", "Decoder") || c.drains(call)) {
			// What is wrong there is the message, as a rule, or nobody cares: the
			// next read tells how the connection is.
			return nil
		}
		if s.Call != nil && s.Call.Lib != nil && gives(s.Call.Func, s.Index) {
			return s.Call.Lib
		}
		if s.Var != nil {
			if lib := c.flow.Index.IsConn(s.Var.Type()); lib != nil {
				return lib
			}
		}
	}
	for _, conn := range c.flow.Conns {
		for _, e := range conn.Events {
			if e.Call == call {
				return conn.Lib
			}
		}
	}
	return nil
}

// gives reports whether that result of f is a connection, or a view of one: that
// of a dial is not its response.
func gives(f *wslib.Func, result int) bool {
	return f.Conn.Result() == result || slices.ContainsFunc(f.Views, func(v wslib.Slot) bool { return v.Result() == result })
}

// inMessage reports whether s leads through a reader of one message.
func (c *checker) inMessage(s *connflow.Source) bool {
	return slices.ContainsFunc(append(s.Path, s.Expr), func(e ast.Expr) bool {
		call, ok := e.(*ast.CallExpr)
		return ok && c.does(call, wslib.Read) != nil
	})
}

// does returns what call does, if a table says that it does something of that role.
func (c *checker) does(call *ast.CallExpr, role wslib.Role) *connflow.Call {
	for _, t := range c.tabled[call] {
		if t.Func.Role == role {
			return t
		}
	}
	return nil
}

// inMemory reports whether what e reads from is no connection but bytes in
// memory.
func (c *checker) inMemory(e ast.Expr) bool {
	memory := func(t types.Type) bool {
		return lang.IsNamed(t, "bytes", "Buffer", "Reader") || lang.IsNamed(t, "strings", "Reader")
	}
	if memory(c.flow.Info.TypeOf(e)) {
		return true
	}
	sources := c.flow.Sources(e)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(s *connflow.Source) bool {
		switch {
		case s.Expr != nil:
			return !memory(c.flow.Info.TypeOf(s.Expr))
		case s.Var != nil:
			return !memory(s.Var.Type())
		}
		return true
	})
}

// closes reports whether f, which returns the error of r, ends the connection:
// what it returns is the error of closing, as an io.Closer's is.
func (c *checker) closes(f *connflow.Func, r *reading) bool {
	if f.Obj != nil && f.Obj.Name() == "Close" {
		sig := f.Obj.Signature()
		if sig.Recv() != nil && sig.Params().Len() == 0 && sig.Results().Len() == 1 {
			return true
		}
	}
	for _, t := range c.flow.Calls {
		if t.In == f && sendsClose(t) && c.flow.Between(t.Node, r.call, nil) {
			return true
		}
	}
	return false
}

// connects reports whether r is a part of connecting: f dials the connection
// and hands it on, to its caller or to another reader. What f returns then says
// that there is no connection, as the error of the dial does.
func (c *checker) connects(f *connflow.Func, r *reading) bool {
	for _, conn := range c.flow.Conns {
		dialed := slices.ContainsFunc(conn.Calls, func(call *connflow.Call) bool { return call.In == f })
		read := slices.ContainsFunc(conn.Events, func(e *connflow.Event) bool { return e.Call == r.root().tabled })
		if dialed && read && (c.returnsConn(f) || c.readAfter(f, conn)) {
			return true
		}
	}
	return false
}

func (c *checker) returnsConn(f *connflow.Func) bool {
	for v := range c.signature(f).Results().Variables() {
		if c.flow.Index.IsConn(v.Type()) != nil {
			return true
		}
	}
	return false
}

// readAfter reports whether conn is read by code that f does not wait for.
func (c *checker) readAfter(f *connflow.Func, conn *connflow.Conn) bool {
	return slices.ContainsFunc(conn.Events, func(e *connflow.Event) bool {
		return e.Func.Role == wslib.Read && e.In != nil && !c.waitsFor(f, e.In, map[*connflow.Func]bool{})
	})
}

// waitsFor reports whether g runs as a part of f.
func (c *checker) waitsFor(f, g *connflow.Func, seen map[*connflow.Func]bool) bool {
	if f == g {
		return true
	}
	if g == nil || seen[g] {
		return false
	}
	seen[g] = true
	return slices.ContainsFunc(c.flow.Callers(g), func(site *connflow.CallSite) bool {
		return !site.Go && c.waitsFor(f, site.In, seen)
	})
}

// checkRead reports r if its error is dropped.
func (c *checker) checkRead(r *reading) {
	if r.fate.used || !r.fate.dropped || c.Silent(r.call.Pos(), read) || c.discards(r) {
		return
	}
	c.Report(r.call.Pos(), r.call.End(), read, c.readMessage(r), c.fixRead(r))
}
