package redial

import (
	"go/ast"
	"maps"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// repeated reports whether n runs again and again in a cycle that dials.
func (c *Finder) repeated(n ast.Node) bool {
	f := c.flow.Func(n)
	if f == nil {
		return false
	}
	if c.cyclic[f] {
		return true
	}
	for _, above := range c.flow.Path(n) {
		switch loop := above.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		case *ast.ForStmt:
			if c.dialing[loop] && (loop.Init == nil || !lang.Within(n, loop.Init)) {
				return true
			}
		case *ast.RangeStmt:
			if c.dialing[loop] && !lang.Within(n, loop.X) {
				return true
			}
		}
	}
	return false
}

// findCyclic finds the loops that dial, and the functions that run in such a loop
// or in a ring of functions that dial.
func (c *Finder) findCyclic() {
	c.dialing, c.cyclic = map[ast.Stmt]bool{}, map[*connflow.Func]bool{}
	for _, f := range c.flow.Funcs {
		if c.Graph.Ring[f] != 0 {
			c.cyclic[f] = true
			maps.Copy(c.cyclic, c.flow.Reach(f.Body))
		}
		for _, loop := range c.loops(f, c.Graph.sites(f)) {
			switch loop := loop.(type) {
			case *ast.ForStmt:
				c.dialing[loop] = true
				maps.Copy(c.cyclic, c.flow.Reach(loop.Body))
				if loop.Post != nil {
					maps.Copy(c.cyclic, c.flow.Reach(loop.Post))
				}
			case *ast.RangeStmt:
				c.dialing[loop] = true
				maps.Copy(c.cyclic, c.flow.Reach(loop.Body))
			}
		}
	}
}
