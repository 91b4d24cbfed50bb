package connflow

import (
	"go/ast"
	"go/token"
	"go/types"
)

// eval returns the node that holds the value of e, noNode if it cannot matter.
func (g *graph) eval(e ast.Expr) node {
	e = ast.Unparen(e)
	tv, ok := g.Info.Types[e]
	if ok && tv.Value != nil {
		return g.exprNode(e)
	}
	if ok && (tv.IsNil() || tv.IsType()) {
		return noNode
	}
	switch e := e.(type) {
	case *ast.Ident:
		switch obj := g.Info.ObjectOf(e).(type) {
		case *types.Var:
			return g.varNode(obj)
		case *types.Func:
			return g.funcValue(obj, e)
		}
		return noNode
	case *ast.StarExpr:
		return g.eval(e.X)
	case *ast.UnaryExpr:
		switch e.Op {
		case token.AND, token.ARROW:
			return g.eval(e.X)
		}
		return g.exprNode(e)
	case *ast.SelectorExpr:
		return g.selector(e)
	case *ast.IndexExpr:
		if f := g.instantiated(e.X); f != noNode {
			return f
		}
		return g.eval(e.X)
	case *ast.IndexListExpr:
		return g.eval(e.X)
	case *ast.SliceExpr:
		return g.eval(e.X)
	case *ast.TypeAssertExpr:
		return g.eval(e.X)
	case *ast.CallExpr:
		if fun, ok := g.Info.Types[e.Fun]; ok && fun.IsType() && len(e.Args) == 1 {
			return g.eval(e.Args[0]) // a conversion
		}
		return g.callNode(e, 0)
	case *ast.FuncLit:
		if f := g.funcOf[e]; f != nil {
			return g.funcNode(f, e)
		}
		return noNode
	}
	return g.exprNode(e) // composite literals, operations
}

// instantiated returns the node of a generic function that e names.
func (g *graph) instantiated(e ast.Expr) node {
	if tv, ok := g.Info.Types[e]; ok {
		if _, isFunc := tv.Type.Underlying().(*types.Signature); isFunc {
			return g.eval(e)
		}
	}
	return noNode
}

// funcValue is the node of a function's name used as a value.
func (g *graph) funcValue(obj *types.Func, e ast.Expr) node {
	if f := g.declOf[obj.Origin()]; f != nil {
		return g.funcNode(f, e)
	}
	return g.exprNode(e)
}

// selector returns the node of x.f: the field's, for structs of this package;
// x's own, for the structs of others, which are one with their fields.
func (g *graph) selector(e *ast.SelectorExpr) node {
	sel := g.Info.Selections[e]
	if sel == nil { // pkg.Name
		switch obj := g.Info.Uses[e.Sel].(type) {
		case *types.Var:
			return g.varNode(obj)
		case *types.Func:
			return g.funcValue(obj, e)
		}
		return noNode
	}
	switch obj := sel.Obj().(type) {
	case *types.Func:
		return g.funcValue(obj, e)
	case *types.Var:
		if obj.Pkg() != g.Pkg && isBasic(obj.Type()) {
			return g.exprNode(e) // CloseError.Code and the like
		}
	}
	return g.throughPath(e.X, sel.Recv(), sel.Index())
}

// throughPath walks the fields of a selection from x on.
func (g *graph) throughPath(x ast.Expr, t types.Type, path []int) node {
	at := g.eval(x)
	for _, i := range path {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok || i >= s.NumFields() {
			return at
		}
		field := s.Field(i)
		if field.Pkg() == g.Pkg {
			at = g.varNode(field)
		}
		t = field.Type()
	}
	return at
}

// receiver returns the node that holds the receiver of the method that e selects.
func (g *graph) receiver(e *ast.SelectorExpr) node {
	sel := g.Info.Selections[e]
	if sel == nil {
		return noNode
	}
	path := sel.Index()
	return g.throughPath(e.X, sel.Recv(), path[:len(path)-1])
}

func isBasic(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}
