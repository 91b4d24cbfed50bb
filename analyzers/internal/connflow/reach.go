package connflow

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// exposes reports whether importers may come by a type of a library through what
// the package exports.
func (x *exporter) exposes() bool {
	e := exposure{fl: x.Flow, seen: map[types.Type]bool{}}
	for _, name := range x.Pkg.Scope().Names() {
		obj := x.Pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		if e.shows(obj.Type()) {
			return true
		}
	}
	return false
}

// An exposure looks for a library's type in what a package exports.
type exposure struct {
	fl   *Flow
	seen map[types.Type]bool
}

// shows reports whether who has a value of type t has one of a library's type, or
// may get one from it.
func (e exposure) shows(t types.Type) bool {
	if e.seen[t] {
		return false
	}
	e.seen[t] = true
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return e.named(t)
	case *types.Signature:
		return e.all(t.Params()) || e.all(t.Results())
	case *types.Map:
		return e.shows(t.Key()) || e.shows(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			if (f.Exported() || f.Embedded()) && e.shows(f.Type()) {
				return true
			}
		}
	case interface{ Elem() types.Type }: // a pointer, a slice, an array, a channel
		return e.shows(t.Elem())
	}
	return false
}

func (e exposure) named(t *types.Named) bool {
	if pkg := e.fl.Index.Package(t.Obj().Pkg()); pkg != nil && pkg.Library() != nil {
		return true
	}
	if t.Obj().Pkg() != e.fl.Pkg {
		return false // its own package says so
	}
	for m := range t.Methods() {
		if m.Exported() && e.shows(m.Type()) {
			return true
		}
	}
	if iface, ok := t.Underlying().(*types.Interface); ok {
		for m := range iface.Methods() {
			if token.IsExported(m.Name()) && e.shows(m.Type()) {
				return true
			}
		}
		return false
	}
	return e.shows(t.Underlying())
}

func (e exposure) all(vars *types.Tuple) bool {
	for v := range vars.Variables() {
		if e.shows(v.Type()) {
			return true
		}
	}
	return false
}

// helps reports whether connections of importers may come into the package,
// though no WebSocket is in its reach: see [MayExportFacts].
func helps(pass *analysis.Pass) bool {
	own := pass.Module == nil || pass.Module.Version == ""
	return own && pass.Pkg.Name() != "main" && !wslib.IsStd(pass.Pkg) && MayExportFacts(pass.Pkg)
}

// MayExportFacts reports whether a package of the user's own module may have facts
// though no WebSocket is in its reach: an exported function takes a net.Conn, an
// io.Reader, or the like, or has one in its receiver. Declarations are enough to
// tell.
func MayExportFacts(pkg *types.Package) bool {
	index := wslib.NewIndex()
	for _, name := range pkg.Scope().Names() {
		switch obj := pkg.Scope().Lookup(name).(type) {
		case *types.Func:
			if obj.Exported() && takesStream(index, obj.Signature()) {
				return true
			}
		case *types.TypeName:
			if named, ok := obj.Type().(*types.Named); ok && !obj.IsAlias() && methodTakesStream(index, named) {
				return true
			}
		}
	}
	return false
}

func methodTakesStream(index *wslib.Index, t *types.Named) bool {
	holds := false
	if s, ok := t.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			holds = holds || index.IsStream(f.Type())
		}
	}
	for m := range t.Methods() {
		if m.Exported() && (holds || takesStream(index, m.Signature())) {
			return true
		}
	}
	return false
}

func takesStream(index *wslib.Index, sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		if index.IsStream(p.Type()) {
			return true
		}
	}
	return false
}
