package connflow

import (
	"go/ast"
	"go/types"
)

// What the checks ask. (Signatures first; see the files beside this one.)

// Sources returns where the value of e, an expression of the package, comes
// from: through variables, fields, parameters, results, containers and the
// functions that the tables call views, backwards to what begins it.
func (fl *Flow) Sources(e ast.Expr) []*Source { panic("later") }

// Same reports whether a and b may be the same value, a channel or a timer
// say: whether they share a source.
func (fl *Flow) Same(a, b ast.Expr) bool { panic("later") }

// Writes returns the right sides (or, of x++, the statement's operand) that
// are assigned to v, a variable or field of the package.
func (fl *Flow) Writes(v *types.Var) []ast.Expr { panic("later") }

// Callees returns the functions of the package that call may run; methods of
// the package's types where it goes through an interface.
func (fl *Flow) Callees(call *ast.CallExpr) []*Func { panic("later") }

// Callers returns the calls in the package that may run f.
func (fl *Flow) Callers(f *Func) []*CallSite { panic("later") }

// UnseenCallers reports whether code out of sight may call f: it is exported
// from a package that is not main, or its value leaves the visible code.
func (fl *Flow) UnseenCallers(f *Func) bool { panic("later") }

// Reach returns all functions of the package that run, or are started or
// deferred, when the code below n runs; with those that it makes and hands to
// a handler. It has those in n itself, but not the one around n.
func (fl *Flow) Reach(n ast.Node) map[*Func]bool { panic("later") }

// Handlers returns the functions of the package that a handler or event
// argument (wslib.Func.Handler, .Events) of the call may be.
func (fl *Flow) Handlers(c *Call) []*Func { panic("later") }

// Func returns the innermost function around n, nil outside of functions.
func (fl *Flow) Func(n ast.Node) *Func { panic("later") }

// Path returns n and the nodes around it, innermost first, up to the file.
func (fl *Flow) Path(n ast.Node) []ast.Node { panic("later") }

// Loop returns the innermost for or range statement of n's function that runs
// n again and again: nil where no path leads from n back to n.
func (fl *Flow) Loop(n ast.Node) ast.Stmt { panic("later") }

// Between reports whether, in the function around both, some path leads from
// after a to b without passing a node for which stop holds.
func (fl *Flow) Between(a, b ast.Node, stop func(ast.Node) bool) bool { panic("later") }

// Leaves reports whether some path leads from after a out of its function
// (a return or the end) without passing a node for which stop holds.
func (fl *Flow) Leaves(a ast.Node, stop func(ast.Node) bool) bool { panic("later") }

// Dominates reports whether every path to b, in the function around both,
// passes a.
func (fl *Flow) Dominates(a, b ast.Node) bool { panic("later") }
