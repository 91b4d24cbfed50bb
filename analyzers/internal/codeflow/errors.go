package codeflow

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Errors returns where the close error e comes from, also where it was looked for
// in another error.
func (c *Codes) Errors(e ast.Expr) []*connflow.Source {
	var found []*connflow.Source
	for _, s := range c.flow.Sources(e) {
		if s.Kind != connflow.Zero {
			found = append(found, s)
		}
		for _, err := range c.targetsOf(s.Var) {
			found = append(found, c.flow.Sources(err)...)
		}
	}
	return found
}

// targetsOf returns the errors that are looked into for one that is put into v.
func (c *Codes) targetsOf(v *types.Var) []ast.Expr {
	if c.targets == nil {
		c.targets = map[*types.Var][]ast.Expr{}
		for _, f := range c.flow.Funcs {
			lang.Walk(f.Body, func(n ast.Node) {
				call, ok := n.(*ast.CallExpr)
				if !ok || !wslib.IsErrorAs(lang.Callee(c.flow.Info, call)) {
					return
				}
				if to, ok := ast.Unparen(call.Args[1]).(*ast.UnaryExpr); ok {
					if v := lang.Var(c.flow.Info, to.X); v != nil {
						c.targets[v] = append(c.targets[v], call.Args[0])
					}
				}
			})
		}
	}
	return c.targets[v]
}
