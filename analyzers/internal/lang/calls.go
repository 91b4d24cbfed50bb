package lang

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"
)

// Callee returns the function or method, an interface's too, that call names;
// nil where it calls a function value or a builtin, or converts.
func Callee(info *types.Info, call *ast.CallExpr) *types.Func {
	fn, _ := typeutil.Callee(info, call).(*types.Func)
	return fn
}

// CalleeIs reports whether call calls one of the named functions of the package
// with that path. A method's name is "Type.Method", whether its receiver is a
// pointer or not.
func CalleeIs(info *types.Info, call *ast.CallExpr, path string, names ...string) bool {
	return FuncIs(Callee(info, call), path, names...)
}

// FuncIs reports whether fn, which may be nil, is one of the named functions of
// the package with that path; a method's name is "Type.Method".
func FuncIs(fn *types.Func, path string, names ...string) bool {
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == path && slices.Contains(names, FuncName(fn))
}

// FuncName returns the name of fn in its package: "Func", or "Type.Method". It
// is ".Method" where the receiver's type has no name.
func FuncName(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	if named := Named(recv.Type()); named != nil {
		return named.Obj().Name() + "." + fn.Name()
	}
	return "." + fn.Name()
}

// IsBuiltin reports whether call calls the builtin function of that name.
func IsBuiltin(info *types.Info, call *ast.CallExpr, name string) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := info.Uses[id].(*types.Builtin)
	return ok && b.Name() == name
}

// TypeArgs returns the type arguments of the function that call calls, whether
// they are written or inferred.
func TypeArgs(info *types.Info, call *ast.CallExpr) []types.Type {
	id := funcIdent(call)
	if id == nil {
		return nil
	}
	var args []types.Type
	if list := info.Instances[id].TypeArgs; list != nil {
		for t := range list.Types() {
			args = append(args, t)
		}
	}
	return args
}

// funcIdent returns the name of the function that is called, nil if it has none.
func funcIdent(call *ast.CallExpr) *ast.Ident {
	fun := ast.Unparen(call.Fun)
	switch index := fun.(type) {
	case *ast.IndexExpr:
		fun = ast.Unparen(index.X)
	case *ast.IndexListExpr:
		fun = ast.Unparen(index.X)
	}
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun
	case *ast.SelectorExpr:
		return fun.Sel
	}
	return nil
}

// ResultType returns the type of the i-th result of a call whose type is t, nil
// where it has no such result.
func ResultType(t types.Type, i int) types.Type {
	tuple, ok := t.(*types.Tuple)
	switch {
	case ok && i < tuple.Len():
		return tuple.At(i).Type()
	case !ok && i == 0:
		return t
	}
	return nil
}

// ErrorResult returns the index of the error that call returns last and the
// number of its results; -1 and 0 if its last result is no error.
func ErrorResult(info *types.Info, call *ast.CallExpr) (index, n int) {
	t := TypeOf(info, call)
	n = 1
	if tuple, ok := t.(*types.Tuple); ok {
		n = tuple.Len()
	}
	if n == 0 || !IsError(ResultType(t, n-1)) {
		return -1, 0
	}
	return n - 1, n
}

// IsTuple reports whether e has several values: the results of a call, or a
// value and ok.
func IsTuple(info *types.Info, e ast.Expr) bool {
	t, ok := TypeOf(info, e).(*types.Tuple)
	return ok && t.Len() > 1
}
