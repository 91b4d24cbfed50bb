package redial

import (
	"go/ast"
	"slices"
)

// defers finds the deferred calls of a walk's function.
type defers struct{ *walk }

// bit returns the bit of a call that the function defers, 0 of any other: of
// very many, the last share one.
func (d *defers) bit(call *ast.CallExpr) uint64 {
	if site := d.flow.Site(call); site == nil || !site.Defer {
		return 0
	}
	i := 0
	for _, c := range d.Graph.Calls[d.f] {
		if c == call {
			break
		}
		if site := d.flow.Site(c); site != nil && site.Defer {
			i++
		}
	}
	return 1 << min(i, 63)
}

// before returns the bits of the calls that are deferred wherever the function
// comes to n.
func (d *defers) before(n ast.Node) (bits uint64) {
	for _, call := range d.Graph.Calls[d.f] {
		if bit := d.bit(call); bit != 0 && d.flow.Dominates(call, n) {
			bits |= bit
		}
	}
	return bits
}

// run returns the states of a path that leaves the function in the state s, behind the
// calls that it has deferred, the last one first.
func (d *defers) run(s State) []State {
	states := []State{s}
	for _, call := range slices.Backward(d.Graph.Calls[d.f]) {
		bit := d.bit(call)
		if bit == 0 {
			continue
		}
		var next []State
		for _, s := range states {
			if s.defers&bit == 0 {
				next = append(next, s)
				continue
			}
			s.defers &^= bit
			next = append(next, d.calls.call(call, s)...)
		}
		states = unique(next)
	}
	return states
}
