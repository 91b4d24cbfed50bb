package connflow

import (
	"go/ast"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// Graph returns the control-flow graph of f, built when it is first asked for.
func (f *Func) Graph() *paths.Graph {
	if f.graph == nil {
		f.graph = paths.New(f.program.Info, f.Type, f.Body)
	}
	return f.graph
}

// CFG returns the blocks of f's control-flow graph.
func (f *Func) CFG() *cfg.CFG { return f.Graph().CFG }

// Between reports whether, in the function around both, some path leads from
// after a to b without passing a node for which stop holds. A nil a is the
// entry of b's function.
func (pr *program) Between(a, b ast.Node, stop func(ast.Node) bool) bool {
	f := pr.Func(b)
	return f != nil && (a == nil || pr.Func(a) == f) && f.Graph().Between(a, b, stop)
}

// Leaves reports whether some path leads from after a out of its function
// (a return or the end) without passing a node for which stop holds.
func (pr *program) Leaves(a ast.Node, stop func(ast.Node) bool) bool {
	f := pr.Func(a)
	return f != nil && f.Graph().Leaves(a, stop)
}

// Dominates reports whether every path to b, in the function around both,
// passes a.
func (pr *program) Dominates(a, b ast.Node) bool {
	f := pr.Func(a)
	return f != nil && pr.Func(b) == f && f.Graph().Dominates(a, b)
}

// Loop returns the innermost for or range statement of n's function that runs
// n again and again: nil where no path leads from n back to n.
func (pr *program) Loop(n ast.Node) ast.Stmt {
	f := pr.Func(n)
	if f == nil {
		return nil
	}
	for _, above := range pr.Path(n) {
		switch loop := above.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			if above != n {
				return nil
			}
		case *ast.ForStmt:
			if f.Graph().Repeats(n, loop) {
				return loop
			}
		case *ast.RangeStmt:
			if f.Graph().Repeats(n, loop) {
				return loop
			}
		}
	}
	return nil
}
