package wsbackoff

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// policyFix returns the fix of a wait that a library's policy makes: the policy gets
// its own jitter. It has no edits where the policy's literal is not in the file.
func (c *checker) policyFix(w *redial.Wait) analysis.SuggestedFix {
	lit := c.policyLiteral(w)
	if lit == nil || w.Pace != timing.Growing {
		return analysis.SuggestedFix{}
	}
	t := c.graph.PolicyType(lang.TypeOf(c.flow.Info, lit))
	if t == nil || t.Jitter == "" {
		return analysis.SuggestedFix{}
	}
	m := c.newMend(lit)
	on := m.jitterOf(lit, t.Jitter)
	if on == "" {
		return analysis.SuggestedFix{}
	}
	if !m.SetElement(lit, t.Jitter, on) {
		return analysis.SuggestedFix{}
	}
	return m.Fix("Turn on the jitter of the backoff")
}

// policyLiteral returns the literal of the policy that w waits for, nil if it is not
// one, or in another file.
func (c *checker) policyLiteral(w *redial.Wait) *ast.CompositeLit {
	e, _ := w.Node.(ast.Expr)
	if w.Dur != nil {
		e = w.Dur
	}
	if made := c.declaredFor(w); made != nil {
		e = made
	}
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return nil
	}
	known := c.graph.Wait(call)
	if known == nil || known.Policy == wslib.None {
		return nil
	}
	var lit *ast.CompositeLit
	for _, s := range c.flow.Sources(known.Policy.In(call)) {
		if c.timing.IsPart(s) {
			continue
		}
		found, ok := s.Expr.(*ast.CompositeLit)
		if s.Kind != connflow.Literal || !ok || lit != nil && lit != found {
			return nil
		}
		lit = found
	}
	if lit == nil || c.flow.File(lit) != c.flow.File(call) {
		return nil
	}
	return lit
}

// jitterOf returns what turns the jitter of a policy on: true, or a factor. It is ""
// for a field of another type, whose values cannot be told.
func (m *mend) jitterOf(lit *ast.CompositeLit, field string) string {
	obj, _, _ := types.LookupFieldOrMethod(lang.TypeOf(m.flow.Info, lit), true, nil, field)
	if obj == nil {
		return ""
	}
	switch b, _ := obj.Type().Underlying().(*types.Basic); {
	case b == nil:
		return ""
	case b.Info()&types.IsBoolean != 0:
		return "true"
	case b.Info()&types.IsFloat != 0:
		return "0.5"
	}
	return ""
}
