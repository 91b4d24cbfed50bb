package wscloseerr

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// onlyWaitsForEnd reports whether r only waits for the end of the connection: it
// throws all data away, and is either in a loop behind which the connection is
// closed, a context cancelled or something signalled, or a single read with
// nothing but the end to come.
func (c *checker) onlyWaitsForEnd(r *errfate.Read) bool {
	if !c.throwsAway(r) {
		return false
	}
	for q := r; q != nil; q = q.Base {
		if c.flow.Loop(q.Call) != nil {
			return c.signalsEnd(r)
		}
	}
	return !c.goesOn(r)
}

// throwsAway reports whether nothing that r reads is used.
func (c *checker) throwsAway(r *errfate.Read) bool {
	switch {
	case !c.resultsUnused(r):
		return r.Base == nil && !r.Foreign && c.errors.Drains(r.Tabled)
	case r.Base != nil:
		return c.throwsAway(r.Base)
	case r.Foreign:
		return c.discardsAbroad(r)
	case r.Tabled.Func.Sink != wslib.None:
		return c.errors.Drains(r.Tabled)
	}
	return c.argumentsUnused(r)
}

// resultsUnused reports whether no result of r's call that holds data is used:
// the number of bytes and the type of a message are no data.
func (c *checker) resultsUnused(r *errfate.Read) bool {
	if r.N == 1 || r.Holder == errfate.Ignored || r.Holder == errfate.Started {
		return true
	}
	s, ok := r.At.(*ast.AssignStmt)
	if !ok || len(s.Rhs) != 1 {
		return false
	}
	for i, lhs := range s.Lhs {
		if i == r.Index || lang.IsBlank(lhs) {
			continue
		}
		if b, ok := lang.TypeOf(c.flow.Info, lhs).Underlying().(*types.Basic); ok && b.Info()&types.IsString == 0 {
			continue
		}
		if v := lang.Var(c.flow.Info, lhs); v == nil || !c.onlyDrained(v) {
			return false
		}
	}
	return true
}

// onlyDrained reports whether v, a reader, is read nowhere but to be thrown away.
func (c *checker) onlyDrained(v *types.Var) bool {
	return c.everyUse(v, func(call *ast.CallExpr) bool {
		t := c.callOf(call, wslib.Read)
		return t != nil && c.errors.Drains(t)
	})
}

// argumentsUnused reports whether what r reads into is used by reads alone.
func (c *checker) argumentsUnused(r *errfate.Read) bool {
	t := r.Tabled
	for i, arg := range r.Call.Args {
		_, basic := lang.TypeOf(c.flow.Info, arg).Underlying().(*types.Basic)
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
			return c.callOf(call, wslib.Read) != nil
		}) {
			return false
		}
	}
	return true
}

// everyUse reports whether ok holds for every use of v: each is an argument of
// a call, or a part of one. Assignments to v do not count.
func (c *checker) everyUse(v *types.Var, ok func(*ast.CallExpr) bool) bool {
	file := c.fileOf(v)
	if file == nil {
		return false
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
		s, assigned := c.flow.Parent(id).(*ast.AssignStmt)
		assigned = assigned && slices.Contains(s.Lhs, ast.Expr(id))
		all = assigned || call != nil && ok(call)
		return all
	})
	return all
}

// fileOf returns the file that declares v, nil if it is none of the package's.
func (c *checker) fileOf(v *types.Var) *ast.File {
	i := slices.IndexFunc(c.flow.Files, func(f *ast.File) bool { return f.FileStart <= v.Pos() && v.Pos() <= f.FileEnd })
	if i < 0 {
		return nil
	}
	return c.flow.Files[i]
}

// goesOn reports whether the connection is read or written after r: more is to
// come than the end.
func (c *checker) goesOn(r *errfate.Read) bool {
	from := connOf(r.Root())
	return from != nil && slices.ContainsFunc(c.flow.Calls, func(t *connflow.Call) bool {
		if t.Func.Role != wslib.Read && t.Func.Role != wslib.Write || t.Expr == nil || t.Expr == r.Call || t.Defer || c.closeFrame(t) {
			return false
		}
		on := t.Slot(t.Func.Conn)
		return on != nil && !lang.Within(t.Expr, r.Call) && t.In == c.flow.Func(r.Call) &&
			c.flow.Between(r.Call, t.Node, nil) && c.flow.Same(on, from)
	})
}

// connOf returns the connection expression of a library's read.
func connOf(r *errfate.Read) ast.Expr { return r.Tabled.Slot(r.Tabled.Func.Conn) }

// signalsEnd reports whether code that waits learns that r has failed: the
// connection is closed, a context cancelled, or something signalled.
func (c *checker) signalsEnd(r *errfate.Read) bool {
	for q := r; q != nil; q = q.Base {
		if c.errors.Then(q.Error, c.isSignal) {
			return true
		}
	}
	f := c.flow.Func(r.Call)
	return f != nil && c.errors.Later(f, c.isSignal, c.isHandler)
}

// isHandler reports whether a library calls f with a connection that it closes
// when f returns.
func (c *checker) isHandler(f *connflow.Func) bool {
	sig := f.Signature()
	if sig == nil || sig.Params().Len() != 1 || len(c.flow.Callers(f)) > 0 {
		return false
	}
	lib := c.flow.Index.IsConn(sig.Params().At(0).Type())
	return lib != nil && slices.ContainsFunc(lib.Packages, func(p *wslib.Package) bool { return len(p.Handlers) > 0 })
}

// isSignal reports whether n tells another goroutine or a caller that something
// has ended: it ends something, sends, or calls a function value from elsewhere,
// a callback.
func (c *checker) isSignal(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SendStmt:
		return true
	case *ast.CallExpr:
		fun := c.flow.Info.Types[n.Fun]
		callback := lang.Callee(c.flow.Info, n) == nil && !fun.IsType() && !fun.IsBuiltin() && len(c.flow.Callees(n)) == 0
		return callback || c.ends(n)
	}
	return false
}

// ends reports whether call closes a connection or channel, cancels a context,
// or releases those who wait.
func (c *checker) ends(call *ast.CallExpr) bool {
	return c.callOf(call, wslib.Close) != nil || lang.IsBuiltin(c.flow.Info, call, "close") ||
		wslib.IsCancel(c.flow.Info.TypeOf(call.Fun)) || wslib.Signals(lang.Callee(c.flow.Info, call))
}
