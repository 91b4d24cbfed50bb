package connflow

import (
	"go/ast"
	"go/types"
	"slices"
)

// A graph is walked along the ways between its nodes.
type graph struct {
	*nodes
	callStrings callStrings
}

// A step is a node on a backward walk, and how the walk came to it.
type step struct {
	node node
	via  *callString
	// next is the step before this one: the place that this one's value moves to.
	next *step
	expr ast.Expr
}

// backward walks from n to all nodes whose values may reach it, through calls
// and returns that fit together, nearest first. visit returns false where the
// walk should not go on.
func (g *graph) backward(n node, visit func(node, *step) bool) { g.walkBack(n, true, visit) }

// walkBack is backward, with or without the ways along which what is put into a
// reference through another name comes back.
func (g *graph) walkBack(n node, aliases bool, visit func(node, *step) bool) {
	if n == noNode {
		return
	}
	type state struct {
		node node
		via  *callString
	}
	seen := map[state]bool{{n, nil}: true}
	queue := []*step{{node: n}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if !visit(at.node, at) {
			continue
		}
		for _, e := range g.places[at.node].in {
			if e.alias && !aliases {
				continue
			}
			via := at.via
			switch e.kind {
			case leave: // into the function, by its result
				via = g.callStrings.push(via, e.site)
			case enter: // out of it, to an argument
				if via != nil {
					if via.site != e.site {
						continue
					}
					via = via.up
				}
			}
			if g.places[e.to].shared || len(seen) > maxStates {
				via = nil
			}
			if s := (state{e.to, via}); !seen[s] {
				seen[s] = true
				queue = append(queue, &step{node: e.to, via: via, next: at, expr: e.expr})
			}
		}
	}
}

// upstream visits n and all places whose values may reach it, whatever calls
// they come through: enough where all of a function's callers count anyway.
func (g *graph) upstream(n node, visit func(*place)) {
	if n == noNode {
		return
	}
	seen := map[node]bool{n: true}
	queue := []node{n}
	for len(queue) > 0 {
		p := &g.places[queue[len(queue)-1]]
		queue = queue[:len(queue)-1]
		visit(p)
		for _, e := range p.in {
			if !seen[e.to] {
				seen[e.to] = true
				queue = append(queue, e.to)
			}
		}
	}
}

// FuncsOf returns the functions of the package that the value of e may be.
func (g *graph) FuncsOf(e ast.Expr) []*Func { return g.functions(g.eval(e)) }

// functions returns the functions of the package whose values reach n.
func (g *graph) functions(n node) []*Func {
	var found []*Func
	g.upstream(n, func(p *place) {
		if p.isFunc {
			found = append(found, p.fn)
		}
	})
	return found
}

// concrete returns the types of the package whose values reach n.
func (g *graph) concrete(n node) []*types.TypeName {
	var found []*types.TypeName
	g.upstream(n, func(p *place) {
		t := g.typeOf(p)
		if t == nil {
			return
		}
		if named := g.OwnType(t); named != nil && !types.IsInterface(named) && !slices.Contains(found, named.Obj()) {
			found = append(found, named.Obj())
		}
	})
	return found
}

// A callString is the calls through which a value came into the function that it
// is in, innermost first. nil says that nothing is known, and any will do.
type callString struct {
	site *ast.CallExpr
	up   *callString
	len  int
}

// maxCallString bounds how many calls are told apart; beyond it, nothing is known.
const maxCallString = 3

// maxStates bounds a walk: once it has seen that many places behind different
// calls, it tells calls apart no longer, and its cost stays linear.
const maxStates = 1 << 12

type callStrings map[callString]*callString

func (cs callStrings) push(c *callString, site *ast.CallExpr) *callString {
	k := callString{site: site, up: c, len: 1}
	if c != nil {
		k.len = c.len + 1
	}
	if k.len > maxCallString {
		return nil
	}
	if known, ok := cs[k]; ok {
		return known
	}
	cs[k] = &k
	return &k
}
