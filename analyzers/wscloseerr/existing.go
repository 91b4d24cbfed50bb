package wscloseerr

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// existing uses what the code does with an error already.
type existing struct{ *fixer }

// addToLog adds the error called err to a statement of the list that prints or
// logs a text, and reports whether there is one.
func (ex existing) addToLog(list []ast.Stmt, err string, v *types.Var) bool {
	for _, s := range list {
		stmt, ok := s.(*ast.ExprStmt)
		if !ok {
			continue
		}
		if call, ok := stmt.X.(*ast.CallExpr); ok && !call.Ellipsis.IsValid() && ex.calls(s, err, v) && ex.logsOnly(call) && ex.AddToLog(call, err) {
			return true
		}
	}
	return false
}

// logsOnly reports whether call writes nothing to a connection.
func (ex existing) logsOnly(call *ast.CallExpr) bool {
	fn := lang.Callee(ex.flow.Info, call)
	return fn != nil && ex.ending().logsOnly(fn)
}

// wrapInReturn makes the return that ends the branch wrap the error called err, if
// it makes an error of its own there, and reports whether it does.
func (ex existing) wrapInReturn(b *errfate.Branch, err string, v *types.Var) bool {
	if len(b.List) == 0 || b.Nilable {
		return false
	}
	ret, ok := b.List[len(b.List)-1].(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 || !ex.calls(ret, err, v) {
		return false
	}
	call, ok := ast.Unparen(ret.Results[len(ret.Results)-1]).(*ast.CallExpr)
	if !ok || len(call.Args) == 0 || call.Ellipsis.IsValid() || !ex.GoVersion("go1.13") {
		return false
	}
	switch wslib.ErrorMakerOf(lang.Callee(ex.flow.Info, call)) {
	case wslib.FormatsError:
		if text, ok := lang.String(ex.flow.Info, call.Args[0]); !ok || strings.Contains(text, "%w") || !ex.AddToText(call.Args[0], ": %w") {
			return false
		}
		ex.Insert(call.Args[len(call.Args)-1].End(), ", "+err)
		return true
	case wslib.NamesError:
		if ex.importStays(call) && ex.AddToText(call.Args[0], ": %w") {
			ex.Builder.Replace(call.Fun, ex.Import("fmt", call.Pos())+".Errorf")
			ex.Insert(call.Args[0].End(), ", "+err)
			return true
		}
	}
	return false
}

// importStays reports whether the file uses the package of the function that call
// names elsewhere, too, where no such fix changes it: other than to return an error
// that is made on the spot.
func (ex existing) importStays(call *ast.CallExpr) bool {
	fn := lang.Callee(ex.flow.Info, call)
	stays := false
	ast.Inspect(ex.flow.File(call), func(n ast.Node) bool {
		if _, ok := n.(*ast.ReturnStmt); ok {
			return false
		}
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				name, ok := ex.flow.Info.Uses[id].(*types.PkgName)
				stays = stays || ok && name.Imported() == fn.Pkg()
			}
		}
		return !stays
	})
	return stays
}
