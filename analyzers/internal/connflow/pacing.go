package connflow

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// paces reports whether f, or what it runs, may wait between dials: by a timer,
// or in code that calls back.
func (x *dialExports) paces(f *Func) bool {
	if known, ok := x.pacing[f]; ok {
		return known
	}
	waits := x.waitsIn(f.Body)
	for g := range x.Reach(f.Body) {
		waits = waits || x.waitsIn(g.Body)
	}
	x.pacing[f] = waits
	return waits
}

// pacing are the roles of functions that let time pass between two dials.
var pacing = map[wslib.WaitRole]bool{
	wslib.Sleeps: true, wslib.Fires: true, wslib.Ticks: true, wslib.Resets: true, wslib.Later: true,
	wslib.Next: true, wslib.Pauses: true, wslib.Retries: true, wslib.Limits: true,
}

func (x *dialExports) waitsIn(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || found {
			return !found
		}
		fn := lang.Callee(x.Info, call)
		if fn == nil || fn.Pkg() == nil || x.declOf[fn.Origin()] != nil {
			return true
		}
		if w := x.Index.Wait(fn); w != nil && pacing[w.Role] {
			found = true
		} else if x.foreign(fn.Pkg()) {
			for _, a := range call.Args {
				found = found || isFuncType(x.Info.TypeOf(a))
			}
		}
		return true
	})
	return found
}
