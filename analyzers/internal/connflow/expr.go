package connflow

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// eval returns the node that holds the value of e, noNode if it cannot matter.
func (ns *nodes) eval(e ast.Expr) node {
	e = ast.Unparen(e)
	tv, ok := ns.Info.Types[e]
	if ok && tv.Value != nil {
		return ns.exprNode(e)
	}
	if ok && (tv.IsNil() || tv.IsType()) {
		return noNode
	}
	switch e := e.(type) {
	case *ast.Ident:
		switch obj := ns.Info.ObjectOf(e).(type) {
		case *types.Var:
			return ns.varNode(obj)
		case *types.Func:
			return ns.funcValue(obj, e)
		}
		return noNode
	case *ast.StarExpr:
		return ns.eval(e.X)
	case *ast.UnaryExpr:
		switch e.Op {
		case token.AND, token.ARROW:
			return ns.eval(e.X)
		}
		return ns.exprNode(e)
	case *ast.SelectorExpr:
		return ns.selector(e)
	case *ast.IndexExpr:
		if f := ns.instantiated(e.X); f != noNode {
			return f
		}
		return ns.eval(e.X)
	case *ast.IndexListExpr:
		return ns.eval(e.X)
	case *ast.SliceExpr:
		return ns.eval(e.X)
	case *ast.TypeAssertExpr:
		return ns.eval(e.X)
	case *ast.CallExpr:
		if fun, ok := ns.Info.Types[e.Fun]; ok && fun.IsType() && len(e.Args) == 1 {
			return ns.eval(e.Args[0]) // a conversion
		}
		return ns.callNode(e, 0)
	case *ast.FuncLit:
		if f := ns.funcOf[e]; f != nil {
			return ns.funcNode(f, e)
		}
		return noNode
	}
	return ns.exprNode(e) // composite literals, operations
}

// instantiated returns the node of a generic function that e names.
func (ns *nodes) instantiated(e ast.Expr) node {
	if tv, ok := ns.Info.Types[e]; ok {
		if _, isFunc := tv.Type.Underlying().(*types.Signature); isFunc {
			return ns.eval(e)
		}
	}
	return noNode
}

// funcValue is the node of a function's name used as a value.
func (ns *nodes) funcValue(obj *types.Func, e ast.Expr) node {
	if f := ns.declOf[obj.Origin()]; f != nil {
		return ns.funcNode(f, e)
	}
	return ns.exprNode(e)
}

// selector returns the node of x.f: the field's, for structs of this package;
// x's own, for the structs of others, which are one with their fields.
func (ns *nodes) selector(e *ast.SelectorExpr) node {
	sel := ns.Info.Selections[e]
	if sel == nil { // pkg.Name
		switch obj := ns.Info.Uses[e.Sel].(type) {
		case *types.Var:
			return ns.varNode(obj)
		case *types.Func:
			return ns.funcValue(obj, e)
		}
		return noNode
	}
	switch obj := sel.Obj().(type) {
	case *types.Func:
		return ns.funcValue(obj, e)
	case *types.Var:
		if obj.Pkg() != ns.Pkg && isBasic(obj.Type()) {
			return ns.exprNode(e) // CloseError.Code and the like
		}
	}
	return ns.throughPath(e.X, sel.Recv(), sel.Index())
}

// throughPath walks the fields of a selection from x on.
func (ns *nodes) throughPath(x ast.Expr, t types.Type, path []int) node {
	at := ns.eval(x)
	for _, i := range path {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok || i >= s.NumFields() {
			return at
		}
		field := s.Field(i)
		if field.Pkg() == ns.Pkg {
			at = ns.varNode(field)
		}
		t = field.Type()
	}
	return at
}

// receiver returns the node that holds the receiver of the method that e selects.
func (ns *nodes) receiver(e *ast.SelectorExpr) node {
	sel := ns.Info.Selections[e]
	if sel == nil {
		return noNode
	}
	path := sel.Index()
	return ns.throughPath(e.X, sel.Recv(), path[:len(path)-1])
}

func isBasic(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

func (ns *nodes) variableOrFunc(e ast.Expr) types.Object {
	switch e := e.(type) {
	case *ast.Ident:
		return ns.Info.ObjectOf(e)
	case *ast.SelectorExpr:
		return ns.Info.ObjectOf(e.Sel)
	}
	return nil
}

// typeOf returns the type of what p holds, nil if it has none.
func (ns *nodes) typeOf(p *place) types.Type {
	switch {
	case p.v != nil:
		return p.v.Type()
	case p.expr != nil:
		return lang.ResultType(ns.Info.TypeOf(p.expr), p.index)
	}
	return nil
}
