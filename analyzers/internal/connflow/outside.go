package connflow

import (
	"go/token"
)

// outside knows which functions code out of sight may call.
type outside struct {
	*program
	*callGraph
	*graph
	unseen map[*Func]bool
}

// UnseenCallers reports whether code out of sight may call f: it is exported
// from a package that is not main, or its value leaves the visible code.
func (o *outside) UnseenCallers(f *Func) bool { return o.unseen[f] }

// find finds the functions that code out of sight may call. What one
// returns may be another, so it goes on until it finds no more.
func (o *outside) find() {
	for _, f := range o.Funcs {
		o.unseen[f] = o.exported(f) || f.Obj == nil && len(o.callers[f]) == 0
	}
	for found := true; found; {
		found = false
		for _, f := range o.Funcs {
			if !o.unseen[f] && o.goesUnseen(f) {
				o.unseen[f], found = true, true
			}
		}
	}
}

// exported reports whether other packages can name f, or ask for it by an
// interface.
func (o *outside) exported(f *Func) bool {
	if f.Obj == nil || !token.IsExported(f.Obj.Name()) {
		return false
	}
	return o.Pkg.Name() != "main" || f.Obj.Signature().Recv() != nil && len(o.callers[f]) == 0
}

// goesUnseen reports whether the value of f goes where it can be called unseen.
func (o *outside) goesUnseen(f *Func) bool {
	n, ok := o.byKey[resultKey{f, -1}]
	if !ok {
		return false
	}
	seen := map[node]bool{n: true}
	queue := []node{n}
	for len(queue) > 0 {
		p := &o.places[queue[0]]
		queue = queue[1:]
		for _, a := range p.away {
			if a.of == nil {
				return true
			}
		}
		if p.v == nil && p.fn != nil && !p.isFunc && p.fn != f && o.unseen[p.fn] {
			return true
		}
		if p.v != nil && p.v.Pkg() != o.Pkg {
			return true
		}
		for _, e := range p.out {
			if !seen[e.to] {
				seen[e.to] = true
				queue = append(queue, e.to)
			}
		}
	}
	return false
}
