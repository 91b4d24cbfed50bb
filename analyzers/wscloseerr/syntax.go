package wscloseerr

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
)

// signature returns the type of f.
func (c *checker) signature(f *connflow.Func) *types.Signature {
	if f.Obj != nil {
		return f.Obj.Signature()
	}
	sig, _ := c.flow.Info.TypeOf(f.Node.(*ast.FuncLit)).(*types.Signature)
	return sig
}

// file returns the file around n.
func (c *checker) file(n ast.Node) *ast.File {
	path := c.flow.Path(n)
	if len(path) == 0 {
		return nil
	}
	file, _ := path[len(path)-1].(*ast.File)
	return file
}
