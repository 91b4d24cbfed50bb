package redial

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
)

// funcs finds the functions of a package by their values.
type funcs struct {
	flow   *connflow.Flow
	byNode map[ast.Node]*connflow.Func
	byObj  map[*types.Func]*connflow.Func
}

func newFuncs(flow *connflow.Flow) *funcs {
	fs := &funcs{flow, map[ast.Node]*connflow.Func{}, map[*types.Func]*connflow.Func{}}
	for _, f := range flow.Funcs {
		fs.byNode[f.Node] = f
		if f.Obj != nil {
			fs.byObj[f.Obj] = f
		}
	}
	return fs
}

// of returns the functions of the package that the value e may be.
func (fs *funcs) of(e ast.Expr) []*connflow.Func {
	if e == nil {
		return nil
	}
	var found []*connflow.Func
	for _, s := range fs.flow.Sources(e) {
		if s.Kind != connflow.Function || s.Expr == nil {
			continue
		}
		if f := fs.at(s.Expr); f != nil && !slices.Contains(found, f) {
			found = append(found, f)
		}
	}
	return found
}

// at returns the function of the package that e spells or names.
func (fs *funcs) at(e ast.Expr) *connflow.Func {
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return fs.byNode[e]
	case *ast.Ident:
		return fs.named(e)
	case *ast.SelectorExpr:
		return fs.named(e.Sel)
	}
	return nil
}

func (fs *funcs) named(id *ast.Ident) *connflow.Func {
	if fn, ok := fs.flow.Info.Uses[id].(*types.Func); ok {
		return fs.byObj[fn.Origin()]
	}
	return nil
}
