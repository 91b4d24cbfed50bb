package connflow

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// codeExports finds out which functions send or return close codes.
type codeExports struct{ *exporter }

// addCodes says which parameter a function sends, unlooked at, as the code of a
// close frame.
func (x *codeExports) addCodes() {
	for _, c := range x.Calls {
		code := c.Slot(c.Func.Code)
		if code == nil || c.Lib == nil || c.Func.Role == wslib.Received || c.Func.Role == wslib.CheckCode {
			continue
		}
		for _, src := range x.Sources(code) {
			if src.Kind != Unseen || src.In == nil || src.In.Obj == nil || !src.In.Obj.Exported() {
				continue
			}
			if slot := src.In.Param(src.Var); slot.Arg() >= 0 && !x.compared(src.In, src.Var) {
				x.add(src.In, c.Lib, wslib.Func{Role: c.Func.Role, Op: wslib.OpConnClose, Code: slot, Handshake: c.Func.Handshake})
			}
		}
	}
}

// addReceived says which functions return the close code that the peer sent,
// as it came.
func (x *codeExports) addReceived() {
	for _, f := range x.funcs {
		results := f.Signature().Results()
		for i := range results.Len() {
			if slot := resultSlot(i); slot != wslib.None && isInteger(results.At(i).Type()) {
				if lib := x.receivedIn(f, i); lib != nil {
					x.add(f, lib, wslib.Func{Role: wslib.Received, Code: slot})
				}
			}
		}
	}
}

// receivedIn returns the library whose received code the i-th result of f may
// be, nil if there is none, or if f looks at a code.
func (x *codeExports) receivedIn(f *Func, i int) *wslib.Library {
	var lib *wslib.Library
	x.backward(x.resultNode(f, i), func(n node, _ *step) bool {
		src := x.source(n)
		if src == nil {
			return true
		}
		switch {
		case src.Call != nil && src.Call.Func.Role == wslib.Received && src.Call.Func.Code.Result() == src.Index:
			lib = src.Call.Lib
		case src.Kind == Field:
			if sel, ok := src.Expr.(*ast.SelectorExpr); ok {
				if l, ok := x.Index.CodeField(x.Info.TypeOf(sel.X), src.Var); ok {
					lib = l
				}
			}
		}
		return true
	})
	if lib == nil || x.comparesInts(f) {
		return nil
	}
	return lib
}

// comparesInts reports whether f compares numbers, as one does that sorts codes out.
func (x *codeExports) comparesInts(f *Func) bool {
	found := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			found = found || isInteger(x.Info.TypeOf(n.X)) && isInteger(x.Info.TypeOf(n.Y))
		case *ast.SwitchStmt:
			found = found || n.Tag != nil && isInteger(x.Info.TypeOf(n.Tag))
		case *ast.IndexExpr:
			found = found || isInteger(x.Info.TypeOf(n.Index))
		}
		return !found
	})
	return found
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// compared reports whether f looks at v before it uses it.
func (x *codeExports) compared(f *Func, v *types.Var) bool {
	found := false
	mentions := func(e ast.Expr) {
		if e == nil {
			return
		}
		ast.Inspect(e, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			found = found || ok && x.Info.Uses[id] == v
			return true
		})
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			mentions(n)
		case *ast.SwitchStmt:
			mentions(n.Tag)
		case *ast.IfStmt:
			mentions(n.Cond)
		case *ast.IndexExpr:
			mentions(n.Index)
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				mentions(lhs)
			}
		}
		return !found
	})
	return found
}
