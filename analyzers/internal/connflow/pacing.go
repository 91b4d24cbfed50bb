package connflow

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// paces reports whether f, or what it runs, may wait between dials: by a timer,
// or in code that calls back.
func (fl *Flow) paces(f *Func) bool {
	if known, ok := fl.pacing[f]; ok {
		return known
	}
	waits := fl.waitsIn(f.Body)
	for g := range fl.Reach(f.Body) {
		waits = waits || fl.waitsIn(g.Body)
	}
	fl.pacing[f] = waits
	return waits
}

// pacing are the roles of functions that let time pass between two dials.
var pacing = map[wslib.WaitRole]bool{
	wslib.Sleeps: true, wslib.Fires: true, wslib.Ticks: true, wslib.Resets: true, wslib.Later: true,
	wslib.Next: true, wslib.Pauses: true, wslib.Retries: true, wslib.Limits: true,
}

func (fl *Flow) waitsIn(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || found {
			return !found
		}
		fn := lang.Callee(fl.Info, call)
		if fn == nil || fn.Pkg() == nil || fl.declOf[fn.Origin()] != nil {
			return true
		}
		if w := fl.Index.Wait(fn); w != nil && pacing[w.Role] {
			found = true
		} else if fl.foreign(fn.Pkg()) {
			for _, a := range call.Args {
				found = found || isFuncType(fl.Info.TypeOf(a))
			}
		}
		return true
	})
	return found
}
