package timing

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Timer returns the duration after which something can be received from ch, and
// whether that is all that is received from it: ch is the channel of a timer or
// ticker, of a function such as time.After, or of a context that ends by itself.
func (tm *Timing) Timer(ch ast.Expr) (dur ast.Expr, ok bool) {
	ch = ast.Unparen(ch)
	if dur, ok = tm.timer(ch); ok {
		return dur, true
	}
	if ctx := tm.Context(ch); ctx != nil {
		return tm.expiry(ctx)
	}
	for _, s := range tm.flow.Sources(ch) {
		if call, isCall := s.Expr.(*ast.CallExpr); isCall && s.Kind == connflow.CallResult {
			if dur, ok = tm.timer(call); ok {
				return dur, true
			}
		}
	}
	return nil, false
}

// timer is Timer of ch itself, not of where it comes from.
func (tm *Timing) timer(ch ast.Expr) (dur ast.Expr, ok bool) {
	switch e := ch.(type) {
	case *ast.CallExpr:
		if w := tm.Wait(e); w != nil && (w.Role == wslib.Fires || w.Role == wslib.Ticks) {
			return w.Dur.In(e), true
		}
		return tm.clock(e)
	case *ast.SelectorExpr:
		if e.Sel.Name == "C" && lang.IsNamed(lang.TypeOf(tm.flow.Info, e.X), "time", "Timer", "Ticker") {
			return tm.started(e.X), true
		}
	}
	return nil, false
}

// clock returns the duration that call, of a function that cannot be seen, is given,
// and whether its type is that of time.After.
func (l *lookups) clock(call *ast.CallExpr) (dur ast.Expr, ok bool) {
	ch, isChan := lang.TypeOf(l.flow.Info, call).Underlying().(*types.Chan)
	if !isChan || !lang.IsNamed(ch.Elem(), "time", "Time") {
		return nil, false
	}
	for _, arg := range call.Args {
		if lang.IsNamed(lang.TypeOf(l.flow.Info, arg), "time", "Duration") {
			dur = arg
		}
	}
	return dur, dur != nil
}

// started returns the duration that a timer or ticker was last given: of those that
// it is made with and reset to, the one with the greatest pace.
func (tm *Timing) started(timer ast.Expr) (longest ast.Expr) {
	best := None
	consider := func(dur ast.Expr) {
		if dur == nil {
			return
		}
		if d := tm.Duration(dur, nil); longest == nil || d.Pace > best || tm.IsZero(longest) {
			longest, best = dur, d.Pace
		}
	}
	for _, s := range tm.flow.Sources(timer) {
		if call, ok := s.Expr.(*ast.CallExpr); ok {
			if w := tm.Wait(call); w != nil {
				consider(w.Dur.In(call))
			}
		}
	}
	v := lang.VarOrField(tm.flow.Info, timer)
	for _, f := range tm.flow.Funcs {
		for _, call := range tm.calls[f] {
			if w := tm.Wait(call); w != nil && w.Role == wslib.Resets && v != nil && lang.VarOrField(tm.flow.Info, wslib.Recv.In(call)) == v {
				consider(w.Dur.In(call))
			}
		}
	}
	return longest
}

// expiry returns the time after which a context ends by itself that is made anew for
// each wait.
func (tm *Timing) expiry(ctx ast.Expr) (dur ast.Expr, ok bool) {
	for _, s := range tm.flow.Sources(ctx) {
		if call, isCall := s.Expr.(*ast.CallExpr); isCall && s.Kind == connflow.CallResult {
			if w := tm.Wait(call); w != nil && w.Role == wslib.Expires && tm.Repeated(call) {
				return w.Dur.In(call), true
			}
		}
	}
	return nil, false
}

// Callbacks returns the functions of the package that a timer, made with a function
// to call, calls.
func (tm *Timing) Callbacks(timer ast.Expr) (funcs []*connflow.Func) {
	for _, s := range tm.flow.Sources(timer) {
		if made, ok := s.Expr.(*ast.CallExpr); ok {
			if w := tm.Wait(made); w != nil && w.Role == wslib.Later {
				funcs = append(funcs, tm.flow.FuncsOf(w.Callback.In(made))...)
			}
		}
	}
	return funcs
}
