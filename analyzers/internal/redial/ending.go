package redial

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// EndsOthers reports whether functions return when the field v, a context or a channel,
// says so, and v is not made anew by what connects: it is made with the value that it is
// a field of, or by a constructor that does not connect.
func (c *Finder) EndsOthers(v *types.Var) bool {
	ends := func(n ast.Node) bool {
		clause, ok := n.(*ast.CommClause)
		if !ok || !lang.IsReturn(clause.Body) {
			return false
		}
		ch := lang.Awaited(clause.Comm)
		if ctx := c.flow.Asked(ch, wslib.ContextDone); ctx != nil {
			ch = ctx
		}
		return lang.VarOrField(c.flow.Info, ch) == v.Origin()
	}
	if !slices.ContainsFunc(c.flow.Funcs, func(f *connflow.Func) bool { return lang.Any(f.Body, ends) }) {
		return false
	}
	return !slices.ContainsFunc(c.flow.Writes(v), func(e ast.Expr) bool {
		f := c.flow.Func(e)
		if _, made := c.flow.Parent(e).(*ast.KeyValueExpr); made {
			return false
		}
		return f == nil || c.Graph.Leads[f] || f.Obj == nil || f.Obj.Signature().Recv() != nil
	})
}
