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
	t := trace{x, e}
	switch e.Holder {
	case Returned:
		return Fate{Used: true, Returned: true, Wrapped: !t.returnsPlain(e.At)}
	case Taken:
		return Fate{Used: true}
	case Ignored, Blank, Started:
		return Fate{Dropped: true}
	}
	f := x.flow.Func(e.Call)
	if f == nil || e.Var != nil && (capture{x, e, f}).escapes() {
		return Fate{Used: true}
	}
	out := t.uses()
	out.Where = t.drop()
	out.Dropped = out.Where != nil
	return out
}

// uses returns what the paths behind the call do with the error.
func (x trace) uses() (out Fate) {
	w := &walk{Errors: x.Errors, failed: x.Error}
	w.visit = func(n ast.Node) bool {
		u := x.use(n)
		out.Used = out.Used || u == looked || u == consumed || u == wrapped || u == handed
		out.Returned = out.Returned || u == handed
		out.Wrapped = out.Wrapped || u == wrapped || u == handed && !x.returnsPlain(n)
		return u != consumed && u != handed && u != overwritten
	}
	w.after(x.At)
	return out
}

// drop returns the node that drops the error on the first path that does, nil if
// none does.
func (x trace) drop() (where ast.Node) {
	drop := func(at ast.Node) {
		if where == nil {
			where = at
		}
	}
	last := x.At
	w := &walk{Errors: x.Errors, failed: x.Error, running: true}
	w.visit = func(n ast.Node) bool {
		last = n
		switch x.use(n) {
		case overwritten:
			drop(n)
			return false
		case looked, consumed, wrapped, handed:
			return false
		}
		return true
	}
	w.exit = func() { drop(last) }
	w.after(x.At)
	return where
}

// A trace follows one error along the paths of its function.
type trace struct {
	*Errors
	*Error
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
func (x trace) use(n ast.Node) use {
	if x.Var == nil {
		if lang.Within(x.Call, n) {
			return overwritten
		}
		return unused
	}
	used := x.Uses(n, x.Var)
	switch n := n.(type) {
	case *ast.ReturnStmt:
		if used || len(n.Results) == 0 && x.isResult() {
			return handed
		}
	case *ast.AssignStmt:
		return x.useInAssignment(n, used)
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

func (x trace) useInAssignment(n *ast.AssignStmt, used bool) use {
	over := x.assigns(n)
	switch {
	case !used && over:
		return overwritten
	case !used:
		return unused
	case over:
		return wrapped
	}
	for i, rhs := range n.Rhs {
		if len(n.Lhs) == len(n.Rhs) && !lang.IsBlank(n.Lhs[i]) && lang.IsError(x.flow.Info.TypeOf(rhs)) && x.Uses(rhs, x.Var) {
			return consumed
		}
	}
	return looked
}

// assigns reports whether n is an assignment to the error's variable.
func (x trace) assigns(n ast.Node) bool {
	s, ok := n.(*ast.AssignStmt)
	return ok && slices.ContainsFunc(s.Lhs, func(e ast.Expr) bool { return lang.Var(x.flow.Info, e) == x.Var })
}

// returnsPlain reports whether n returns e as it is.
func (x trace) returnsPlain(n ast.Node) bool {
	results := n.(*ast.ReturnStmt).Results
	if len(results) == 0 {
		return true
	}
	last := ast.Unparen(results[len(results)-1])
	return last == x.Call || x.Var != nil && lang.Var(x.flow.Info, last) == x.Var
}

// isResult reports whether e goes to a named result of its function.
func (x trace) isResult() bool {
	f := x.flow.Func(x.Call)
	for v := range f.Signature().Results().Variables() {
		if v == x.Var {
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
