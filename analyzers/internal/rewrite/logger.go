package rewrite

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Logger is what a fix logs with at one place.
type Logger struct {
	// on is what the fix calls methods of, "c.log" or "slog", "" for a function
	// of the package itself.
	on     string
	method wslib.LogMethod
}

// Line returns the statement that logs err, the name of an error, which came of
// what was being done.
func (l Logger) Line(doing, err string) string { return l.method.Line(l.on, doing, err) }

// Logger returns the logger to use at n: one that the function around n, its
// receiver's other methods, its parameters, the file or the package log with, in
// this order, else that of the standard library. usable reports whether the fix may
// call a function or method there.
func (b *Builder) Logger(n ast.Node, usable func(*types.Func) bool) Logger {
	s := &loggerSearch{Builder: b, at: n, usable: usable}
	s.findVars(b.path(n))
	for _, v := range s.vars {
		if m := s.methodOf(v.Type()); m.Form != wslib.NoLog && !s.nilTested(v) {
			return Logger{v.Name(), m}
		}
	}
	if l, ok := s.used(); ok {
		return l
	}
	for _, file := range b.pass.Files {
		for _, spec := range file.Imports {
			if pathOf(spec) == slog {
				return Logger{b.Import(slog, n.Pos()), wslib.LogMethod{Form: wslib.LogKeys, Name: "Error"}}
			}
		}
	}
	return Logger{b.Import("log", n.Pos()), wslib.LogMethod{Form: wslib.LogFormat, Name: "Printf"}}
}

const slog = "log/slog"

// A loggerSearch looks for the logger to use at a place.
type loggerSearch struct {
	*Builder
	at     ast.Node
	usable func(*types.Func) bool
	// decl is the function declaration around at, fn what it declares; both are
	// nil outside of functions.
	decl *ast.FuncDecl
	fn   *types.Func
	// vars are the receivers and parameters that are visible at the place.
	vars []*types.Var
}

// findVars finds the functions around the place, of which path are the nodes.
func (s *loggerSearch) findVars(path []ast.Node) {
	for _, above := range path {
		var fields []*ast.FieldList
		switch f := above.(type) {
		case *ast.FuncLit:
			fields = []*ast.FieldList{f.Type.Params}
		case *ast.FuncDecl:
			s.decl = f
			s.fn, _ = s.pass.TypesInfo.Defs[f.Name].(*types.Func)
			fields = []*ast.FieldList{f.Recv, f.Type.Params}
		}
		for _, list := range fields {
			if list == nil {
				continue
			}
			for _, field := range list.List {
				for _, name := range field.Names {
					if v, ok := s.pass.TypesInfo.Defs[name].(*types.Var); ok && s.Means(v, s.at) {
						s.vars = append(s.vars, v)
					}
				}
			}
		}
	}
}

// A logCall is a logger that some call of the package logs with, as it would be
// named at the place.
type logCall struct {
	Logger
	path string // of the package to import, "" if there is none
	rank rank
}

// A rank is how close a call is to the place: less is closer.
type rank uint8

const (
	sameFunc rank = iota
	sameReceiver
	packageVar
	sameFile
	samePackage
	far
)

// used returns the logger that the closest calls of the package log with, and of
// those as close the one that is called most often.
func (s *loggerSearch) used() (Logger, bool) {
	count := map[logCall]int{}
	for _, file := range s.pass.Files {
		if s.isTest(file) {
			continue
		}
		for _, d := range file.Decls {
			decl, _ := d.(*ast.FuncDecl)
			ast.Inspect(d, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if l := s.named(call, file, decl); l.rank != far {
						count[l]++
					}
				}
				return true
			})
		}
	}
	if len(count) == 0 {
		return Logger{}, false
	}
	all := make([]logCall, 0, len(count))
	for l := range count {
		all = append(all, l)
	}
	best := slices.MinFunc(all, func(a, b logCall) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), -cmp.Compare(count[a], count[b]),
			cmp.Compare(a.path, b.path), cmp.Compare(a.on, b.on), cmp.Compare(a.method.Name, b.method.Name))
	})
	if best.path != "" {
		best.on = s.Import(best.path, s.at.Pos())
	}
	return best.Logger, true
}

// named returns the logger of a call, in decl of file, as it would be named at the
// place; its rank is far where it is none, or cannot be named.
func (s *loggerSearch) named(call *ast.CallExpr, file *ast.File, decl *ast.FuncDecl) logCall {
	none := logCall{rank: far}
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		fn, ok := s.pass.TypesInfo.Uses[fun].(*types.Func)
		m := wslib.LoggerPackage(s.pass.Pkg, s.pass.Pkg)
		if !ok || m.Name != fn.Name() || m.Form == wslib.NoLog || fn == s.fn || !s.usable(fn) || s.visible(fn.Name(), s.at.Pos()) != fn {
			return none
		}
		return logCall{Logger: Logger{"", m}, rank: s.distance(file, decl, samePackage)}
	case *ast.SelectorExpr:
		if id, ok := ast.Unparen(fun.X).(*ast.Ident); ok {
			if name, ok := s.pass.TypesInfo.Uses[id].(*types.PkgName); ok {
				m := wslib.LoggerPackage(name.Imported(), s.pass.Pkg)
				if _, isFunc := s.pass.TypesInfo.Uses[fun.Sel].(*types.Func); !isFunc || m.Form == wslib.NoLog {
					return none
				}
				return logCall{Logger: Logger{"", m}, path: name.Imported().Path(), rank: s.distance(file, decl, samePackage)}
			}
		}
		m := s.methodOf(lang.TypeOf(s.pass.TypesInfo, fun.X))
		if m.Form == wslib.NoLog {
			return none
		}
		on, closest, ok := s.chain(fun.X)
		if !ok {
			return none
		}
		return logCall{Logger: Logger{on, m}, rank: s.distance(file, decl, closest)}
	}
	return none
}

// distance returns the rank of a call in decl of file that is not in the function
// of the place: closest, or farther away.
func (s *loggerSearch) distance(file *ast.File, decl *ast.FuncDecl, closest rank) rank {
	switch {
	case decl != nil && decl == s.decl:
		return sameFunc
	case closest == samePackage && file == s.file:
		return sameFile
	}
	return closest
}

// chain returns e, a logger that some function names, as it is named at the place:
// a variable that is visible there, or a field of one of the same type.
func (s *loggerSearch) chain(e ast.Expr) (on string, closest rank, ok bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, ok := s.pass.TypesInfo.Uses[e].(*types.Var)
		if !ok {
			return "", far, false
		}
		switch {
		case s.Means(v, s.at) && !s.nilTested(v):
			return v.Name(), packageVar, true
		case lang.Named(v.Type()) != nil && lang.Named(v.Type()).Obj().Pkg() == s.pass.Pkg:
			// A receiver or parameter of the same type has the same fields.
			i := slices.IndexFunc(s.vars, func(w *types.Var) bool { return types.Identical(lang.Deref(w.Type()), lang.Deref(v.Type())) })
			if i >= 0 {
				return s.vars[i].Name(), sameReceiver, true
			}
		}
	case *ast.SelectorExpr:
		v, ok := s.pass.TypesInfo.Uses[e.Sel].(*types.Var)
		if !ok || !v.IsField() || s.nilTested(v.Origin()) {
			return "", far, false
		}
		on, closest, ok := s.chain(e.X)
		return on + "." + e.Sel.Name, closest, ok
	case *ast.CallExpr: // a getter
		sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
		if !ok || len(e.Args) > 0 || lang.Callee(s.pass.TypesInfo, e) == nil {
			return "", far, false
		}
		on, closest, ok := s.chain(sel.X)
		return on + "." + sel.Sel.Name + "()", closest, ok
	}
	return "", far, false
}

// methodOf returns how values of type t log.
func (s *loggerSearch) methodOf(t types.Type) wslib.LogMethod {
	m, known := s.logMethods[t]
	if !known {
		m = wslib.LoggerMethod(t, s.pass.Pkg)
		s.logMethods[t] = m
	}
	if m.Form == wslib.NoLog {
		return m
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, s.pass.Pkg, m.Name)
	if fn, ok := obj.(*types.Func); !ok || fn == s.fn || !s.usable(fn) {
		return wslib.LogMethod{}
	}
	return m
}

// nilTested reports whether v, a variable or field, is compared with nil
// somewhere: a fix would have to do so, too.
func (s *loggerSearch) nilTested(v *types.Var) bool {
	if s.nilTests == nil {
		s.nilTests = map[*types.Var]bool{}
		for _, file := range s.pass.Files {
			ast.Inspect(file, func(n ast.Node) bool {
				if b, ok := n.(*ast.BinaryExpr); ok {
					if e, _, ok := lang.NilTest(s.pass.TypesInfo, b); ok {
						s.nilTests[lang.VarOrField(s.pass.TypesInfo, e)] = true
					}
				}
				return true
			})
		}
	}
	return s.nilTests[v.Origin()]
}

// A packageName is what a package is called: by itself and in some file.
type packageName struct{ name, local string }

// loggers returns the packages that the package logs with in other files than the
// builder's, by import path.
func (b *syntax) loggers() map[string]packageName {
	found := map[string]packageName{}
	for _, file := range b.pass.Files {
		if file == b.file || b.isTest(file) {
			continue
		}
		for _, spec := range file.Imports {
			name := b.pass.TypesInfo.PkgNameOf(spec)
			if name == nil || name.Name() == "." || name.Name() == "_" {
				continue
			}
			p := name.Imported()
			if wslib.LoggerPackage(p, b.pass.Pkg).Form == wslib.NoLog || slices.Contains(std, p.Path()) {
				continue
			}
			if have, known := found[p.Path()]; !known || name.Name() < have.local {
				found[p.Path()] = packageName{p.Name(), name.Name()}
			}
		}
	}
	return found
}
