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

// A drain answers whether reads throw away what they read.
type drain struct{ *checker }

// onlyWaitsForEnd reports whether r only waits for the end of the connection: it
// throws all data away, and is either in a loop behind which the connection is
// closed, a context cancelled or something signalled, or a single read with
// nothing but the end to come.
func (d drain) onlyWaitsForEnd(r *errfate.Read) bool {
	if !d.throwsAway(r) {
		return false
	}
	for q := r; q != nil; q = q.Base {
		if d.flow.Loop(q.Call) != nil {
			return q.Holder != errfate.Ignored && q.Holder != errfate.Blank && d.signalsEnd(r)
		}
	}
	return !d.goesOn(r)
}

// throwsAway reports whether nothing that r reads is used.
func (d drain) throwsAway(r *errfate.Read) bool {
	switch {
	case !d.resultsUnused(r):
		return r.Base == nil && !r.Foreign && d.errors.Drains(r.Tabled)
	case r.Base != nil:
		return d.throwsAway(r.Base)
	case r.Foreign:
		return (facts{d.checker}).discardsAbroad(r)
	case r.Tabled.Func.Sink != wslib.None:
		return d.errors.Drains(r.Tabled)
	}
	return d.argumentsUnused(r)
}

// resultsUnused reports whether no result of r's call that holds data is used:
// the number of bytes and the type of a message are no data.
func (d drain) resultsUnused(r *errfate.Read) bool {
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
		if b, ok := lang.TypeOf(d.flow.Info, lhs).Underlying().(*types.Basic); ok && b.Info()&types.IsString == 0 {
			continue
		}
		if v := lang.Var(d.flow.Info, lhs); v == nil || !d.onlyDrained(v) {
			return false
		}
	}
	return true
}

// onlyDrained reports whether v, a reader, is read nowhere but to be thrown away.
func (d drain) onlyDrained(v *types.Var) bool {
	return d.everyUse(v, func(call *ast.CallExpr) bool {
		t := d.callOf(call, wslib.Read)
		return t != nil && d.errors.Drains(t)
	})
}

// argumentsUnused reports whether what r reads into is used by reads alone.
func (d drain) argumentsUnused(r *errfate.Read) bool {
	t := r.Tabled
	for i, arg := range r.Call.Args {
		_, basic := lang.TypeOf(d.flow.Info, arg).Underlying().(*types.Basic)
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
		v := lang.Var(d.flow.Info, e)
		if v == nil || v.Kind() != types.LocalVar || !d.everyUse(v, func(call *ast.CallExpr) bool {
			return d.callOf(call, wslib.Read) != nil
		}) {
			return false
		}
	}
	return true
}

// everyUse reports whether ok holds for every use of v: each is an argument of
// a call, or a part of one. Assignments to v do not count.
func (d drain) everyUse(v *types.Var, ok func(*ast.CallExpr) bool) bool {
	i := slices.IndexFunc(d.flow.Files, func(f *ast.File) bool { return f.FileStart <= v.Pos() && v.Pos() <= f.FileEnd })
	if i < 0 {
		return false
	}
	all := true
	ast.Inspect(d.flow.Files[i], func(n ast.Node) bool {
		id, isIdent := n.(*ast.Ident)
		if !all || !isIdent || d.flow.Info.Uses[id] != v {
			return all
		}
		var call *ast.CallExpr
		for _, above := range d.flow.Path(id) {
			if _, isStmt := above.(ast.Stmt); isStmt || call != nil {
				break
			}
			call, _ = above.(*ast.CallExpr)
		}
		s, assigned := d.flow.Parent(id).(*ast.AssignStmt)
		assigned = assigned && slices.Contains(s.Lhs, ast.Expr(id))
		all = assigned || call != nil && ok(call)
		return all
	})
	return all
}

// goesOn reports whether the connection is read or written after r: more is to
// come than the end.
func (d drain) goesOn(r *errfate.Read) bool {
	from := connOf(r.Root())
	return from != nil && slices.ContainsFunc(d.flow.Calls, func(t *connflow.Call) bool {
		if t.Func.Role != wslib.Read && t.Func.Role != wslib.Write || t.Expr == nil || t.Expr == r.Call || t.Defer || d.closeFrame(t) {
			return false
		}
		on := t.Slot(t.Func.Conn)
		return on != nil && !lang.Within(t.Expr, r.Call) && t.In == d.flow.Func(r.Call) &&
			d.flow.Between(r.Call, t.Node, nil) && d.flow.Same(on, from)
	})
}

// connOf returns the connection expression of a library's read.
func connOf(r *errfate.Read) ast.Expr { return r.Tabled.Slot(r.Tabled.Func.Conn) }

// signalsEnd reports whether code that waits learns that r has failed: the
// connection is closed, a context cancelled, or something signalled.
func (d drain) signalsEnd(r *errfate.Read) bool {
	for q := r; q != nil; q = q.Base {
		if d.errors.Then(q.Error, d.isSignal) {
			return true
		}
	}
	f := d.flow.Func(r.Call)
	return f != nil && d.errors.Later(f, d.isSignal, d.isHandler)
}

// isHandler reports whether a library calls f with a connection that it closes
// when f returns.
func (d drain) isHandler(f *connflow.Func) bool {
	sig := f.Signature()
	if sig == nil || sig.Params().Len() != 1 || len(d.flow.Callers(f)) > 0 {
		return false
	}
	lib := d.flow.Index.IsConn(sig.Params().At(0).Type())
	return lib != nil && slices.ContainsFunc(lib.Packages, func(p *wslib.Package) bool { return len(p.Handlers) > 0 })
}

// isSignal reports whether n lets another goroutine or a caller see that something
// has ended: it ends something, sends, or calls a function value from elsewhere,
// a callback.
func (d drain) isSignal(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SendStmt:
		return true
	case *ast.CallExpr:
		fun := d.flow.Info.Types[n.Fun]
		callback := lang.Callee(d.flow.Info, n) == nil && !fun.IsType() && !fun.IsBuiltin() && len(d.flow.Callees(n)) == 0
		return callback || d.ends(n)
	}
	return false
}

// ends reports whether call closes a connection or channel, cancels a context,
// or releases those who wait.
func (d drain) ends(call *ast.CallExpr) bool {
	return d.callOf(call, wslib.Close) != nil || lang.IsBuiltin(d.flow.Info, call, "close") ||
		wslib.IsCancel(d.flow.Info.TypeOf(call.Fun)) || wslib.Signals(lang.Callee(d.flow.Info, call))
}
