package reread

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// failures returns what is known of the results of r where its read has failed. Of a
// function of the package that reads, these are what it returns then: a flag beside the
// error may tell the loop to end.
func (w *way) failures(r *errfate.Read) []paths.Facts {
	failed := []paths.Facts{w.known.WithResult("", r.Call, r.Index, paths.NonZero)}
	if r.Base == nil || r.Foreign {
		return failed
	}
	f := w.flow.Func(r.Base.Call)
	if f == nil || !slices.Contains(w.flow.Callees(r.Call), f) {
		return failed
	}
	var returned []paths.Facts
	walk := w.toEnd(f, func(ret *ast.ReturnStmt, fs paths.Facts) {
		results := w.results(f, ret, fs)
		if r.Index >= len(results) || results[r.Index] == paths.IsZero {
			return
		}
		results[r.Index] = paths.NonZero
		all := paths.Facts("")
		for i, fact := range results {
			all = w.known.WithResult(all, r.Call, i, fact)
		}
		if !slices.Contains(returned, all) {
			returned = append(returned, all)
		}
	}, func(ast.Node) bool { return false })
	at, ok := walk.Graph.At(r.Base.Call)
	if !ok {
		return failed
	}
	for _, fs := range w.failures(r.Base) {
		walk.After(r.Base.Call, w.known.Assign(fs, at.Node()))
	}
	if walk.Cut || len(returned) == 0 {
		return failed
	}
	return returned
}

// results returns what is known of the results of f where a path comes to ret.
func (w *way) results(f *connflow.Func, ret *ast.ReturnStmt, fs paths.Facts) []paths.Fact {
	results := make([]paths.Fact, f.Signature().Results().Len())
	for i := range results {
		results[i] = paths.Unknown
	}
	switch {
	case ret == nil || ret.Pos() >= f.Body.Rbrace:
	case len(ret.Results) == len(results):
		for i, e := range ret.Results {
			results[i] = w.known.Eval(fs, e)
		}
	case len(ret.Results) == 1: // of another call
		for i := range results {
			results[i] = w.known.Result(fs, ast.Unparen(ret.Results[0]), i)
		}
	case len(ret.Results) == 0:
		i := 0
		for _, field := range f.Type.Results.List {
			for _, name := range field.Names {
				if !lang.IsBlank(name) {
					results[i] = w.known.Eval(fs, name)
				}
				i++
			}
		}
	}
	return results
}
