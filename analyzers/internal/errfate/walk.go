package errfate

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// graph returns the control-flow graph of f.
func (x *Errors) graph(f *connflow.Func) *paths.Graph {
	g := x.graphs[f]
	if g == nil {
		g = paths.New(x.flow.Info, f.Type, f.Body)
		x.graphs[f] = g
	}
	return g
}

// A walk goes along the paths of a function, of those on which a call failed
// where there is one.
type walk struct {
	*Errors
	// failed is the error of that call, nil if there is none.
	failed *Error
	// running leaves out the paths on which the program was just seen to end the
	// connection itself.
	running bool
	// visit is called for each node of a path; it returns false where the path
	// ends.
	visit Test
	// exit is called where a path leaves the function.
	exit func()
}

// along returns the walk along the paths of f. A place is gone through once,
// however it was come to.
func (w *walk) along(f *connflow.Func) *paths.Walk[struct{}] {
	return &paths.Walk[struct{}]{
		Graph: w.graph(f),
		Step: func(n ast.Node, s struct{}) []struct{} {
			if w.running && w.ended(n) || !w.visit(n) {
				return nil
			}
			return []struct{}{s}
		},
		Branch: func(cond ast.Expr, holds bool, s struct{}) (struct{}, bool) {
			t := w.holds(cond)
			return s, t == unknown || t == truthOf(holds)
		},
		Exit: func(*ast.ReturnStmt, struct{}) {
			if w.exit != nil {
				w.exit()
			}
		},
	}
}

// after walks from behind n.
func (w *walk) after(n ast.Node) {
	if f := w.flow.Func(n); f != nil {
		w.along(f).After(n, struct{}{})
	}
}

// A truth is what is known of a condition.
type truth int8

const (
	no      truth = -1
	unknown truth = 0
	yes     truth = 1
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// holds decides a condition for an error that is not nil and, of a walk that is
// running, for a context that has not ended.
func (w *walk) holds(cond ast.Expr) truth {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return -w.holds(e.X)
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND:
			return min(w.holds(e.X), w.holds(e.Y))
		case token.LOR:
			return max(w.holds(e.X), w.holds(e.Y))
		}
		tested, notNil, ok := lang.NilTest(w.flow.Info, e)
		switch {
		case !ok:
		case w.failed != nil && (tested == w.failed.Call || w.failed.Var != nil && lang.Var(w.flow.Info, tested) == w.failed.Var):
			return truthOf(notNil)
		case w.running && w.IsContextErr(tested):
			return truthOf(!notNil)
		}
	}
	return unknown
}

// IsContextErr reports whether e is the error of a context, not nil once it has
// ended.
func (x *Errors) IsContextErr(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	return ok && wslib.ContextMethod(lang.Callee(x.flow.Info, call)) == wslib.ContextErr
}

// ended reports whether n is a select's case for the end of a context or the like.
func (x *Errors) ended(n ast.Node) bool {
	s, ok := n.(ast.Stmt)
	if !ok || !x.IsDone(s) {
		return false
	}
	_, ok = x.flow.Parent(n).(*ast.CommClause)
	return ok
}

// IsDone reports whether s, the communication of a select clause or another
// statement, receives from a context's done channel, or from a channel that can
// signal nothing but that something is over.
func (x *Errors) IsDone(s ast.Stmt) bool {
	var from ast.Expr
	switch s := s.(type) {
	case *ast.ExprStmt:
		from = s.X
	case *ast.AssignStmt:
		from = s.Rhs[0]
	default:
		return false
	}
	recv, ok := ast.Unparen(from).(*ast.UnaryExpr)
	if !ok || recv.Op != token.ARROW {
		return false
	}
	if call, ok := ast.Unparen(recv.X).(*ast.CallExpr); ok && wslib.ContextMethod(lang.Callee(x.flow.Info, call)) == wslib.ContextDone {
		return true
	}
	ch, ok := lang.TypeOf(x.flow.Info, recv.X).Underlying().(*types.Chan)
	if !ok {
		return false
	}
	t, ok := ch.Elem().Underlying().(*types.Struct)
	return ok && t.NumFields() == 0
}
