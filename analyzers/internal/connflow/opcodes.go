package connflow

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// frameTypes finds out which frames the calls of a package build or write.
type frameTypes struct{ *Flow }

// find settles which frame a call builds or writes where an argument says it.
func (ft *frameTypes) find() {
	for _, c := range ft.Calls {
		if c.Func.Opcode != wslib.None {
			c.setOps(ft.opcodesOf(c.Slot(c.Func.Opcode)))
		}
	}
	for _, c := range ft.Calls {
		if c.Op == wslib.NoOpcode && c.Func.Role == wslib.Write && c.Func.Frame != wslib.None {
			c.setOps(ft.frameOpcodes(c.Slot(c.Func.Frame)))
		}
		if c.Op == wslib.NoOpcode && c.Func.Codec != wslib.None {
			c.setOps(ft.codecOpcodes(c.Slot(c.Func.Codec)))
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
func (ft *frameTypes) opcodesOf(e ast.Expr) []wslib.Opcode {
	if e == nil {
		return nil
	}
	var ops []wslib.Opcode
	for _, s := range ft.Sources(e) {
		if v, ok := ft.intValue(s.Expr); ok && s.Kind == Constant && !slices.Contains(ops, wslib.Opcode(v)) {
			ops = append(ops, wslib.Opcode(v))
		}
	}
	return ops
}

// frameOpcodes returns the opcodes of the frames that e may be.
func (ft *frameTypes) frameOpcodes(e ast.Expr) []wslib.Opcode {
	if e == nil || ft.eval(e) == noNode {
		return nil
	}
	var ops []wslib.Opcode
	add := func(op wslib.Opcode) {
		if op != wslib.NoOpcode && !slices.Contains(ops, op) {
			ops = append(ops, op)
		}
	}
	for _, s := range ft.Sources(e) {
		if s.Call != nil && s.Call.Func.Role == wslib.BuildFrame {
			add(s.Call.Op)
		}
		if s.Var != nil {
			if frame, _ := ft.Index.FrameVar(s.Var); frame != nil {
				add(frame.Op)
			}
		}
	}
	return ops
}

// codecOpcodes returns the types of the frames that a codec's Marshal function
// makes: its second result.
func (ft *frameTypes) codecOpcodes(codec ast.Expr) []wslib.Opcode {
	if codec == nil {
		return nil
	}
	var ops []wslib.Opcode
	for _, f := range ft.functions(ft.eval(codec)) {
		if sig := f.Signature(); sig == nil || sig.Results().Len() != 3 {
			continue // Unmarshal
		}
		ft.backward(ft.resultNode(f, 1), func(n node, _ *step) bool {
			if s := ft.source(n); s != nil && s.Kind == Constant {
				if v, ok := ft.intValue(s.Expr); ok && !slices.Contains(ops, wslib.Opcode(v)) {
					ops = append(ops, wslib.Opcode(v))
				}
			}
			return true
		})
	}
	return ops
}
