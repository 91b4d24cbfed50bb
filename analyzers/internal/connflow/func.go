package connflow

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Func is a function of the package with a body: a declaration or a literal.
type Func struct {
	// Node is the *ast.FuncDecl or *ast.FuncLit.
	Node ast.Node
	Type *ast.FuncType
	Body *ast.BlockStmt
	// Obj is nil for a literal.
	Obj *types.Func
	// Outer is the function around a literal.
	Outer *Func

	program *program
	cursor  inspector.Cursor
	graph   *paths.Graph // built when it is first asked for
}

// Name returns the name of a declared function, that of the function around a
// literal otherwise.
func (f *Func) Name() string {
	for ; f != nil; f = f.Outer {
		if f.Obj != nil {
			return f.Obj.Name()
		}
	}
	return ""
}

// Outermost returns the declared function that f is in, f itself if it is one; f
// may be nil.
func (f *Func) Outermost() *Func {
	for f != nil && f.Outer != nil {
		f = f.Outer
	}
	return f
}

// Signature returns the type of f.
func (f *Func) Signature() *types.Signature {
	if f.Obj != nil {
		return f.Obj.Signature()
	}
	sig, _ := f.program.Info.TypeOf(f.Node.(*ast.FuncLit)).(*types.Signature)
	return sig
}

// Param returns the slot of v in the calls of f, None where v is neither its
// receiver nor a parameter.
func (f *Func) Param(v *types.Var) wslib.Slot {
	sig := f.Signature()
	if sig == nil || v == nil {
		return wslib.None
	}
	if sig.Recv() == v {
		return wslib.Recv
	}
	for i := range sig.Params().Len() {
		if sig.Params().At(i) == v {
			return wslib.Argument(i)
		}
	}
	return wslib.None
}

// Receiver returns the name of the receiver of the method that f is, or is in, nil if it
// has none.
func (f *Func) Receiver() *ast.Ident {
	decl, ok := f.Outermost().Node.(*ast.FuncDecl)
	if !ok || decl.Recv == nil || len(decl.Recv.List[0].Names) == 0 || decl.Recv.List[0].Names[0].Name == "_" {
		return nil
	}
	return decl.Recv.List[0].Names[0]
}
