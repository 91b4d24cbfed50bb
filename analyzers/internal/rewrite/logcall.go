package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// AddToLog adds the error called err to a call that prints or logs a text, and
// reports whether it could.
func (b *Builder) AddToLog(call *ast.CallExpr, err string) bool {
	fn := lang.Callee(b.pass.TypesInfo, call)
	var on types.Type
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if ok && b.pass.TypesInfo.Selections[sel] != nil {
		on = b.pass.TypesInfo.TypeOf(sel.X)
	}
	form := wslib.LogCallOf(fn, on, b.pass.Pkg)
	if form == wslib.ChainCall {
		b.Insert(sel.X.End(), ".Err("+err+")")
		return true
	}
	if len(call.Args) == 0 {
		return false
	}
	first, last := call.Args[0], call.Args[len(call.Args)-1]
	switch form {
	case wslib.FormatCall:
		if !b.AddToText(first, ": %v") {
			return false
		}
		b.Insert(last.End(), ", "+err)
	case wslib.LineCall:
		if text, ok := lang.String(b.pass.TypesInfo, last); ok && !strings.HasSuffix(text, ":") && !b.AddToText(last, ":") {
			return false
		}
		b.Insert(last.End(), ", "+err)
	case wslib.TextCall:
		if !b.AddToText(last, ": ") {
			return false
		}
		b.Insert(last.End(), ", "+err)
	case wslib.KeysCall:
		b.Insert(last.End(), `, "err", `+err)
	default:
		return false
	}
	return true
}

// AddToText adds more to the end of e, a text that is spelled out and does not end
// a sentence, and reports whether it could.
func (b *Builder) AddToText(e ast.Expr, more string) bool {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING || !strings.HasPrefix(lit.Value, `"`) {
		return false
	}
	text := strings.TrimSuffix(strings.TrimSuffix(lit.Value, `"`), `\n`)
	if text == `"` || strings.ContainsAny(text[len(text)-1:], ".!?:; \\") {
		return false
	}
	b.Insert(lit.Pos()+token.Pos(len(text)), more)
	return true
}
