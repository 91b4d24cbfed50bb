package connflow

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A program is the syntax of a package, and its types.
type program struct {
	Pkg   *types.Package
	Info  *types.Info
	Fset  *token.FileSet
	Index *wslib.Index
	// Files are the files that are part of the flow.
	Files []*ast.File
	// Funcs are all functions with a body, in source order.
	Funcs []*Func

	root   inspector.Cursor
	byPos  []*Func
	funcOf map[ast.Node]*Func
	declOf map[*types.Func]*Func
}

// declare finds the functions.
func (pr *program) declare() {
	inFlow := map[*ast.File]bool{}
	for _, file := range pr.Files {
		inFlow[file] = true
	}
	for file := range pr.root.Children() {
		if !inFlow[file.Node().(*ast.File)] {
			continue
		}
		for c := range file.Preorder((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
			f := &Func{Node: c.Node(), cursor: c, program: pr}
			switch n := f.Node.(type) {
			case *ast.FuncDecl:
				if n.Body == nil {
					continue
				}
				f.Type, f.Body = n.Type, n.Body
				if f.Obj, _ = pr.Info.Defs[n.Name].(*types.Func); f.Obj != nil {
					pr.declOf[f.Obj] = f
				}
			case *ast.FuncLit:
				f.Type, f.Body = n.Type, n.Body
				for above := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
					if above.Node() != n {
						f.Outer = pr.funcOf[above.Node()]
						break
					}
				}
			}
			pr.funcOf[f.Node] = f
			pr.Funcs = append(pr.Funcs, f)
		}
	}
	pr.byPos = slices.SortedFunc(slices.Values(pr.Funcs), func(a, b *Func) int { return cmp.Compare(a.Node.Pos(), b.Node.Pos()) })
}

// FuncOf returns the function of the package that fn is, nil where it has no
// body in it.
func (pr *program) FuncOf(fn *types.Func) *Func {
	if fn == nil {
		return nil
	}
	return pr.declOf[fn.Origin()]
}

// FuncAt returns the function that a declaration or a literal is.
func (pr *program) FuncAt(n ast.Node) *Func { return pr.funcOf[n] }

// Func returns the innermost function around n, nil outside of functions. Of
// a function itself it is the one around it.
func (pr *program) Func(n ast.Node) *Func {
	if n == nil {
		return nil
	}
	i, _ := slices.BinarySearchFunc(pr.byPos, n.Pos(), func(f *Func, pos token.Pos) int {
		if f.Node.Pos() <= pos {
			return -1
		}
		return 1
	})
	if i == 0 {
		return nil
	}
	f := pr.byPos[i-1]
	for f != nil && (f.Node == n || f.Node.End() < n.End()) {
		f = f.Outer
	}
	return f
}

// Path returns n and the nodes around it, innermost first, up to the file.
func (pr *program) Path(n ast.Node) []ast.Node {
	if n == nil {
		return nil
	}
	from := pr.root
	if f := pr.Func(n); f != nil {
		from = f.cursor
	}
	cursor, ok := from.FindByPos(n.Pos(), n.End())
	if !ok {
		return nil
	}
	var path []ast.Node
	for c := range cursor.Enclosing() {
		if len(path) > 0 || c.Node() == n {
			path = append(path, c.Node())
		}
	}
	return path
}

// Parent returns the node around n, nil for a file.
func (pr *program) Parent(n ast.Node) ast.Node {
	if path := pr.Path(n); len(path) > 1 {
		return path[1]
	}
	return nil
}

// File returns the file that n is in, nil if it is in none of the flow.
func (pr *program) File(n ast.Node) *ast.File {
	for _, file := range pr.Files {
		if file.FileStart <= n.Pos() && n.Pos() < file.FileEnd {
			return file
		}
	}
	return nil
}

// Arg returns the expression that the call gives to v, the receiver or a
// parameter of f, which it calls; nil where it cannot be seen.
func (pr *program) Arg(call *ast.CallExpr, f *Func, v *types.Var) ast.Expr {
	slot := f.Param(v)
	if slot == wslib.None || slot != wslib.Recv && f.Signature().Variadic() && slot.Arg() == f.Signature().Params().Len()-1 {
		return nil
	}
	return (&Call{Node: call, Expr: call}).Slot(slot)
}

// AssignedTo returns what the results of the call n are assigned to, the
// error and the response among them.
func (pr *program) AssignedTo(n ast.Node) []ast.Expr {
	path := pr.Path(n)
	if len(path) < 2 {
		return nil
	}
	switch parent := path[1].(type) {
	case *ast.AssignStmt:
		for i, rhs := range parent.Rhs {
			if rhs != n {
				continue
			}
			if len(parent.Rhs) == 1 {
				return parent.Lhs
			}
			return parent.Lhs[i : i+1]
		}
	case *ast.ValueSpec:
		var names []ast.Expr
		for _, name := range parent.Names {
			names = append(names, name)
		}
		return names
	}
	return nil
}

func (pr *program) intValue(e ast.Expr) (int64, bool) {
	tv, ok := pr.Info.Types[e]
	if !ok || tv.Value == nil {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(tv.Value))
}

// Foreign reports whether another package declares fn, which is neither of the
// standard library nor one that the tables name.
func (pr *program) Foreign(fn *types.Func) bool { return pr.foreign(fn.Pkg()) }

// foreign reports whether p is a package that is neither this one, nor the
// standard library's, nor one that the tables name.
func (pr *program) foreign(p *types.Package) bool {
	return p != nil && p != pr.Pkg && pr.Index.Package(p) == nil && !wslib.IsStd(p)
}
