package errfate

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A Test is a question about one node.
type Test func(ast.Node) bool

// After visits the nodes of the paths that lead from behind n, in the function
// around it, until visit returns false.
func (x *Errors) After(n ast.Node, visit Test) {
	(&walk{Errors: x, visit: visit}).after(n)
}

// From visits the nodes of the paths that start with a list of statements of f,
// an if's or a case's, until visit returns false.
func (x *Errors) From(f *connflow.Func, list []ast.Stmt, visit Test) {
	g := x.graph(f)
	var first ast.Node
	for _, stmt := range list {
		ast.Inspect(stmt, func(n ast.Node) bool {
			if n == nil || first != nil {
				return false
			}
			if at, ok := g.At(n); ok && lang.Within(at.Node(), stmt) {
				first = n
			}
			return first == nil
		})
	}
	if first != nil {
		(&walk{Errors: x, visit: visit}).along(f).From(first, struct{}{})
	}
}

// Then reports whether is holds for some code that runs in e's function after
// the call has failed and before it is called again, deferred code and what runs
// by it included.
func (x *Errors) Then(e *Error, is Test) bool {
	f := x.flow.Func(e.Call)
	if f == nil {
		return false
	}
	if e.Holder == Started {
		return x.Deferred(f, is)
	}
	found := false
	w := &walk{Errors: x, failed: e}
	w.visit = func(n ast.Node) bool {
		found = found || x.Runs(n, is)
		return !found && !lang.Within(e.Call, n)
	}
	w.after(e.At)
	return found || x.Deferred(f, is)
}

// Deferred reports whether is holds for something that f defers.
func (x *Errors) Deferred(f *connflow.Func, is Test) bool {
	found := false
	lang.Inspect(f.Body, func(n ast.Node) bool {
		if d, ok := n.(*ast.DeferStmt); ok {
			found = found || x.Runs(d, is)
		}
		return !found
	})
	return found
}

// Runs reports whether is holds for something in n, or in the functions of
// the package that run by it.
func (x *Errors) Runs(n ast.Node, is Test) bool {
	found := false
	look := func(n ast.Node) bool {
		found = found || is(n)
		return !found
	}
	lang.Inspect(n, look)
	if found {
		return true
	}
	for f := range x.flow.Reach(n) {
		if lang.Inspect(f.Body, look); found {
			return true
		}
	}
	return false
}

// maxCallers bounds through how many callers code is looked for.
const maxCallers = 4

// Later reports whether is holds for something that runs after f has returned, in
// its callers and in theirs, or ends for f or one of them. ends may be nil.
func (x *Errors) Later(f *connflow.Func, is Test, ends func(*connflow.Func) bool) bool {
	return x.later(f, is, ends, maxCallers)
}

func (x *Errors) later(f *connflow.Func, is Test, ends func(*connflow.Func) bool, depth int) bool {
	if ends != nil && ends(f) {
		return true
	}
	if depth == 0 {
		return false
	}
	for _, site := range x.flow.Callers(f) {
		if site.Go || site.Defer || site.In == nil {
			continue
		}
		found := false
		x.After(site.Call, func(n ast.Node) bool {
			found = found || x.Runs(n, is)
			return !found
		})
		if found || x.Deferred(site.In, is) || x.later(site.In, is, ends, depth-1) {
			return true
		}
	}
	return false
}
