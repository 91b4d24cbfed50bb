package wscloseerr

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// addToLog adds the error called err to a statement of the list that prints or
// logs a text, and reports whether there is one.
func (f *fixer) addToLog(list []ast.Stmt, err string, v *types.Var) bool {
	for _, s := range list {
		stmt, ok := s.(*ast.ExprStmt)
		if !ok {
			continue
		}
		if call, ok := stmt.X.(*ast.CallExpr); ok && !call.Ellipsis.IsValid() && f.calls(s, err, v) && f.logsOnly(call) && f.AddToLog(call, err) {
			return true
		}
	}
	return false
}

// logsOnly reports whether call writes nothing to a connection.
func (f *fixer) logsOnly(call *ast.CallExpr) bool {
	fn := lang.Callee(f.flow.Info, call)
	return fn != nil && f.ending().logsOnly(fn)
}

// wrapInReturn makes the return that ends the branch wrap the error called err, if
// it makes an error of its own there, and reports whether it does.
func (f *fixer) wrapInReturn(b *branch, err string, v *types.Var) bool {
	if len(b.list) == 0 || b.nilable {
		return false
	}
	ret, ok := b.list[len(b.list)-1].(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 || !f.calls(ret, err, v) {
		return false
	}
	call, ok := ast.Unparen(ret.Results[len(ret.Results)-1]).(*ast.CallExpr)
	if !ok || len(call.Args) == 0 || call.Ellipsis.IsValid() || !f.GoVersion("go1.13") {
		return false
	}
	switch wslib.ErrorMakerOf(lang.Callee(f.flow.Info, call)) {
	case wslib.FormatsError:
		if text, ok := lang.String(f.flow.Info, call.Args[0]); !ok || strings.Contains(text, "%w") || !f.AddToText(call.Args[0], ": %w") {
			return false
		}
		f.Insert(call.Args[len(call.Args)-1].End(), ", "+err)
		return true
	case wslib.NamesError:
		if f.importStays(call) && f.AddToText(call.Args[0], ": %w") {
			f.Builder.Replace(call.Fun, f.Import("fmt", call.Pos())+".Errorf")
			f.Insert(call.Args[0].End(), ", "+err)
			return true
		}
	}
	return false
}

// importStays reports whether the file uses the package of the function that call
// names elsewhere, too, where no such fix changes it: other than to return an error
// that is made on the spot.
func (f *fixer) importStays(call *ast.CallExpr) bool {
	fn := lang.Callee(f.flow.Info, call)
	stays := false
	ast.Inspect(f.flow.File(call), func(n ast.Node) bool {
		if _, ok := n.(*ast.ReturnStmt); ok {
			return false
		}
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				name, ok := f.flow.Info.Uses[id].(*types.PkgName)
				stays = stays || ok && name.Imported() == fn.Pkg()
			}
		}
		return !stays
	})
	return stays
}
