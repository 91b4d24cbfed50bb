package connflow

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A callGraph knows which functions of the package call which.
type callGraph struct {
	*program
	callees map[*ast.CallExpr][]*Func
	callers map[*Func][]*CallSite
	sites   map[*ast.CallExpr]*CallSite
	direct  map[*Func][]*Func // what a function calls, names or makes
	users   map[*Func][]*Func // the functions that run or start one
}

// Callees returns the functions of the package that call may run; methods of
// the package's types where it goes through an interface.
func (cg *callGraph) Callees(call *ast.CallExpr) []*Func { return cg.callees[call] }

// Callers returns the calls in the package that may run f.
func (cg *callGraph) Callers(f *Func) []*CallSite { return cg.callers[f] }

// Site returns the call site that call is.
func (cg *callGraph) Site(call *ast.CallExpr) *CallSite { return cg.sites[call] }

// ForeignCalls returns the calls of functions that other packages declare, which
// no table names, in source order.
func (cg *callGraph) ForeignCalls() []*CallSite {
	var found []*CallSite
	for call, site := range cg.sites {
		if fn := lang.Callee(cg.Info, call); fn != nil && cg.Foreign(fn) {
			found = append(found, site)
		}
	}
	slices.SortFunc(found, func(a, b *CallSite) int { return cmp.Compare(a.Call.Pos(), b.Call.Pos()) })
	return found
}

// Reach returns all functions of the package that run, or are started or
// deferred, when the code below n runs; with those that it makes and hands to
// a handler. It has those in n itself, but not the one around n.
func (cg *callGraph) Reach(n ast.Node) map[*Func]bool {
	reach := map[*Func]bool{}
	var queue []*Func
	add := func(fs []*Func) {
		for _, f := range fs {
			if !reach[f] {
				reach[f] = true
				queue = append(queue, f)
			}
		}
	}
	add(cg.mentioned(n))
	for len(queue) > 0 {
		f := queue[0]
		queue = queue[1:]
		if _, ok := cg.direct[f]; !ok {
			cg.direct[f] = cg.mentioned(f.Body)
		}
		add(cg.direct[f])
	}
	return reach
}

// mentioned returns the functions that the code below n calls, names or makes.
func (cg *callGraph) mentioned(n ast.Node) []*Func {
	var found []*Func
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			found = append(found, cg.callees[n]...)
		case *ast.FuncLit:
			if f := cg.funcOf[n]; f != nil {
				found = append(found, f)
			}
		case *ast.Ident:
			if fn, ok := cg.Info.Uses[n].(*types.Func); ok {
				if f := cg.declOf[fn.Origin()]; f != nil {
					found = append(found, f)
				}
			}
		}
		return true
	})
	return found
}

// LeadingTo returns to and all functions that run or start it.
func (cg *callGraph) LeadingTo(to *Func) map[*Func]bool {
	if cg.users == nil {
		cg.users = map[*Func][]*Func{}
		for _, f := range cg.Funcs {
			for _, used := range cg.mentioned(f.Body) {
				cg.users[used] = append(cg.users[used], f)
			}
		}
	}
	found := map[*Func]bool{to: true}
	for queue := []*Func{to}; len(queue) > 0; queue = queue[1:] {
		for _, f := range cg.users[queue[0]] {
			if !found[f] {
				found[f] = true
				queue = append(queue, f)
			}
		}
	}
	return found
}
