package connflow

import (
	"go/ast"
	"go/token"
	"go/types"
)

// eval returns the node that holds the value of e, noNode if it cannot matter.
func (fl *Flow) eval(e ast.Expr) node {
	e = ast.Unparen(e)
	tv, ok := fl.Info.Types[e]
	if ok && tv.Value != nil {
		return fl.exprNode(e)
	}
	if ok && (tv.IsNil() || tv.IsType()) {
		return noNode
	}
	switch e := e.(type) {
	case *ast.Ident:
		switch obj := fl.Info.ObjectOf(e).(type) {
		case *types.Var:
			return fl.varNode(obj)
		case *types.Func:
			return fl.funcValue(obj, e)
		}
		return noNode
	case *ast.StarExpr:
		return fl.eval(e.X)
	case *ast.UnaryExpr:
		switch e.Op {
		case token.AND, token.ARROW:
			return fl.eval(e.X)
		}
		return fl.exprNode(e)
	case *ast.SelectorExpr:
		return fl.selector(e)
	case *ast.IndexExpr:
		if f := fl.instantiated(e.X); f != noNode {
			return f
		}
		return fl.eval(e.X)
	case *ast.IndexListExpr:
		return fl.eval(e.X)
	case *ast.SliceExpr:
		return fl.eval(e.X)
	case *ast.TypeAssertExpr:
		return fl.eval(e.X)
	case *ast.CallExpr:
		if fun, ok := fl.Info.Types[e.Fun]; ok && fun.IsType() && len(e.Args) == 1 {
			return fl.eval(e.Args[0]) // a conversion
		}
		return fl.callNode(e, 0)
	case *ast.FuncLit:
		if f := fl.funcOf[e]; f != nil {
			return fl.funcNode(f, e)
		}
		return noNode
	}
	return fl.exprNode(e) // composite literals, operations
}

// instantiated returns the node of a generic function that e names.
func (fl *Flow) instantiated(e ast.Expr) node {
	if tv, ok := fl.Info.Types[e]; ok {
		if _, isFunc := tv.Type.Underlying().(*types.Signature); isFunc {
			return fl.eval(e)
		}
	}
	return noNode
}

// funcValue is the node of a function's name used as a value.
func (fl *Flow) funcValue(obj *types.Func, e ast.Expr) node {
	if f := fl.declOf[obj.Origin()]; f != nil {
		return fl.funcNode(f, e)
	}
	return fl.exprNode(e)
}

// selector returns the node of x.f: the field's, for structs of this package;
// x's own, for the structs of others, which are one with their fields.
func (fl *Flow) selector(e *ast.SelectorExpr) node {
	sel := fl.Info.Selections[e]
	if sel == nil { // pkg.Name
		switch obj := fl.Info.Uses[e.Sel].(type) {
		case *types.Var:
			return fl.varNode(obj)
		case *types.Func:
			return fl.funcValue(obj, e)
		}
		return noNode
	}
	switch obj := sel.Obj().(type) {
	case *types.Func:
		return fl.funcValue(obj, e)
	case *types.Var:
		if obj.Pkg() != fl.Pkg && isBasic(obj.Type()) {
			return fl.exprNode(e) // CloseError.Code and the like
		}
	}
	return fl.throughPath(e.X, sel.Recv(), sel.Index())
}

// throughPath walks the fields of a selection from x on.
func (fl *Flow) throughPath(x ast.Expr, t types.Type, path []int) node {
	at := fl.eval(x)
	for _, i := range path {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok || i >= s.NumFields() {
			return at
		}
		field := s.Field(i)
		if field.Pkg() == fl.Pkg {
			at = fl.varNode(field)
		}
		t = field.Type()
	}
	return at
}

// receiver returns the node that holds the receiver of the method that e selects.
func (fl *Flow) receiver(e *ast.SelectorExpr) node {
	sel := fl.Info.Selections[e]
	if sel == nil {
		return noNode
	}
	path := sel.Index()
	return fl.throughPath(e.X, sel.Recv(), path[:len(path)-1])
}

func isBasic(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}
