package connflow

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// An escape is a way out of sight; with of, only if code out of sight calls of.
type escape struct{ *Away }

// leaves marks that what n holds goes out of sight as a value of type t.
func (b *builder) leaves(n node, e ast.Expr, t types.Type) {
	if n != noNode {
		b.escapes(n, &Away{Node: e, Type: t})
	}
	b.embedded(e, func(field node) { b.escapes(field, &Away{Node: e, Type: t}) })
}

func (b *builder) escapes(n node, a *Away) {
	b.places[n].away = append(b.places[n].away, escape{a})
}

// handAway marks the arguments of a call of unseen code.
func (b *callBuilder) handAway(call *ast.CallExpr, sig *types.Signature) {
	for i, arg := range call.Args {
		b.leaves(b.eval(arg), arg, paramType(sig, i))
	}
}

// open reports whether what t, a struct of another package, holds is seen by
// those who put it there.
func (b *builder) open(t types.Type) bool {
	fact := b.holdingOf(t)
	return fact != nil && fact.Open
}

// foreign reports whether p is a package that is neither this one, nor the
// standard library's, nor one that the tables name.
func (pr *program) foreign(p *types.Package) bool {
	return p != nil && p != pr.Pkg && pr.Index.Package(p) == nil && !wslib.IsStd(p)
}

// UnseenCallers reports whether code out of sight may call f: it is exported
// from a package that is not main, or its value leaves the visible code.
func (fl *Flow) UnseenCallers(f *Func) bool { return fl.unseen[f] }

// findUnseen finds the functions that code out of sight may call. What one
// returns may be another, so it goes on until it finds no more.
func (fl *Flow) findUnseen() {
	for _, f := range fl.Funcs {
		fl.unseen[f] = fl.exported(f) || f.Obj == nil && len(fl.callers[f]) == 0
	}
	for found := true; found; {
		found = false
		for _, f := range fl.Funcs {
			if !fl.unseen[f] && fl.escapes(f) {
				fl.unseen[f], found = true, true
			}
		}
	}
}

// exported reports whether other packages can name f, or ask for it by an
// interface.
func (fl *Flow) exported(f *Func) bool {
	if f.Obj == nil || !token.IsExported(f.Obj.Name()) {
		return false
	}
	return fl.Pkg.Name() != "main" || f.Obj.Signature().Recv() != nil && len(fl.callers[f]) == 0
}

// escapes reports whether the value of f goes where it can be called unseen.
func (fl *Flow) escapes(f *Func) bool {
	n, ok := fl.nodes[resultKey{f, -1}]
	if !ok {
		return false
	}
	seen := map[node]bool{n: true}
	queue := []node{n}
	for len(queue) > 0 {
		p := &fl.places[queue[0]]
		queue = queue[1:]
		for _, a := range p.away {
			if a.of == nil {
				return true
			}
		}
		if p.v == nil && p.fn != nil && !p.isFunc && p.fn != f && fl.unseen[p.fn] {
			return true
		}
		if p.v != nil && p.v.Pkg() != fl.Pkg {
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
