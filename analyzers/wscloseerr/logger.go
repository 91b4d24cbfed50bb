package wscloseerr

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A form is how a logger is told an error, as its methods' types show: there
// are more loggers than a table could name.
type form uint8

const (
	noForm  form = iota
	printf       // Errorf(format, args...): log, logrus, glog, zap's sugared
	keyed        // Error(msg, key, value...): slog and what is like it
	chained      // Error().Err(err).Msg(msg): zerolog
	fielded      // Error(msg, fields...): zap
)

// A logger is what a fix logs with.
type logger struct {
	// expr is what the fix calls methods of, "c.log" or "slog".
	expr   string
	form   form
	method string
}

// line returns the statement that logs err, the name of an error.
func (l logger) line(doing, err string) string {
	switch l.form {
	case keyed:
		return fmt.Sprintf("%s.%s(%s, \"err\", %s)", l.expr, l.method, strconv.Quote(doing), err)
	case chained:
		return fmt.Sprintf("%s.%s().Err(%s).Msg(%s)", l.expr, l.method, err, strconv.Quote(doing))
	case fielded:
		return fmt.Sprintf("%s.Sugar().Errorf(%s, %s)", l.expr, strconv.Quote(doing+": %v"), err)
	}
	return fmt.Sprintf("%s.%s(%s, %s)", l.expr, l.method, strconv.Quote(doing+": %v"), err)
}

// logger returns the logger to use at n: the receiver's or a parameter's, one
// of the package's, the file's, else package log.
func (f *fixer) logger(n ast.Node) logger {
	if l := f.valueLogger(n); l.form != noForm {
		return l
	}
	if l := f.importedLogger(n); l.form != noForm {
		return l
	}
	for _, file := range f.flow.Files {
		for _, spec := range file.Imports {
			if spec.Path.Value == `"log/slog"` {
				return logger{f.Import("log/slog", n.Pos()), keyed, "Error"}
			}
		}
	}
	return logger{f.Import("log", n.Pos()), printf, "Printf"}
}

// valueLogger finds a logger in a variable that is in reach at n, or in a field
// of the receiver or of a parameter.
func (f *fixer) valueLogger(n ast.Node) logger {
	var vars []*types.Var
	for in := f.flow.Func(n); in != nil; in = in.Outer {
		if sig := in.Signature(); sig != nil {
			if recv := sig.Recv(); recv != nil {
				vars = append(vars, recv)
			}
			vars = slices.AppendSeq(vars, sig.Params().Variables())
		}
	}
	for _, v := range vars {
		if !f.visible(v, n) {
			continue
		}
		if form, method := f.formOf(v.Type()); form != noForm && !f.nilTested(v) {
			return logger{v.Name(), form, method}
		}
		if l := f.fieldLogger(v); l.form != noForm {
			return l
		}
	}
	for _, v := range f.packageLoggers() {
		if f.visible(v, n) {
			form, method := f.formOf(v.Type())
			return logger{v.Name(), form, method}
		}
	}
	return logger{}
}

// packageLoggers returns the variables of the package that it logs with.
func (f *fixer) packageLoggers() []*types.Var {
	if f.loggers == nil {
		f.loggers = []*types.Var{}
		scope := f.flow.Pkg.Scope()
		for _, name := range scope.Names() {
			if v, ok := scope.Lookup(name).(*types.Var); ok {
				if form, _ := f.formOf(v.Type()); form != noForm && f.logs(v) {
					f.loggers = append(f.loggers, v)
				}
			}
		}
	}
	return f.loggers
}

// fieldLogger finds a logger in the fields of the struct that v is or points to.
func (f *fixer) fieldLogger(v *types.Var) logger {
	named, ok := types.Unalias(lang.Deref(v.Type())).(*types.Named)
	if !ok || named.Obj().Pkg() != f.flow.Pkg {
		return logger{}
	}
	s, ok := named.Underlying().(*types.Struct)
	if !ok {
		return logger{}
	}
	for field := range s.Fields() {
		if form, method := f.formOf(field.Type()); form != noForm && f.logs(field.Origin()) {
			return logger{v.Name() + "." + field.Name(), form, method}
		}
	}
	return logger{}
}

// visible reports whether v's name means v at n.
func (f *fixer) visible(v *types.Var, n ast.Node) bool {
	if v.Name() == "" || v.Name() == "_" {
		return false
	}
	scope := f.flow.Pkg.Scope().Innermost(n.Pos())
	if scope == nil {
		return false
	}
	_, obj := scope.LookupParent(v.Name(), n.Pos())
	return obj == v
}

// logs reports whether the package calls methods of v and never reckons with a
// nil in it.
func (f *fixer) logs(v *types.Var) bool {
	called := false
	for _, file := range f.flow.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || called {
				return !called
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
				called = f.names(sel.X, v)
			}
			return !called
		})
	}
	return called && !f.nilTested(v)
}

// nilTested reports whether v is compared with nil somewhere.
func (f *fixer) nilTested(v *types.Var) bool {
	found := false
	for _, file := range f.flow.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if b, ok := n.(*ast.BinaryExpr); ok {
				if e, _, ok := lang.NilTest(f.flow.Info, b); ok && f.names(e, v) {
					found = true
				}
			}
			return !found
		})
	}
	return found
}

// names reports whether e is v, or a selector of the field v.
func (f *fixer) names(e ast.Expr, v *types.Var) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if sel, isSel := ast.Unparen(e).(*ast.SelectorExpr); isSel {
		id, ok = sel.Sel, true
	}
	if !ok {
		return false
	}
	got, _ := f.flow.Info.Uses[id].(*types.Var)
	return got != nil && got.Origin() == v
}

// importedLogger finds a logger in the packages that n's file imports, those
// that the function around n uses first.
func (f *fixer) importedLogger(n ast.Node) logger {
	var found []logger
	used := map[string]bool{}
	path := f.flow.Path(n)
	ast.Inspect(path[max(0, len(path)-2)], func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if p, ok := f.flow.Info.Uses[id].(*types.PkgName); ok {
				used[p.Name()] = true
			}
		}
		return true
	})
	for _, spec := range f.flow.File(n).Imports {
		name := f.flow.Info.PkgNameOf(spec)
		if name == nil || name.Name() == "_" || name.Name() == "." || !f.seen(name, n) {
			continue
		}
		if form, method := packageForm(name.Imported()); form != noForm {
			found = append(found, logger{name.Name(), form, method})
		}
	}
	slices.SortStableFunc(found, func(a, b logger) int { return rank(used, b) - rank(used, a) })
	if len(found) == 0 {
		return logger{}
	}
	return found[0]
}

func rank(used map[string]bool, l logger) int {
	n := 0
	if used[l.expr] {
		n += 2
	}
	if l.form != printf {
		n++
	}
	return n
}

// seen reports whether the name of an imported package means it at n.
func (f *fixer) seen(name *types.PkgName, n ast.Node) bool {
	scope := f.flow.Pkg.Scope().Innermost(n.Pos())
	if scope == nil {
		return false
	}
	_, obj := scope.LookupParent(name.Name(), n.Pos())
	return obj == name
}

// packageForm says how the functions of p log.
func packageForm(p *types.Package) (form, string) {
	return findForm(func(name string) *types.Func {
		fn, _ := p.Scope().Lookup(name).(*types.Func)
		return fn
	})
}

// formOf says how the methods of t log. One that writes to a connection does
// not, nor does a test's: it fails the test.
func (f *fixer) formOf(t types.Type) (form, string) {
	if lang.IsNamed(t, "testing", "T", "B", "F", "TB") {
		return noForm, ""
	}
	return findForm(func(name string) *types.Func {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
		fn, _ := obj.(*types.Func)
		for _, in := range f.flow.Funcs {
			if in.Obj != nil && in.Obj == fn && f.errors.Runs(in.Body, f.isWrite) {
				return nil
			}
		}
		return fn
	})
}

// isWrite reports whether n writes to a connection.
func (f *fixer) isWrite(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	t := f.callOf(call, wslib.Write)
	return t != nil && t.Lib != nil
}

// findForm says how functions log that lookup finds by name.
func findForm(lookup func(string) *types.Func) (form, string) {
	if fn := lookup("Error"); fn != nil {
		sig := fn.Signature()
		switch params := sig.Params(); {
		case params.Len() == 0 && sig.Results().Len() == 1 && isChain(sig.Results().At(0).Type()):
			return chained, "Error"
		case sig.Results().Len() > 0 || !sig.Variadic() || params.Len() != 2 || !isString(params.At(0).Type()):
		case isAny(variadic(sig)):
			if isFormat(params.At(0)) {
				return printf, "Error"
			}
			return keyed, "Error"
		case lookup("Sugar") != nil:
			return fielded, "Error"
		}
	}
	for _, name := range []string{"Errorf", "Printf"} {
		if fn := lookup(name); fn != nil {
			sig := fn.Signature()
			if sig.Results().Len() == 0 && sig.Variadic() && sig.Params().Len() == 2 && isString(sig.Params().At(0).Type()) && isAny(variadic(sig)) {
				return printf, name
			}
		}
	}
	return noForm, ""
}

// isFormat reports whether a logger's first parameter calls itself a format: no
// type tells Error(format, args...) from Error(msg, args...).
func isFormat(v *types.Var) bool {
	switch v.Name() {
	case "format", "fmt", "f", "template":
		return true
	}
	return false
}

// isChain reports whether t has zerolog's Err(error) and Msg(string).
func isChain(t types.Type) bool {
	method := func(name string, param types.Type) bool {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
		fn, ok := obj.(*types.Func)
		return ok && fn.Signature().Params().Len() == 1 && types.Identical(fn.Signature().Params().At(0).Type(), param)
	}
	return method("Err", lang.Error) && method("Msg", types.Typ[types.String])
}

func variadic(sig *types.Signature) types.Type {
	last := sig.Params().At(sig.Params().Len() - 1).Type()
	if s, ok := last.Underlying().(*types.Slice); ok {
		return s.Elem()
	}
	return last
}

func isString(t types.Type) bool { return types.Identical(t, types.Typ[types.String]) }

func isAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.Empty()
}

// log returns statements that log the error called err, if it is news; nilable
// says that it may be nil.
func (f *fixer) log(n ast.Node, err, doing string, nilable bool) string {
	test := f.news(n, err)
	if nilable {
		test.conds = append([]string{err + " != nil"}, test.conds...)
	}
	return test.then(f.logger(n).line(doing, err))
}
