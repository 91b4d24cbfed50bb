package connflow

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
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
			t = resultType(fl.Info.TypeOf(p.expr), p.index)
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

// opcodes settles which frame a call builds or writes where an argument says it.
func (fl *Flow) opcodes() {
	for _, c := range fl.Calls {
		if c.Func.Opcode != wslib.None {
			c.setOps(fl.opcodesOf(c.Slot(c.Func.Opcode)))
		}
	}
	for _, c := range fl.Calls {
		if c.Op == wslib.NoOpcode && c.Func.Role == wslib.Write && c.Func.Frame != wslib.None {
			c.setOps(fl.frameOpcodes(c.Slot(c.Func.Frame)))
		}
		if c.Op == wslib.NoOpcode && c.Func.Codec != wslib.None {
			c.setOps(fl.codecOpcodes(c.Slot(c.Func.Codec)))
		}
	}
}

func (c *Call) setOps(ops []wslib.Opcode) {
	c.ops = ops
	if len(ops) == 1 {
		c.Op = ops[0]
	}
}

// Sends reports whether the call may build or write a frame of that type: a
// helper may be called with several.
func (c *Call) Sends(op wslib.Opcode) bool {
	return c.Op == op || slices.Contains(c.ops, op)
}

// opcodesOf returns the opcodes that e may be.
func (fl *Flow) opcodesOf(e ast.Expr) []wslib.Opcode {
	if e == nil {
		return nil
	}
	var ops []wslib.Opcode
	for _, s := range fl.Sources(e) {
		if v, ok := fl.intValue(s.Expr); ok && s.Kind == Constant && !slices.Contains(ops, wslib.Opcode(v)) {
			ops = append(ops, wslib.Opcode(v))
		}
	}
	return ops
}

// frameOpcodes returns the opcodes of the frames that e may be.
func (fl *Flow) frameOpcodes(e ast.Expr) []wslib.Opcode {
	if e == nil || fl.eval(e) == noNode {
		return nil
	}
	var ops []wslib.Opcode
	add := func(op wslib.Opcode) {
		if op != wslib.NoOpcode && !slices.Contains(ops, op) {
			ops = append(ops, op)
		}
	}
	for _, s := range fl.Sources(e) {
		if s.Call != nil && s.Call.Func.Role == wslib.BuildFrame {
			add(s.Call.Op)
		}
		if s.Var != nil {
			if frame, _ := fl.Index.FrameVar(s.Var); frame != nil {
				add(frame.Op)
			}
		}
	}
	return ops
}

// codecOpcodes returns the types of the frames that a codec's Marshal function
// makes: its second result.
func (fl *Flow) codecOpcodes(codec ast.Expr) []wslib.Opcode {
	if codec == nil {
		return nil
	}
	var ops []wslib.Opcode
	for _, f := range fl.functions(fl.eval(codec)) {
		if sig := f.signature(); sig == nil || sig.Results().Len() != 3 {
			continue // Unmarshal
		}
		fl.backward(fl.resultNode(f, 1), func(n node, _ *step) bool {
			if s := fl.source(n); s != nil && s.Kind == Constant {
				if v, ok := fl.intValue(s.Expr); ok && !slices.Contains(ops, wslib.Opcode(v)) {
					ops = append(ops, wslib.Opcode(v))
				}
			}
			return true
		})
	}
	return ops
}
