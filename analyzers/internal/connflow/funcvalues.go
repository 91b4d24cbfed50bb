package connflow

import (
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// maxRounds bounds how often newly found functions are looked for in function
// values: each round can make further ones visible.
const maxRounds = 8

// linkValues links the calls of function values, and the hooks that a library
// calls, to the functions that the values may be.
func (fl *Flow) linkValues() {
	b := &builder{Flow: fl}
	for range maxRounds {
		before := len(fl.edges)
		for _, call := range fl.values {
			for _, f := range fl.functions(fl.eval(call.Fun)) {
				b.link(fl.sites[call], f)
			}
		}
		for _, c := range fl.narrow {
			for _, tn := range fl.concrete(c.recv) {
				b.implementation(c.site, c.fn, c.iface, tn)
			}
		}
		for _, h := range fl.hooked {
			for _, f := range fl.functions(fl.eval(h.fn)) {
				if sig := f.signature(); h.arg < sig.Params().Len() {
					fl.addEdge(h.from, fl.varNode(sig.Params().At(h.arg)), move, nil, h.fn)
				}
			}
		}
		if len(fl.edges) == before {
			break
		}
	}
	for _, call := range fl.values {
		if len(fl.callees[call]) > 0 {
			continue
		}
		if t := fl.Info.TypeOf(call.Fun); t != nil {
			if sig, ok := t.Underlying().(*types.Signature); ok {
				b.handAway(call, sig)
			}
		}
	}
}

// functions returns the functions of the package whose values reach n.
func (fl *Flow) functions(n node) []*Func {
	var found []*Func
	fl.upstream(n, func(p *place) {
		if p.isFunc {
			found = append(found, p.fn)
		}
	})
	return found
}

// upstream visits n and all places whose values may reach it, whatever calls
// they come through: enough where all of a function's callers count anyway.
func (fl *Flow) upstream(n node, visit func(*place)) {
	if n == noNode {
		return
	}
	seen := map[node]bool{n: true}
	queue := []node{n}
	for len(queue) > 0 {
		p := &fl.places[queue[len(queue)-1]]
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

// concrete returns the types of the package whose values reach n.
func (fl *Flow) concrete(n node) []*types.TypeName {
	var found []*types.TypeName
	fl.upstream(n, func(p *place) {
		var t types.Type
		switch {
		case p.v != nil:
			t = p.v.Type()
		case p.expr != nil:
			t = lang.ResultType(fl.Info.TypeOf(p.expr), p.index)
		}
		if t == nil {
			return
		}
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		if named, ok := types.Unalias(t).(*types.Named); ok && named.Obj().Pkg() == fl.Pkg && !types.IsInterface(named) {
			if !slices.Contains(found, named.Obj()) {
				found = append(found, named.Obj())
			}
		}
	})
	return found
}
