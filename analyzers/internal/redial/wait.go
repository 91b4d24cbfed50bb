package redial

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Wait is a place at which a path waits.
type Wait struct {
	timing.Pace
	// Node is the place, Dur the duration, nil where no expression has it.
	Node ast.Node
	Dur  ast.Expr
	// in is the function around Node.
	in *connflow.Func
	// via are the calls that lead to its function, innermost first.
	via []*ast.CallExpr
	// Zero: its duration may be zero.
	Zero bool
	// open: its duration depends on what callers of the function hand in.
	open bool
}

// A waitKey identifies a wait.
type waitKey struct {
	node ast.Node
	from *Wait
}

// waits makes the waits of a package, each once.
type waits struct {
	*Finder
	made    map[waitKey]*Wait
	lengths map[lengthAt]*Wait
}

func newWaits(c *Finder) *waits {
	return &waits{c, map[waitKey]*Wait{}, map[lengthAt]*Wait{}}
}

// newWait returns the wait at node for the duration dur.
func (ws *waits) newWait(node ast.Node, dur ast.Expr, in *connflow.Func) *Wait {
	k := waitKey{node: node}
	if w := ws.made[k]; w != nil {
		return w
	}
	w := &Wait{Node: node, Dur: dur, in: in}
	ws.made[k] = w
	ws.measure(w)
	return w
}

// bound returns the wait w of f where f is called by call: its duration may be
// one that the call hands in.
func (ws *waits) bound(w *Wait, f *connflow.Func, call *ast.CallExpr) *Wait {
	if w.Dur == nil || w.Pace == timing.Free || len(w.via) >= maxVia || !ws.handsIn(w, f, call) {
		return w
	}
	k := waitKey{call, w}
	if b := ws.made[k]; b != nil {
		return b
	}
	b := &Wait{Node: w.Node, Dur: w.Dur, in: w.in, via: append(slices.Clone(w.via), call)}
	if arg := ws.argument(w.Dur, f, call); arg != nil {
		// The helper waits for its parameter: the wait is the caller's.
		b = &Wait{Node: call, Dur: arg, in: ws.flow.Func(call)}
	} else if !w.open {
		return w
	}
	ws.made[k] = b
	ws.measure(b)
	return b
}

// maxVia bounds how many calls a duration is followed through.
const maxVia = 4

// handsIn reports whether call hands f a value that a duration can be made of.
func (ws *waits) handsIn(w *Wait, f *connflow.Func, call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		b, ok := lang.TypeOf(ws.flow.Info, arg).Underlying().(*types.Basic)
		return ok && b.Info()&types.IsNumeric != 0
	})
}

// argument returns what call hands in as dur, where dur is a parameter of f.
func (ws *waits) argument(dur ast.Expr, f *connflow.Func, call *ast.CallExpr) ast.Expr {
	id, ok := ast.Unparen(dur).(*ast.Ident)
	if !ok {
		return nil
	}
	v := lang.VarOrField(ws.flow.Info, id)
	if v == nil || len(ws.flow.Writes(v)) > 0 {
		return nil
	}
	return ws.flow.Arg(call, f, v)
}

// measure finds the pace of w.
func (ws *waits) measure(w *Wait) {
	d := ws.Timing.Duration(w.Dur, w.via)
	w.Pace, w.Zero, w.open = d.Pace, d.Zero, d.Open
}

// waitOf returns the wait of a length where call is what waits.
func (ws *waits) waitOf(call *ast.CallExpr, l *length) *Wait {
	if l.none() {
		return nil
	}
	in := ws.flow.Func(call)
	if l.Pace == timing.Free {
		return opaque
	}
	if dur := l.Dur.In(call); dur != nil {
		return ws.newWait(call, dur, in)
	}
	k := lengthAt{call, l}
	if w := ws.lengths[k]; w != nil {
		return w
	}
	w := &Wait{Pace: max(l.Pace, ws.Timing.Of(call, l.Of)), Node: call, in: in, Zero: true}
	if w.Pace == timing.None {
		w.Pace = timing.Constant
	}
	ws.lengths[k] = w
	return w
}

// beforeDial is the wait before the first dial of a call that dials.
func (ws *waits) beforeDial(call *ast.CallExpr) *Wait {
	if t := ws.Graph.effects(call); t != nil {
		return ws.waitOf(call, &t.Before)
	}
	return nil
}

// ways returns those out of a call of another package's function.
func (ws *waits) ways(call *ast.CallExpr, t *effects) []exit {
	exits := make([]exit, len(t.Ways))
	for i := range t.Ways {
		way := &t.Ways[i]
		exits[i] = exit{State{Outcome: way.Outcome, Service: way.Service}.waits(ws.waitOf(call, &way.Wait)), way.Results}
	}
	return exits
}

// A lengthAt identifies a wait of a call.
type lengthAt struct {
	call   *ast.CallExpr
	length *length
}

// lengthOf returns the length of a wait of f in terms of f's parameters.
func (ws *waits) lengthOf(f *connflow.Func, w *Wait) length {
	switch {
	case w == nil:
		return length{}
	case w.Dur == nil:
		return length{Pace: w.Pace}
	}
	if v := lang.VarOrField(ws.flow.Info, w.Dur); v != nil && len(ws.flow.Writes(v)) == 0 {
		if i := f.Param(v); i != wslib.None {
			return length{Dur: i}
		}
	}
	d := ws.Timing.Handed(f, w.Dur, w.via)
	return length{Pace: d.Pace, Of: d.Params}
}
