package wsbackoff

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// policyFix returns the fix of a wait that a library's policy makes: the policy gets
// its own jitter, where its literal is in the file.
func (c *checker) policyFix(w *wait) (fix analysis.SuggestedFix, advice string) {
	advice = "configure it with jitter"
	call, ok := ast.Unparen(w.node.(ast.Expr)).(*ast.CallExpr)
	if w.dur != nil {
		call, ok = ast.Unparen(w.dur).(*ast.CallExpr)
	}
	if w.pace != growing {
		return fix, "configure it to back off, with jitter"
	}
	if !ok {
		return fix, advice
	}
	known := c.graph.wait(call)
	if known == nil || known.Policy == wslib.None {
		return fix, advice
	}
	var lit *ast.CompositeLit
	for _, s := range c.flow.Sources(slot(call, known.Policy)) {
		found, ok := s.Expr.(*ast.CompositeLit)
		if s.Kind != connflow.Literal || !ok || lit != nil && lit != found {
			return fix, advice
		}
		lit = found
	}
	if lit == nil || c.flow.File(lit) != c.flow.File(call) {
		return fix, advice
	}
	t := c.graph.policyType(lang.TypeOf(c.flow.Info, lit))
	if t == nil || t.Jitter == "" {
		return fix, advice
	}
	m := &mend{checker: c, Builder: c.session.New(c.flow.File(lit))}
	if !m.setField(lit, t.Jitter, m.jitterOf(lit, t.Jitter)) {
		return fix, advice
	}
	return m.Fix("Turn on the jitter of the backoff"), advice
}

// jitterOf returns what turns the jitter of a policy on: true, or a factor.
func (m *mend) jitterOf(lit *ast.CompositeLit, field string) string {
	obj, _, _ := types.LookupFieldOrMethod(lang.TypeOf(m.flow.Info, lit), true, nil, field)
	if obj != nil {
		if b, ok := obj.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 {
			return "true"
		}
	}
	return "0.5"
}

// setField gives the field of the literal that value. It reports whether it could.
func (m *mend) setField(lit *ast.CompositeLit, field, value string) bool {
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		if id, ok := kv.Key.(*ast.Ident); ok && id.Name == field {
			m.Replace(kv.Value, value)
			return true
		}
	}
	if len(lit.Elts) == 0 {
		m.Insert(lit.Lbrace+1, field+": "+value)
		return true
	}
	last := lit.Elts[len(lit.Elts)-1].(*ast.KeyValueExpr)
	text := m.Text(last)
	switch {
	case m.flow.Fset.Position(lit.Lbrace).Line == m.flow.Fset.Position(lit.Rbrace).Line:
		m.Insert(last.End(), ", "+field+": "+value)
	default:
		// The values of such a literal stand below each other.
		column := strings.Index(text, m.Text(last.Value))
		gap := column - len(field+":")
		if gap < 1 || strings.Contains(text, "\n") || m.flow.Fset.Position(last.End()).Line == m.flow.Fset.Position(lit.Rbrace).Line {
			return false
		}
		m.AfterLine(last, field+":"+strings.Repeat(" ", gap)+value+",")
	}
	return true
}
