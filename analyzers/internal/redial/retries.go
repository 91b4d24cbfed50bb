package redial

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// retries finds the exported functions that call an argument again and again until it
// returns no error, as those of retry libraries do. The argument may dial, and so the
// cycles are found in which its call is a dial.
func (ex *exporter) retries() map[*connflow.Func]*wslib.Wait {
	found := map[*connflow.Func]*wslib.Wait{}
	g := prepare(ex.pass, ex.flow)
	for _, f := range ex.flow.Funcs {
		if f.Obj == nil || !f.Obj.Exported() {
			continue
		}
		for _, call := range ex.Graph.Calls[f] {
			loop := ex.flow.Loop(call)
			if callback := ex.callback(f, call); callback != wslib.None && loop != nil {
				g.Dials[call] = true
				found[f] = &wslib.Wait{Name: f.Obj.Name(), Role: wslib.Retries, Callback: callback, Pace: wslib.Jittered, Attempts: ex.limit(f, loop)}
				if ex.loops.few(loop) {
					found[f].Bound = ex.loops.attempts
				}
			}
		}
	}
	g.finish()
	inner := newFinder(ex.pass, ex.flow, ex.loops.attempts, g)
	inner.found = func(cycles []*Cycle) {
		if w := found[cycles[0].In]; w != nil {
			w.Pace = paceOf(cycles)
		}
	}
	for f := range found {
		if h := inner.search.function(f); !h.Any {
			delete(found, f) // not again, where it has failed
		}
	}
	for changed := true; changed; {
		changed = false
		for _, f := range ex.flow.Funcs {
			if found[f] == nil && f.Obj != nil && f.Obj.Exported() {
				found[f] = ex.forwarded(f, found)
				changed = changed || found[f] != nil
			}
		}
	}
	return found
}

// paceOf returns the pace at which cycles that are one try again, the worst of them.
func paceOf(cycles []*Cycle) wslib.Pace {
	pace := wslib.Jittered
	for _, y := range cycles {
		switch {
		case y.Parallel || y.Few() && !y.AtOnce() || !y.Tries():
		case y.AtOnce():
			return wslib.Zero
		case y.Steady() != nil:
			pace = wslib.Steady
		case y.Growing() != nil && pace != wslib.Steady:
			pace = wslib.Growing
		}
	}
	return pace
}

// forwarded is what f is that hands its callback on to a function that calls it
// again and again: of the package, of another, or of a library.
func (ex *exporter) forwarded(f *connflow.Func, found map[*connflow.Func]*wslib.Wait) *wslib.Wait {
	for _, call := range ex.Graph.Calls[f] {
		var to *wslib.Wait
		for _, g := range ex.flow.Callees(call) {
			to = found[g]
		}
		if w := ex.Graph.Wait(call); w != nil && w.Role == wslib.Retries {
			p := ex.Timing.Retries(w, call)
			to = &wslib.Wait{Callback: w.Callback, Pace: p.Pace, Bound: p.Attempts}
		}
		if to == nil {
			continue
		}
		v := lang.VarOrField(ex.flow.Info, to.Callback.In(call))
		if v == nil || len(ex.flow.Writes(v)) > 0 {
			continue
		}
		if callback := f.Param(v); callback != wslib.None {
			return &wslib.Wait{Name: f.Obj.Name(), Role: wslib.Retries, Callback: callback, Pace: to.Pace, Bound: to.Bound}
		}
	}
	return nil
}

// callback returns the parameter of f that call calls, a function whose last result is an
// error.
func (ex *exporter) callback(f *connflow.Func, call *ast.CallExpr) wslib.Slot {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return wslib.None
	}
	v := lang.VarOrField(ex.flow.Info, id)
	if v == nil || len(ex.flow.Writes(v)) > 0 {
		return wslib.None
	}
	sig, ok := v.Type().Underlying().(*types.Signature)
	if !ok || sig.Results().Len() == 0 {
		return wslib.None
	}
	if n := sig.Results().Len(); !lang.IsError(sig.Results().At(n - 1).Type()) {
		return wslib.None
	}
	return f.Param(v)
}

// limit returns the parameter of f that bounds how often its loop goes around.
func (ex *exporter) limit(f *connflow.Func, loop ast.Stmt) wslib.Slot {
	limit := wslib.None
	lang.Walk(loop, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			switch n.Op {
			case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
				limit = max(limit, ex.number(f, n.X), ex.number(f, n.Y))
			}
		case *ast.RangeStmt:
			limit = max(limit, ex.number(f, n.X))
		}
	})
	return limit
}

// number returns the parameter of f that e is, a whole number.
func (ex *exporter) number(f *connflow.Func, e ast.Expr) wslib.Slot {
	v := lang.VarOrField(ex.flow.Info, e)
	if v == nil || lang.IsNamed(v.Type(), "time", "Duration") {
		return wslib.None
	}
	if b, ok := v.Type().Underlying().(*types.Basic); !ok || b.Info()&types.IsInteger == 0 {
		return wslib.None
	}
	return f.Param(v)
}
