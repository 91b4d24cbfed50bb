package wsclosecode

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A fixer builds the fixes of one package.
type fixer struct{ *checker }

var noFix analysis.SuggestedFix

// instead returns the code to send in the place of a reserved one: in a
// function that ends the connection as its callers want it, a normal ending.
func (c *fixer) instead(n ast.Node) int64 {
	if f := c.flow.Func(n); f != nil {
		for _, name := range []string{"Close", "Stop", "Shutdown"} {
			if strings.EqualFold(f.Name(), name) {
				return 1000
			}
		}
	}
	return 1011
}

// otherConstant puts another code in the place of the constant: not of its
// declaration, but of its use.
func (c *fixer) otherConstant(f frame, s *connflow.Source, code int64) analysis.SuggestedFix {
	want := c.instead(s.Expr)
	if !mendable(code) || c.compared(s, code, want) || c.answered(s) {
		return noFix
	}
	at, lib := c.operand(s.Expr), f.call.Lib
	// A name of the type that it is converted to needs no conversion.
	if obj := c.lookup(lib.CodePackage, lib.CodeNames[want]); obj != nil && types.Identical(obj.Type(), c.flow.Info.TypeOf(s.Expr)) {
		at = s.Expr
	}
	b := c.session.New(c.flow.File(at))
	text := c.codeName(b, lib, want, at)
	if c.unimports(at, text) {
		return noFix
	}
	b.Replace(at, text)
	return b.Fix("Send " + text)
}

func mendable(code int64) bool { return code == 1004 || code == 1006 || code == 1015 }

// operand returns what e converts, e if it is no conversion.
func (c *fixer) operand(e ast.Expr) ast.Expr {
	for {
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok || len(call.Args) != 1 || !c.flow.Info.Types[call.Fun].IsType() {
			return ast.Unparen(e)
		}
		e = call.Args[0]
	}
}

// codeName returns a close code for the place of at, by the library's name where
// the name has a type that fits there.
func (c *fixer) codeName(b *rewrite.Builder, lib *wslib.Library, code int64, at ast.Expr) string {
	if lib.CodeNames[code] != "" {
		if obj := c.lookup(lib.CodePackage, lib.CodeNames[code]); obj != nil && fits(obj.Type(), c.flow.Info.TypeOf(at)) {
			return b.Import(lib.CodePackage, at.Pos()) + "." + obj.Name()
		}
	}
	return fmt.Sprint(code)
}

func fits(from, to types.Type) bool {
	if b, ok := from.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		b, ok := to.Underlying().(*types.Basic)
		return ok && b.Info()&types.IsInteger != 0 && b.Kind() != types.Int8 && b.Kind() != types.Uint8
	}
	return types.AssignableTo(from, to)
}

// lookup returns an object of a package that the package under analysis
// imports, directly or through another one.
func (c *fixer) lookup(path, name string) types.Object {
	for _, p := range c.pass.Pkg.Imports() {
		if p.Path() == path {
			return p.Scope().Lookup(name)
		}
	}
	for _, p := range c.pass.Pkg.Imports() {
		for _, q := range p.Imports() {
			if q.Path() == path {
				return q.Scope().Lookup(name)
			}
		}
	}
	return nil
}

// compared reports whether the package compares the constant on its way with
// something: with another one in its place it would do something else.
func (c *fixer) compared(s *connflow.Source, codes ...int64) bool {
	vars := map[types.Object]bool{}
	for _, e := range s.Path {
		if id := name(e); id != nil {
			if v, ok := c.flow.Info.ObjectOf(id).(*types.Var); ok {
				vars[v] = true
			}
		}
	}
	is := func(e ast.Expr) bool {
		id := name(e)
		return id != nil && vars[c.flow.Info.ObjectOf(id)]
	}
	// with reports whether a comparison with e may have another result for another code.
	with := func(e ast.Expr) bool {
		v, known := lang.Int(c.flow.Info, e)
		return !known || slices.Contains(codes, v)
	}
	found := false
	for _, file := range c.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				equal := n.Op == token.EQL || n.Op == token.NEQ
				found = found || is(n.X) && (!equal || with(n.Y)) || is(n.Y) && (!equal || with(n.X))
			case *ast.SwitchStmt:
				if n.Tag != nil && is(n.Tag) {
					for _, clause := range n.Body.List {
						found = found || slices.ContainsFunc(clause.(*ast.CaseClause).List, with)
					}
				}
			case *ast.IndexExpr:
				found = found || is(n.Index)
			}
			return !found && len(vars) > 0
		})
	}
	return found
}

// answered reports whether the constant is a function's answer to others than
// the one that sends it: to code out of sight, or to a condition.
func (c *fixer) answered(s *connflow.Source) bool {
	if _, ok := c.flow.Path(s.Expr)[1].(*ast.ReturnStmt); !ok {
		return false
	}
	f := c.flow.Func(s.Expr)
	if c.flow.UnseenCallers(f) {
		return true
	}
	return slices.ContainsFunc(c.flow.Callers(f), func(site *connflow.CallSite) bool {
		switch around := c.flow.Path(site.Call)[1].(type) {
		case *ast.BinaryExpr:
			return true
		case *ast.SwitchStmt:
			return around.Tag == site.Call
		case *ast.IndexExpr:
			return around.Index == site.Call
		}
		return false
	})
}

// name returns the identifier that names the variable e, nil if none.
func name(e ast.Expr) *ast.Ident {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	}
	return nil
}

// unimports reports whether text in the place of n may leave an import without
// use. Other fixes may take what n's file has of the same kind, so only what
// none of them takes keeps an import: a type, or a function that builds no frame.
func (c *fixer) unimports(n ast.Node, text string) bool {
	lost := map[any]bool{} // by the import's name, or by the package of a dot import
	kept := map[any]bool{}
	use := func(m ast.Node, obj types.Object, by any, prefix string) {
		if lang.Within(m, n) {
			lost[by] = prefix == "" || !strings.HasPrefix(text, prefix)
		} else if c.stays(obj) {
			kept[by] = true
		}
	}
	ast.Inspect(c.flow.File(n), func(m ast.Node) bool {
		switch m := m.(type) {
		case *ast.SelectorExpr:
			if id, ok := m.X.(*ast.Ident); ok {
				if p, ok := c.flow.Info.Uses[id].(*types.PkgName); ok {
					use(m, c.flow.Info.Uses[m.Sel], p, p.Name()+".")
					return false
				}
			}
		case *ast.Ident:
			if obj := c.flow.Info.Uses[m]; obj != nil && obj.Pkg() != nil && obj.Pkg() != c.flow.Pkg && obj.Parent() == obj.Pkg().Scope() {
				use(m, obj, obj.Pkg(), "")
			}
		}
		return true
	})
	for p, really := range lost {
		if really && !kept[p] {
			return true
		}
	}
	return false
}

// stays reports whether no fix takes a use of obj away.
func (c *fixer) stays(obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.TypeName:
		return true
	case *types.Func:
		fn, _ := c.flow.Index.Func(obj)
		return fn == nil || fn.Role != wslib.BuildFrame
	}
	return false
}

// withoutCode puts the payload of a frame without a code in the place of the
// call that builds one with 1005.
func (c *fixer) withoutCode(f frame, s *connflow.Source) analysis.SuggestedFix {
	call := f.call
	if f.raw || call.Func.Role != wslib.BuildFrame || call.Func.Payload != wslib.Result0 || !lang.Within(s.Expr, call.Expr) || c.unimports(call.Expr, "") {
		return noFix
	}
	return c.empty(call.Expr)
}

// empty puts an empty payload in the place of e, a slice of bytes.
func (c *fixer) empty(e ast.Expr) analysis.SuggestedFix {
	b := c.session.New(c.flow.File(e))
	text := "[]byte{}"
	if call, ok := c.flow.Path(e)[1].(*ast.CallExpr); ok && slices.Contains(call.Args, e) && !c.flow.Info.Types[call.Fun].IsBuiltin() {
		text = "nil"
	}
	b.Replace(e, text)
	return b.Fix("Send a close frame without a code")
}

// otherBytes changes the two bytes of the code in a literal.
func (c *fixer) otherBytes(bytes ast.Expr, s *connflow.Source, code int64) analysis.SuggestedFix {
	lit, ok := bytes.(*ast.CompositeLit)
	if !ok || c.unimports(lit, "") {
		return noFix
	}
	if _, isSlice := c.flow.Info.TypeOf(lit).Underlying().(*types.Slice); code == 1005 && isSlice && lit == s.Expr {
		return c.empty(lit)
	}
	if !mendable(code) {
		return noFix
	}
	low, ok := lit.Elts[1].(*ast.BasicLit)
	if !ok {
		return noFix
	}
	// All codes here are 0x03??: only the second byte is another one.
	form := "%d"
	switch {
	case strings.HasPrefix(low.Value, "0x") && strings.ToUpper(low.Value[2:]) == low.Value[2:]:
		form = "0x%02X"
	case strings.HasPrefix(low.Value, "0"):
		form = "0x%02x"
	}
	want := c.instead(lit)
	b := c.session.New(c.flow.File(lit))
	b.Replace(low, fmt.Sprintf(form, want&0xff))
	return b.Fix(fmt.Sprintf("Send %d", want))
}

// otherFrame puts another ready-made frame in the place of one.
func (c *fixer) otherFrame(use ast.Expr, lib *wslib.Library) analysis.SuggestedFix {
	want := c.instead(use)
	id := name(use)
	for _, p := range lib.Packages {
		for _, f := range p.Frames {
			if f.Op == wslib.OpConnClose && f.Code == want && id != nil {
				b := c.session.New(c.flow.File(use))
				b.Replace(id, f.Name)
				return b.Fix("Send " + f.Name)
			}
		}
	}
	return noFix
}

// guard maps the bad codes to 1011 before the statement that sends one.
func (c *fixer) guard(f frame, at ast.Expr, bad []int64) analysis.SuggestedFix {
	received := c.operand(at)
	stmt := c.statement(received)
	if stmt == nil || !c.hoistable(received) {
		return noFix
	}
	b := c.session.New(c.flow.File(at))
	var text strings.Builder
	code := b.Text(received)
	if !c.lastUse(received, stmt) {
		code = b.Name("closeCode", stmt.Pos())
		fmt.Fprintf(&text, "%s := %s\n", code, b.Text(received))
		b.Replace(received, code)
	}
	var codes []string
	for _, v := range bad {
		codes = append(codes, c.codeName(b, f.call.Lib, v, received))
	}
	if len(codes) == 1 {
		fmt.Fprintf(&text, "if %s == %s {\n", code, codes[0])
	} else {
		fmt.Fprintf(&text, "switch %s {\ncase %s:\n", code, strings.Join(codes, ", "))
	}
	safe := c.codeName(b, f.call.Lib, 1011, received)
	fmt.Fprintf(&text, "%s = %s\n}", code, safe)
	b.Before(stmt, text.String())
	return b.Fix(fmt.Sprintf("Send %s where the code is %s", safe, strings.Join(codes, " or ")))
}

// lastUse reports whether e is a local variable that stmt sends and nothing uses
// behind it: another value in it changes nothing else.
func (c *fixer) lastUse(e ast.Expr, stmt ast.Stmt) bool {
	v := lang.Var(c.flow.Info, e)
	in := c.flow.Func(stmt)
	if v == nil || in == nil || c.codes.Shared(v) || v.Pos() < in.Type.Pos() || in.Body.End() <= v.Pos() {
		return false
	}
	if loop := c.flow.Loop(stmt); loop != nil && v.Pos() < loop.Pos() {
		return false
	}
	uses := 0
	ast.Inspect(in.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && c.flow.Info.Uses[id] == v && (id.Pos() >= stmt.Pos() || c.flow.Func(id) != in) {
			uses++ // a literal may run later
		}
		return true
	})
	return uses == 1
}

// hoistable reports whether e can be computed before the statement around it:
// a variable, a constant, a field of one, or what a function makes of such.
func (c *fixer) hoistable(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident, *ast.BasicLit:
		return true
	case *ast.SelectorExpr:
		return c.hoistable(e.X)
	case *ast.CallExpr:
		fn := lang.Callee(c.flow.Info, e)
		meaning, lib := c.flow.Index.Func(fn)
		known := lib != nil && meaning.Role == wslib.Received || fn != nil && fn.Pkg() == c.pass.Pkg && fn.Signature().Recv() == nil ||
			wslib.SelectionOf(fn) != wslib.NoSelection || lang.IsBuiltin(c.flow.Info, e, "min") || lang.IsBuiltin(c.flow.Info, e, "max")
		return known && !slices.ContainsFunc(e.Args, func(arg ast.Expr) bool { return !c.hoistable(arg) })
	}
	return false
}

// statement returns the statement around e, in a list of statements, before
// which e can be computed: one that computes it first thing and once. It is nil
// where e stands behind a condition, or needs what the statement declares.
func (c *fixer) statement(e ast.Expr) ast.Stmt {
	path := c.flow.Path(e)
	for i, n := range path[:len(path)-1] {
		switch n := n.(type) {
		case *ast.FuncLit:
			return nil
		case *ast.BinaryExpr:
			if n.Op == token.LAND || n.Op == token.LOR {
				return nil
			}
		case ast.Stmt:
			return c.listed(n, path[i:])
		}
	}
	return nil
}

// listed returns stmt, or the if or switch statement that starts with it.
// path leads from stmt to the file.
func (c *fixer) listed(stmt ast.Stmt, path []ast.Node) ast.Stmt {
	switch stmt.(type) {
	case *ast.ExprStmt, *ast.AssignStmt, *ast.ReturnStmt, *ast.DeferStmt, *ast.GoStmt, *ast.SendStmt:
	default:
		return nil
	}
	outer := path[1]
	switch around := outer.(type) {
	case *ast.IfStmt:
		if around.Init == stmt {
			stmt, outer = around, path[2]
		}
	case *ast.SwitchStmt:
		if around.Init == stmt {
			stmt, outer = around, path[2]
		}
	}
	switch around := outer.(type) {
	case *ast.BlockStmt:
		return stmt
	case *ast.CaseClause:
		return stmt
	case *ast.CommClause:
		if around.Comm != stmt {
			return stmt
		}
	}
	return nil
}
