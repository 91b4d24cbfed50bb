package redial

import (
	"go/ast"
	"go/types"
	"maps"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// repeated reports whether n runs again and again in a cycle that dials.
func (l *loops) repeated(n ast.Node) bool {
	f := l.flow.Func(n)
	if f == nil {
		return false
	}
	if l.cyclic[f] {
		return true
	}
	for _, above := range l.flow.Path(n) {
		switch loop := above.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		case *ast.ForStmt:
			if l.dialing[loop] && (loop.Init == nil || !lang.Within(n, loop.Init)) {
				return true
			}
		case *ast.RangeStmt:
			if l.dialing[loop] && !lang.Within(n, loop.X) {
				return true
			}
		}
	}
	return false
}

// findCyclic finds the loops that dial, and the functions that run in such a loop
// or in a ring of functions that dial.
func (l *loops) findCyclic() {
	for _, f := range l.flow.Funcs {
		if l.Graph.Ring[f] != 0 {
			l.cyclic[f] = true
			maps.Copy(l.cyclic, l.flow.Reach(f.Body))
		}
		for _, loop := range l.loopsOf(f, l.Graph.sites(f)) {
			switch loop := loop.(type) {
			case *ast.ForStmt:
				l.dialing[loop] = true
				maps.Copy(l.cyclic, l.flow.Reach(loop.Body))
				if loop.Post != nil {
					maps.Copy(l.cyclic, l.flow.Reach(loop.Post))
				}
			case *ast.RangeStmt:
				l.dialing[loop] = true
				maps.Copy(l.cyclic, l.flow.Reach(loop.Body))
			}
		}
	}
}

// findCounters finds the variables that a loop's condition bounds.
func (l *loops) findCounters() {
	for _, f := range l.flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.ForStmt:
				if n.Cond == nil || n.Post == nil {
					return
				}
				lang.Walk(n.Post, func(m ast.Node) {
					if id, ok := m.(*ast.Ident); ok {
						if v, ok := l.flow.Info.ObjectOf(id).(*types.Var); ok && lang.Mentions(l.flow.Info, n.Cond, v) {
							l.counters[v] = true
						}
					}
				})
			case *ast.RangeStmt:
				if n.Key != nil {
					if v := lang.VarOrField(l.flow.Info, n.Key); v != nil {
						l.counters[v] = true
					}
				}
			}
		})
	}
}
