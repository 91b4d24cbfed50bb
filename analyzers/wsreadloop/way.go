package wsreadloop

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A way is that of the paths on which a read has failed with an error that ends
// the connection.
type way struct {
	*checker
	read *errfate.Read
	back bool
}

// leadsBack reports whether a path leads back to the read, on the same connection.
func (w *way) leadsBack() bool {
	f := w.flow.Func(w.read.Call)
	if f == nil {
		return false
	}
	graph := f.Graph()
	walk := &paths.Walk[paths.Facts]{
		Graph: graph,
		Step: func(n ast.Node, fs paths.Facts) []paths.Facts {
			if lang.Within(w.read.Call, n) {
				w.back = w.back || !w.replaces(n) // what reads may dial first
				return nil
			}
			return w.step(n, fs)
		},
		Range: func(loop *ast.RangeStmt, more bool, fs paths.Facts) []paths.Facts {
			if more && loop.Value != nil && lang.VarOrField(w.flow.Info, loop.Value) == w.conn() {
				return nil // the next connection
			}
			return []paths.Facts{w.known.Next(fs, loop)}
		},
		Branch: w.branch,
		Enter: func(b *cfg.Block, fs paths.Facts) (paths.Facts, bool) {
			return w.known.Needed(w.known.WithoutResults(fs), graph, b), !w.survivesCase(b)
		},
	}
	at, ok := graph.At(w.read.Call)
	if !ok {
		return false
	}
	fs := w.known.WithResult("", w.read.Call, w.read.Index, paths.NonZero)
	walk.After(w.read.Call, w.known.Assign(fs, at.Node()))
	return w.back && !walk.Cut
}

// step returns what is known behind n; nothing where the path is one on which the
// connection is dialed anew, or somebody else is told of its end.
func (w *way) step(n ast.Node, fs paths.Facts) []paths.Facts {
	if w.replaces(n) || w.tells(n) {
		return nil
	}
	all := []paths.Facts{fs}
	lang.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			var next []paths.Facts
			for _, fs := range all {
				next = append(next, w.call(call, fs)...)
			}
			all = next
		}
		return true
	})
	for i := range all {
		all[i] = w.known.Assign(all[i], n)
	}
	return all
}

// conn returns the variable or field that is the connection which is read.
func (w *way) conn() *types.Var {
	root := w.read.Root().Tabled
	return lang.VarOrField(w.flow.Info, root.Slot(root.Func.Conn))
}

// replaces reports whether n puts another connection in the place of the one that
// was read, or dials.
func (w *way) replaces(n ast.Node) bool {
	conn := w.conn()
	if s, ok := n.(*ast.AssignStmt); ok && conn != nil {
		for _, lhs := range s.Lhs {
			if lang.VarOrField(w.flow.Info, lhs) == conn {
				return true
			}
		}
	}
	return w.errors.Runs(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		return ok && slices.ContainsFunc(w.flow.CallsAt(call), func(c *connflow.Call) bool {
			return c.Func.Role == wslib.Dial || c.Func.Role == wslib.Accept
		})
	})
}

// tells reports whether n tells another goroutine something, or waits for one: by a
// channel, a context or the like. What a function of the package does, call asks.
func (w *way) tells(n ast.Node) bool {
	found := false
	lang.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt:
			found = true
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW && !wslib.IsTime(lang.TypeOf(w.flow.Info, n))
		case *ast.CallExpr:
			found = found || lang.IsBuiltin(w.flow.Info, n, "close") || wslib.Signals(lang.Callee(w.flow.Info, n)) ||
				slices.ContainsFunc(append(n.Args, n.Fun), func(e ast.Expr) bool { return wslib.IsCancel(lang.TypeOf(w.flow.Info, e)) })
		}
		return !found
	})
	return found
}

// call returns what is known behind a call of a function of the package: how it
// comes to its end where it is given an error, if it tells nobody.
func (w *way) call(call *ast.CallExpr, fs paths.Facts) []paths.Facts {
	fs = w.known.WithoutShared(fs)
	callees := w.flow.Callees(call)
	if len(callees) == 0 {
		return []paths.Facts{fs}
	}
	var all []paths.Facts
	for _, f := range callees {
		for _, last := range w.ends(call, f, fs) {
			n := max(f.Signature().Results().Len(), 1)
			if next := w.known.WithResult(fs, call, n-1, last); !slices.Contains(all, next) {
				all = append(all, next)
			}
		}
	}
	return all
}

// ends returns what is known of the last result of f, at the ends of its paths on
// which it tells nobody.
func (w *way) ends(call *ast.CallExpr, f *connflow.Func, fs paths.Facts) []paths.Fact {
	first := paths.Facts("")
	for v := range f.Signature().Params().Variables() {
		if arg := w.flow.Arg(call, f, v); arg != nil && lang.IsError(v.Type()) && w.known.Eval(fs, arg).Holds() {
			first = w.known.WithVar(first, v, paths.NonZero)
		}
	}
	var lasts []paths.Fact
	w.toEnd(f, &lasts, w.tellsAt).Start(first)
	return lasts
}

// toEnd returns a walk through f that adds to lasts what is known of its last result
// at the ends of the paths on which nothing runs that stops holds for.
func (w *way) toEnd(f *connflow.Func, lasts *[]paths.Fact, stops func(ast.Node) bool) *paths.Walk[paths.Facts] {
	graph := f.Graph()
	return &paths.Walk[paths.Facts]{
		Graph: graph,
		Step: func(n ast.Node, fs paths.Facts) []paths.Facts {
			if w.errors.Runs(n, stops) {
				return nil
			}
			return []paths.Facts{w.known.Assign(fs, n)}
		},
		Branch: w.branch,
		Enter: func(b *cfg.Block, fs paths.Facts) (paths.Facts, bool) {
			return w.known.Needed(w.known.WithoutResults(fs), graph, b), true
		},
		Exit: func(ret *ast.ReturnStmt, fs paths.Facts) {
			last := paths.Unknown
			if ret != nil && len(ret.Results) > 0 && ret.Pos() < f.Body.Rbrace {
				last = w.known.Eval(fs, ret.Results[len(ret.Results)-1])
			}
			if !slices.Contains(*lasts, last) {
				*lasts = append(*lasts, last)
			}
		},
	}
}

// tellsAt is tells of one node, and not of what is in it.
func (w *way) tellsAt(n ast.Node) bool {
	switch n.(type) {
	case *ast.SendStmt, *ast.UnaryExpr, *ast.CallExpr:
		return w.tells(n)
	}
	return false
}

// branch returns what is known where cond holds, or does not; false where the path
// cannot go that way, or where the error is one that does not end the connection.
func (w *way) branch(cond ast.Expr, holds bool, fs paths.Facts) (paths.Facts, bool) {
	if f := w.known.Eval(fs, cond); f.Known() && f.Holds() != holds {
		return fs, false
	}
	return w.known.Refine(fs, cond, holds), !w.survives(cond, holds)
}

// survives reports whether cond, where it holds or does not, says that the error
// is one after which the connection can be read on.
func (w *way) survives(cond ast.Expr, holds bool) bool {
	info := w.flow.Info
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.NOT && w.survives(e.X, !holds)
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND, token.LOR:
			if (e.Op == token.LAND) == holds {
				return w.survives(e.X, holds) || w.survives(e.Y, holds)
			}
			return w.survives(e.X, holds) && w.survives(e.Y, holds)
		case token.EQL, token.NEQ:
			return (e.Op == token.EQL) == holds && (w.survivesError(e.X) || w.survivesError(e.Y))
		}
	case *ast.CallExpr:
		fn := lang.Callee(info, e)
		switch {
		case !holds:
			return wslib.IsErrorTest(fn) && w.classifies(e.Args[1])
		case wslib.TestsTimeout(fn):
			return w.read.Root().Lib.TimeoutsPass
		case wslib.IsErrorAs(fn):
			return w.survivesType(lang.Deref(lang.TypeOf(info, e.Args[1])))
		case wslib.IsErrorTest(fn):
			return w.survivesError(e.Args[1])
		}
		return slices.ContainsFunc(w.flow.Callees(e), func(f *connflow.Func) bool { return w.returnsSurvival(f) })
	case *ast.Ident: // ok of err.(T)
		return holds && w.assertsSurvival(lang.Var(info, e))
	}
	return false
}

// classifies reports whether e, what an error is tested for, is an error of the
// program's own, in which a function that reads returns that of the read.
func (w *way) classifies(e ast.Expr) bool {
	if w.read.Base == nil && !w.read.Foreign || !w.read.Inside() {
		return false
	}
	if v := lang.VarOrField(w.flow.Info, e); v != nil && lang.IsError(v.Type()) {
		return v.Pkg() == w.flow.Pkg
	}
	return w.flow.OwnType(lang.Deref(lang.TypeOf(w.flow.Info, e))) != nil
}

// returnsSurvival reports whether f, a function of the package, tests for an error
// after which the connection can be read on.
func (w *way) returnsSurvival(f *connflow.Func) bool {
	found := false
	lang.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			found = found || len(w.flow.Callees(n)) == 0 && w.survives(n, true)
		case *ast.TypeAssertExpr:
			found = found || n.Type != nil && w.survivesType(lang.TypeOf(w.flow.Info, n.Type))
		}
		return !found
	})
	return found
}

// assertsSurvival reports whether ok is that of an assertion to the type of such an
// error.
func (w *way) assertsSurvival(ok *types.Var) bool {
	return ok != nil && slices.ContainsFunc(w.flow.Writes(ok), func(e ast.Expr) bool {
		assert, isAssert := ast.Unparen(e).(*ast.TypeAssertExpr)
		return isAssert && assert.Type != nil && w.survivesType(lang.TypeOf(w.flow.Info, assert.Type))
	})
}

// survivesCase reports whether b is the case of a switch for such errors alone.
func (w *way) survivesCase(b *cfg.Block) bool {
	clause, ok := b.Stmt.(*ast.CaseClause)
	return ok && b.Kind == cfg.KindSwitchCaseBody && w.survivesClause(clause)
}

func (w *way) survivesClause(clause *ast.CaseClause) bool {
	return len(clause.List) > 0 && !slices.ContainsFunc(clause.List, func(e ast.Expr) bool {
		if tv := w.flow.Info.Types[e]; tv.IsType() {
			return !w.survivesType(tv.Type)
		}
		return !w.survivesError(e)
	})
}

func (w *way) survivesType(t types.Type) bool {
	root := w.read.Root()
	return root.Tabled.Func.Decodes && wslib.IsDecodingError(t)
}

func (w *way) survivesError(e ast.Expr) bool {
	root := w.read.Root()
	v := lang.VarOrField(w.flow.Info, e)
	return v != nil && (root.Lib.Passes(v) || root.Tabled.Func.Decodes && wslib.IsTruncation(v))
}
