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
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Survival answers after which errors of one read the connection can be read on.
type Survival struct {
	flow *connflow.Flow
	read *errfate.Read
}

// Where reports whether the error, where cond holds or does not, is one after which
// the connection can be read on.
func (sv Survival) Where(cond ast.Expr, holds bool) bool {
	info := sv.flow.Info
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.NOT && sv.Where(e.X, !holds)
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND, token.LOR:
			if (e.Op == token.LAND) == holds {
				return sv.Where(e.X, holds) || sv.Where(e.Y, holds)
			}
			return sv.Where(e.X, holds) && sv.Where(e.Y, holds)
		case token.EQL, token.NEQ:
			return (e.Op == token.EQL) == holds && (sv.ofError(e.X) || sv.ofError(e.Y))
		}
	case *ast.CallExpr:
		fn := lang.Callee(info, e)
		switch {
		case !holds:
			return wslib.IsErrorTest(fn) && sv.classifies(e.Args[1])
		case wslib.TestsTimeout(fn):
			return sv.read.Root().Lib.TimeoutsPass
		case wslib.IsErrorAs(fn):
			return sv.ofType(lang.Deref(lang.TypeOf(info, e.Args[1])))
		case wslib.IsErrorTest(fn):
			return sv.ofError(e.Args[1])
		}
		return slices.ContainsFunc(sv.flow.Callees(e), func(f *connflow.Func) bool { return sv.tested(f) })
	case *ast.Ident: // ok of err.(T)
		return holds && sv.asserted(lang.Var(info, e))
	}
	return false
}

// classifies reports whether e, what an error is tested for, is an error of the
// program's own, in which a function that reads returns that of the read.
func (sv Survival) classifies(e ast.Expr) bool {
	if sv.read.Base == nil && !sv.read.Foreign || !sv.read.Inside() {
		return false
	}
	if v := lang.VarOrField(sv.flow.Info, e); v != nil && lang.IsError(v.Type()) {
		return v.Pkg() == sv.flow.Pkg
	}
	return sv.flow.OwnType(lang.Deref(lang.TypeOf(sv.flow.Info, e))) != nil
}

// tested reports whether f, a function of the package, tests for an error
// after which the connection can be read on.
func (sv Survival) tested(f *connflow.Func) bool {
	found := false
	lang.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			found = found || len(sv.flow.Callees(n)) == 0 && sv.Where(n, true)
		case *ast.TypeAssertExpr:
			found = found || n.Type != nil && sv.ofType(lang.TypeOf(sv.flow.Info, n.Type))
		}
		return !found
	})
	return found
}

// asserted reports whether ok is that of an assertion to the type of such an
// error.
func (sv Survival) asserted(ok *types.Var) bool {
	return ok != nil && slices.ContainsFunc(sv.flow.Writes(ok), func(e ast.Expr) bool {
		assert, isAssert := ast.Unparen(e).(*ast.TypeAssertExpr)
		return isAssert && assert.Type != nil && sv.ofType(lang.TypeOf(sv.flow.Info, assert.Type))
	})
}

// inCase reports whether b is the case of a switch for such errors alone.
func (sv Survival) inCase(b *cfg.Block) bool {
	clause, ok := b.Stmt.(*ast.CaseClause)
	return ok && b.Kind == cfg.KindSwitchCaseBody && sv.Clause(clause)
}

// Clause reports whether clause is a case for such errors alone.
func (sv Survival) Clause(clause *ast.CaseClause) bool {
	return len(clause.List) > 0 && !slices.ContainsFunc(clause.List, func(e ast.Expr) bool {
		if tv := sv.flow.Info.Types[e]; tv.IsType() {
			return !sv.ofType(tv.Type)
		}
		return !sv.ofError(e)
	})
}

// ofType reports whether errors of type t are such: those of decoding a message.
func (sv Survival) ofType(t types.Type) bool {
	root := sv.read.Root()
	return root.Tabled.Func.Decodes && wslib.IsDecodingError(t)
}

// ofError reports whether the error that e names is one.
func (sv Survival) ofError(e ast.Expr) bool {
	root := sv.read.Root()
	v := lang.VarOrField(sv.flow.Info, e)
	return v != nil && (root.Lib.Passes(v) || root.Tabled.Func.Decodes && wslib.IsTruncation(v))
}
