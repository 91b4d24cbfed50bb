package reread

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
	Survival
	errors *errfate.Errors
	known  *paths.Knowledge
	back   bool
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
			return w.known.Needed(w.known.WithoutResults(fs), graph, b), !w.inCase(b)
		},
	}
	at, ok := graph.At(w.read.Call)
	if !ok {
		return false
	}
	for _, fs := range w.failures(w.read) {
		walk.After(w.read.Call, w.known.Assign(fs, at.Node()))
	}
	return w.back && !walk.Cut
}

// step returns what is known behind n; nothing where the path is one on which the
// connection is dialed anew, or other code learns of its end.
func (w *way) step(n ast.Node, fs paths.Facts) []paths.Facts {
	if w.replaces(n) || w.signals(n) {
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

// replaces reports whether n, or what it runs, puts another connection, or none, in the
// place of the one that was read, or dials.
func (w *way) replaces(n ast.Node) bool {
	conn := w.conn()
	return w.errors.Runs(n, func(n ast.Node) bool {
		s, ok := n.(*ast.AssignStmt)
		return w.connects(n) || ok && conn != nil && slices.ContainsFunc(s.Lhs, func(lhs ast.Expr) bool {
			return lang.VarOrField(w.flow.Info, lhs) == conn
		})
	})
}

// connects reports whether n, and not what is in it, is a call that makes a connection.
func (w *way) connects(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	return ok && slices.ContainsFunc(w.flow.CallsAt(call), func(c *connflow.Call) bool {
		return c.Func.Role == wslib.Dial || c.Func.Role == wslib.Accept
	})
}

// signals reports whether n signals to another goroutine, or waits for one: by a
// channel, a context or the like. Functions of the package are left to call.
func (w *way) signals(n ast.Node) bool {
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
// returns where it is given an error, on the paths without a signal.
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
// which it sends no signal.
func (w *way) ends(call *ast.CallExpr, f *connflow.Func, fs paths.Facts) []paths.Fact {
	first := paths.Facts("")
	for v := range f.Signature().Params().Variables() {
		if arg := w.flow.Arg(call, f, v); arg != nil && lang.IsError(v.Type()) && w.known.Eval(fs, arg).Holds() {
			first = w.known.WithVar(first, v, paths.NonZero)
		}
	}
	var lasts []paths.Fact
	w.toEnd(f, w.last(f, &lasts), w.signalsAt).Start(first)
	return lasts
}

// last returns a function that adds to lasts what is known of the last result of f at the
// end of a path.
func (w *way) last(f *connflow.Func, lasts *[]paths.Fact) func(*ast.ReturnStmt, paths.Facts) {
	return func(ret *ast.ReturnStmt, fs paths.Facts) {
		last := paths.Unknown
		if results := w.results(f, ret, fs); len(results) > 0 {
			last = results[len(results)-1]
		}
		if !slices.Contains(*lasts, last) {
			*lasts = append(*lasts, last)
		}
	}
}

// toEnd returns a walk through f that calls end for the paths on which stops holds for
// nothing that runs.
func (w *way) toEnd(f *connflow.Func, end func(*ast.ReturnStmt, paths.Facts), stops func(ast.Node) bool) *paths.Walk[paths.Facts] {
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
		Exit: end,
	}
}

// signalsAt is signals for one node, without what is in it.
func (w *way) signalsAt(n ast.Node) bool {
	switch n.(type) {
	case *ast.SendStmt, *ast.UnaryExpr, *ast.CallExpr:
		return w.signals(n)
	}
	return false
}

// branch returns what is known where cond holds, or does not; false where the path
// cannot go that way, or where the error is one that does not end the connection.
func (w *way) branch(cond ast.Expr, holds bool, fs paths.Facts) (paths.Facts, bool) {
	if f := w.known.Eval(fs, cond); f.Known() && f.Holds() != holds {
		return fs, false
	}
	return w.known.Refine(fs, cond, holds), !w.Where(cond, holds)
}
