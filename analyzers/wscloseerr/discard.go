package wscloseerr

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// discards reports whether r only waits for the end of the connection: it
// throws all data away, and either somebody is told of the end, or it is a
// single read with nothing but the end to come.
func (c *checker) discards(r *reading) bool {
	if !c.throwsAway(r) {
		return false
	}
	for q := r; q != nil; q = q.base {
		if c.loops(q) {
			return c.tells(r)
		}
	}
	return !c.goesOn(r)
}

// throwsAway reports whether nothing that r reads is used.
func (c *checker) throwsAway(r *reading) bool {
	if r.base != nil {
		return c.resultsUnused(r) && c.throwsAway(r.base)
	}
	if r.far != nil {
		return r.far.Discards && c.resultsUnused(r)
	}
	if r.tabled.Func.Sink != wslib.None {
		return c.drains(r.tabled)
	}
	return c.resultsUnused(r) && c.argumentsUnused(r)
}

// drains reports whether t throws away what it reads.
func (c *checker) drains(t *connflow.Call) bool {
	sink := t.Slot(t.Func.Sink)
	return sink != nil && c.isDiscard(sink)
}

// isDiscard reports whether e is io.Discard.
func (c *checker) isDiscard(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	v, ok := c.flow.Info.Uses[sel.Sel].(*types.Var)
	return ok && v.Name() == "Discard" && v.Pkg() != nil && (v.Pkg().Path() == "io" || v.Pkg().Path() == "io/ioutil")
}

// resultsUnused reports whether no result of r's call that holds data is used:
// the number of bytes and the type of a message are no data.
func (c *checker) resultsUnused(r *reading) bool {
	if r.n == 1 {
		return true
	}
	if r.holder == none || r.holder == started {
		return true
	}
	s, ok := r.stmt.(*ast.AssignStmt)
	if !ok || len(s.Rhs) != 1 {
		return false
	}
	for i, lhs := range s.Lhs {
		if i == r.index || lang.IsBlank(lhs) {
			continue
		}
		if b, ok := c.flow.Info.TypeOf(lhs).Underlying().(*types.Basic); ok && b.Info()&types.IsString == 0 {
			continue
		}
		if v := lang.Var(c.flow.Info, lhs); v == nil || !c.onlyDiscarded(v) {
			return false
		}
	}
	return true
}

// onlyDiscarded reports whether v is read nowhere but for io.Discard.
func (c *checker) onlyDiscarded(v *types.Var) bool {
	return c.everyUse(v, func(call *ast.CallExpr) bool {
		t := c.does(call, wslib.Read)
		return t != nil && c.drains(t)
	})
}

// argumentsUnused reports whether what r reads into is used nowhere else.
func (c *checker) argumentsUnused(r *reading) bool {
	t := r.tabled
	for i, arg := range r.call.Args {
		_, basic := c.flow.Info.TypeOf(arg).Underlying().(*types.Basic)
		if basic || i == t.Func.Conn.Arg() || i == t.Func.Ctx.Arg() {
			continue
		}
		e := ast.Unparen(arg)
		if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.AND {
			e = u.X
		}
		if s, ok := e.(*ast.SliceExpr); ok {
			e = s.X
		}
		switch ast.Unparen(e).(type) {
		case *ast.CompositeLit, *ast.CallExpr: // make, new
			continue
		}
		v := lang.Var(c.flow.Info, e)
		if v == nil || v.Kind() != types.LocalVar || !c.everyUse(v, func(call *ast.CallExpr) bool {
			return c.does(call, wslib.Read) != nil
		}) {
			return false
		}
	}
	return true
}

// everyUse reports whether ok holds for every use of v: each is an argument of
// a call, or a part of one.
func (c *checker) everyUse(v *types.Var, ok func(*ast.CallExpr) bool) bool {
	for _, file := range c.flow.Files {
		if v.Pos() < file.FileStart || file.FileEnd < v.Pos() {
			continue
		}
		all := true
		ast.Inspect(file, func(n ast.Node) bool {
			id, isIdent := n.(*ast.Ident)
			if !all || !isIdent || c.flow.Info.Uses[id] != v {
				return all
			}
			var call *ast.CallExpr
			for _, above := range c.flow.Path(id) {
				if _, isStmt := above.(ast.Stmt); isStmt || call != nil {
					break
				}
				call, _ = above.(*ast.CallExpr)
			}
			all = c.isTarget(id) || call != nil && ok(call)
			return all
		})
		return all
	}
	return false
}

// isTarget reports whether id is assigned to.
func (c *checker) isTarget(id *ast.Ident) bool {
	s, ok := c.flow.Path(id)[1].(*ast.AssignStmt)
	return ok && slices.Contains(s.Lhs, ast.Expr(id))
}

// loops reports whether r reads again and again.
func (c *checker) loops(r *reading) bool {
	return c.flow.Loop(r.call) != nil
}

// goesOn reports whether the connection is read or written after r: more is to
// come than the end.
func (c *checker) goesOn(r *reading) bool {
	from := c.connOf(r.root())
	for _, t := range c.flow.Calls {
		switch t.Func.Role {
		case wslib.Read, wslib.Write:
		default:
			continue
		}
		if t.Expr == r.call || t.Expr == nil || t.Defer || c.closeFrame(t) || lang.Within(t.Expr, r.call) || t.In != c.flow.Func(r.call) || !c.flow.Between(r.call, t.Node, nil) {
			continue
		}
		if on := t.Slot(t.Func.Conn); on != nil && from != nil && c.flow.Same(on, from) {
			return true
		}
	}
	return false
}

// connOf returns the connection expression of a library's read.
func (c *checker) connOf(r *reading) ast.Expr { return r.tabled.Slot(r.tabled.Func.Conn) }

// maxUp bounds how far up from a read its callers are looked at.
const maxUp = 4

// tells reports whether somebody learns that r has failed: the connection is
// closed, a context cancelled, or something signalled.
func (c *checker) tells(r *reading) bool {
	for q := r; q != nil; q = q.base {
		if f := c.flow.Func(q.call); f != nil && c.then(f, q, c.isSignal) {
			return true
		}
	}
	f := c.flow.Func(r.call)
	return f != nil && c.above(f, c.isSignal, true, maxUp)
}

// then reports whether the code that runs in f after r failed, deferred code
// with it, has a node for which is holds.
func (c *checker) then(f *connflow.Func, r *reading, is func(ast.Node) bool) bool {
	if r.holder == started {
		return c.deferred(f, is)
	}
	found := false
	w := &way{checker: c, graph: c.graph(f), err: r.err}
	w.visit = func(n ast.Node) bool {
		found = found || c.has(n, is)
		return !found && !lang.Within(r.call, n)
	}
	if r.holder == tested {
		w.onlyFailed(r)
	} else {
		w.after(r.stmt)
	}
	return found || c.deferred(f, is)
}

// onlyFailed walks the ways on which r, a call that is compared with nil in a
// condition, has failed.
func (w *way) onlyFailed(r *reading) {
	block, _ := w.find(r.call)
	if block == nil {
		return
	}
	ways := block.Succs
	if _, notNil, ok := lang.NilTest(w.flow.Info, block.Nodes[len(block.Nodes)-1].(ast.Expr)); ok && len(ways) == 2 {
		if notNil {
			ways = ways[:1]
		} else {
			ways = ways[1:]
		}
	}
	for _, b := range ways {
		w.run(b, 0)
	}
}

// deferred reports whether is holds for what f defers.
func (c *checker) deferred(f *connflow.Func, is func(ast.Node) bool) bool {
	found := false
	lang.Inspect(f.Body, func(n ast.Node) bool {
		if d, ok := n.(*ast.DeferStmt); ok {
			found = found || c.has(d, is)
		}
		return !found
	})
	return found
}

// has reports whether is holds for something below n, or in what of the package
// runs by it.
func (c *checker) has(n ast.Node, is func(ast.Node) bool) bool {
	found := false
	look := func(n ast.Node) bool {
		found = found || is(n)
		return !found
	}
	lang.Inspect(n, look)
	if found {
		return true
	}
	for f := range c.flow.Reach(n) {
		if lang.Inspect(f.Body, look); found {
			return true
		}
	}
	return false
}

// above reports whether is holds for something that runs after f has returned:
// in its callers, and in theirs. With byLibrary, a library that calls f with a
// connection and closes it afterwards will do.
func (c *checker) above(f *connflow.Func, is func(ast.Node) bool, byLibrary bool, depth int) bool {
	if byLibrary && c.isHandler(f) {
		return true
	}
	if depth == 0 {
		return false
	}
	for _, site := range c.flow.Callers(f) {
		if site.Go || site.Defer || site.In == nil {
			continue
		}
		found := false
		w := &way{checker: c, graph: c.graph(site.In)}
		w.visit = func(n ast.Node) bool {
			found = found || c.has(n, is)
			return !found
		}
		w.after(site.Call)
		if found || c.deferred(site.In, is) || c.above(site.In, is, byLibrary, depth-1) {
			return true
		}
	}
	return false
}

// isHandler reports whether a library calls f with a connection that it closes
// when f returns.
func (c *checker) isHandler(f *connflow.Func) bool {
	sig := c.signature(f)
	if sig == nil || sig.Params().Len() != 1 || len(c.flow.Callers(f)) > 0 {
		return false
	}
	lib := c.flow.Index.IsConn(sig.Params().At(0).Type())
	return lib != nil && slices.ContainsFunc(lib.Packages, func(p *wslib.Package) bool { return len(p.Handlers) > 0 })
}

// isSignal reports whether n tells another goroutine or a caller of an end: it
// ends something, sends, or calls a function value from elsewhere, a callback.
func (c *checker) isSignal(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SendStmt:
		return true
	case *ast.CallExpr:
		fun := c.flow.Info.Types[n.Fun]
		return c.ends(n) || lang.Callee(c.flow.Info, n) == nil && !fun.IsType() && !fun.IsBuiltin() && len(c.flow.Callees(n)) == 0
	}
	return false
}

// ends reports whether call closes a connection or channel, cancels a context,
// or is a last word to those who wait.
func (c *checker) ends(call *ast.CallExpr) bool {
	if c.does(call, wslib.Close) != nil {
		return true
	}
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := c.flow.Info.Uses[id].(*types.Builtin); ok {
			return b.Name() == "close"
		}
	}
	if lang.IsNamed(c.flow.Info.TypeOf(call.Fun), "context", "CancelFunc", "CancelCauseFunc") {
		return true
	}
	fn := lang.Callee(c.flow.Info, call)
	return lang.FuncIs(fn, "sync", "WaitGroup.Done", "Cond.Signal", "Cond.Broadcast") ||
		fn != nil && fn.Name() == "Store" && fn.Pkg() != nil && fn.Pkg().Path() == "sync/atomic"
}
