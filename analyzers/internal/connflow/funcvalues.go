package connflow

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// maxRounds bounds how often newly found functions are looked for in function
// values: each round can make further ones visible.
const maxRounds = 8

// linkValues links the calls of function values, and the hooks that a library
// calls, to the functions that the values may be.
func (fl *Flow) linkValues() {
	b := &callBuilder{&builder{Flow: fl}}
	for range maxRounds {
		before := len(fl.edges)
		for _, call := range fl.byValue {
			for _, f := range fl.functions(fl.eval(call.Fun)) {
				b.link(fl.sites[call], f)
			}
		}
		for _, c := range fl.narrow {
			for _, tn := range fl.concrete(c.recv) {
				interfaceBuilder{b}.implementation(c.site, c.fn, c.iface, tn)
			}
		}
		for _, h := range fl.hooked {
			for _, f := range fl.functions(fl.eval(h.fn)) {
				if sig := f.Signature(); h.arg < sig.Params().Len() {
					fl.addEdge(h.from, fl.varNode(sig.Params().At(h.arg)), move, nil, h.fn)
				}
			}
		}
		if len(fl.edges) == before {
			break
		}
	}
	for _, d := range fl.events {
		b.handleEvents(d)
	}
	for _, call := range fl.byValue {
		if len(fl.callees[call]) > 0 || b.dialsThroughValue(fl.sites[call]) {
			continue
		}
		if t := fl.Info.TypeOf(call.Fun); t != nil {
			if sig, ok := t.Underlying().(*types.Signature); ok {
				b.handAway(call, sig)
			}
		}
	}
}

// dialsThroughValue records a dial at the call of a function value: a library's
// function, or a fact's, that is seen to come there, or one that is handed in and
// whose type says that it dials.
func (b *callBuilder) dialsThroughValue(site *CallSite) bool {
	dials := false
	b.upstream(b.eval(site.Call.Fun), func(p *place) {
		if p.expr == nil {
			return
		}
		fn, _ := b.variableOrFunc(ast.Unparen(p.expr)).(*types.Func)
		if fn == nil {
			return
		}
		if f, lib := b.Index.Func(fn); f != nil && f.Role == wslib.Dial {
			b.tabled(site, f, lib, noNode)
			dials = true
		} else if fact, lib := b.effectsOf(fn); fact != nil {
			for i := range fact.Funcs {
				if f := &fact.Funcs[i]; f.Role == wslib.Dial && f.Conn.Result() >= 0 {
					b.tabled(site, f, lib, noNode)
					dials = true
				}
			}
		}
	})
	if t := b.Info.TypeOf(site.Call.Fun); !dials && t != nil {
		if sig, ok := t.Underlying().(*types.Signature); ok {
			return b.dialsByType(site, sig)
		}
	}
	return dials
}

// dialsByType records a dial at the call of a function whose body is out of
// sight, if its type says that it dials.
func (b *callBuilder) dialsByType(site *CallSite, sig *types.Signature) bool {
	f, lib := b.Index.DialOfType(sig)
	if f != nil {
		b.tabled(site, f, lib, noNode)
	}
	return f != nil
}
