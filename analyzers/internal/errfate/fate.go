package errfate

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A Fate is what becomes of an error in the function around its call.
type Fate struct {
	// Used: something is done with it on some path, more than to compare it with
	// nil.
	Used bool
	// Returned: some path returns it, and does nothing else with it before than
	// to look at it.
	Returned bool
	// Wrapped: what is returned is another error that holds it.
	Wrapped bool
	// Dropped: some path leaves the function, or overwrites it, with nothing done
	// to it; Where is the node. Paths on which the program itself ends the
	// connection, by a context or a done channel that was just looked at, do not
	// count.
	Dropped bool
	Where   ast.Node
}

// Fate follows e through its function.
func (x *Errors) Fate(e *Error) Fate {
	switch e.Holder {
	case Returned:
		return Fate{Used: true, Returned: true, Wrapped: !x.returnsPlain(e.At, e)}
	case Taken:
		return Fate{Used: true}
	case Ignored, Blank, Started:
		return Fate{Dropped: true}
	}
	f := x.flow.Func(e.Call)
	if f == nil || e.Var != nil && x.escapes(e, f) {
		return Fate{Used: true}
	}
	var out Fate
	w := &walk{Errors: x, failed: e}
	w.visit = func(n ast.Node) bool {
		u := x.use(e, n)
		out.Used = out.Used || u == looked || u == consumed || u == wrapped || u == handed
		out.Returned = out.Returned || u == handed
		out.Wrapped = out.Wrapped || u == wrapped || u == handed && !x.returnsPlain(n, e)
		return u != consumed && u != handed && u != overwritten
	}
	w.after(e.At)

	w.running = true
	drop := func(at ast.Node) {
		if !out.Dropped {
			out.Dropped, out.Where = true, at
		}
	}
	last := e.At
	w.visit = func(n ast.Node) bool {
		last = n
		switch x.use(e, n) {
		case overwritten:
			drop(n)
			return false
		case looked, consumed, wrapped, handed:
			return false
		}
		return true
	}
	w.exit = func() { drop(last) }
	w.after(e.At)
	return out
}

// A use is what a node of a path does to an error.
type use uint8

const (
	unused use = iota
	// looked: it is compared, or taken apart.
	looked
	// wrapped: another error with it inside takes its place.
	wrapped
	// consumed: it is logged, stored, sent, or passed on.
	consumed
	// handed: it is returned.
	handed
	// overwritten by something else.
	overwritten
)

// use returns what n, a node of a path, does to e.
func (x *Errors) use(e *Error, n ast.Node) use {
	if e.Var == nil {
		if lang.Within(e.Call, n) {
			return overwritten
		}
		return unused
	}
	used := x.Uses(n, e.Var)
	switch n := n.(type) {
	case *ast.ReturnStmt:
		if used || len(n.Results) == 0 && x.isResult(e) {
			return handed
		}
	case *ast.AssignStmt:
		return x.useInAssignment(n, e, used)
	case *ast.ValueSpec:
		if used {
			return consumed
		}
	case ast.Expr:
		if used { // a condition, or the tag of a switch
			return looked
		}
	}
	if used {
		return consumed
	}
	return unused
}

func (x *Errors) useInAssignment(n *ast.AssignStmt, e *Error, used bool) use {
	over := x.assigns(n, e.Var)
	switch {
	case !used && over:
		return overwritten
	case !used:
		return unused
	case over:
		return wrapped
	}
	for i, rhs := range n.Rhs {
		if len(n.Lhs) == len(n.Rhs) && !lang.IsBlank(n.Lhs[i]) && lang.IsError(x.flow.Info.TypeOf(rhs)) && x.Uses(rhs, e.Var) {
			return consumed
		}
	}
	return looked
}

// assigns reports whether n is an assignment to v.
func (x *Errors) assigns(n ast.Node, v *types.Var) bool {
	s, ok := n.(*ast.AssignStmt)
	return ok && slices.ContainsFunc(s.Lhs, func(e ast.Expr) bool { return lang.Var(x.flow.Info, e) == v })
}

// returnsPlain reports whether n returns e as it is.
func (x *Errors) returnsPlain(n ast.Node, e *Error) bool {
	results := n.(*ast.ReturnStmt).Results
	if len(results) == 0 {
		return true
	}
	last := ast.Unparen(results[len(results)-1])
	return last == e.Call || e.Var != nil && lang.Var(x.flow.Info, last) == e.Var
}

// isResult reports whether e goes to a named result of its function.
func (x *Errors) isResult(e *Error) bool {
	f := x.flow.Func(e.Call)
	for v := range f.Signature().Results().Variables() {
		if v == e.Var {
			return true
		}
	}
	return false
}

// Uses reports whether n does something with the value of v: more than to
// compare it with nil for a way to go, to assign to it, or to discard it.
// Function literals in n run at another time and are left out.
func (x *Errors) Uses(n ast.Node, v *types.Var) bool {
	found := false
	lang.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if e, _, ok := lang.NilTest(x.flow.Info, n); ok && lang.Var(x.flow.Info, e) == v && x.decides(n) {
				return false
			}
		case *ast.AssignStmt:
			found = found || x.usesInAssignment(n, v)
			return false
		case *ast.Ident:
			found = found || x.flow.Info.Uses[n] == v
		}
		return !found
	})
	return found
}

func (x *Errors) usesInAssignment(n *ast.AssignStmt, v *types.Var) bool {
	discards := !slices.ContainsFunc(n.Lhs, func(e ast.Expr) bool { return !lang.IsBlank(e) })
	for _, lhs := range n.Lhs {
		if _, ok := ast.Unparen(lhs).(*ast.Ident); !ok && x.Uses(lhs, v) {
			return true
		}
	}
	for _, rhs := range n.Rhs {
		if (!discards || lang.Var(x.flow.Info, rhs) != v) && x.Uses(rhs, v) {
			return true
		}
	}
	return false
}
