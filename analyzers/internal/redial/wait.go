package redial

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A wait is a place at which a path waits.
type Wait struct {
	timing.Pace
	// node is the place, dur the duration, nil where no expression has it.
	Node ast.Node
	Dur  ast.Expr
	// in is the function around node.
	in *connflow.Func
	// via are the calls through which its function was come to, innermost first.
	via []*ast.CallExpr
	// zero: it may be no wait at all.
	Zero bool
	// open: its duration depends on what callers of the function hand in.
	open bool
}

// A waitKey tells waits apart.
type waitKey struct {
	node ast.Node
	from *Wait
}

// newWait returns the wait at node for the duration dur.
func (c *Finder) newWait(node ast.Node, dur ast.Expr, in *connflow.Func) *Wait {
	k := waitKey{node: node}
	if w := c.waits[k]; w != nil {
		return w
	}
	w := &Wait{Node: node, Dur: dur, in: in}
	c.waits[k] = w
	c.measure(w)
	return w
}

// bound returns the wait w of f where f is called by call: its duration may be
// one that the call hands in.
func (c *Finder) bound(w *Wait, f *connflow.Func, call *ast.CallExpr) *Wait {
	if w.Dur == nil || w.Pace == timing.Free || len(w.via) >= maxVia || !c.handsIn(w, f, call) {
		return w
	}
	k := waitKey{call, w}
	if b := c.waits[k]; b != nil {
		return b
	}
	b := &Wait{Node: w.Node, Dur: w.Dur, in: w.in, via: append(slices.Clone(w.via), call)}
	if arg := c.argument(w.Dur, f, call); arg != nil {
		// The helper waits for its parameter: the wait is the caller's.
		b = &Wait{Node: call, Dur: arg, in: c.flow.Func(call)}
	} else if !w.open {
		return w
	}
	c.waits[k] = b
	c.measure(b)
	return b
}

// maxVia bounds how many calls a duration is followed through.
const maxVia = 4

// handsIn reports whether call hands f a value that a duration can be made of.
func (c *Finder) handsIn(w *Wait, f *connflow.Func, call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		b, ok := lang.TypeOf(c.flow.Info, arg).Underlying().(*types.Basic)
		return ok && b.Info()&types.IsNumeric != 0
	})
}

// argument returns what call hands in as dur, where dur is a parameter of f.
func (c *Finder) argument(dur ast.Expr, f *connflow.Func, call *ast.CallExpr) ast.Expr {
	id, ok := ast.Unparen(dur).(*ast.Ident)
	if !ok {
		return nil
	}
	v := lang.VarOrField(c.flow.Info, id)
	if v == nil || len(c.flow.Writes(v)) > 0 {
		return nil
	}
	return c.flow.Arg(call, f, v)
}

// measure finds the pace of w.
func (c *Finder) measure(w *Wait) {
	d := c.Timing.Duration(w.Dur, w.via)
	w.Pace, w.Zero, w.open = d.Pace, d.Zero, d.Open
}

// guardsWait reports whether a condition that cannot be decided only skips a
// wait: the duration may be zero, or there may be no next attempt.
func (w *walk) guardsWait(cond ast.Expr) bool {
	var branch *ast.IfStmt
	for _, n := range w.flow.Path(cond) {
		if s, ok := n.(*ast.IfStmt); ok {
			branch = s
			break
		}
		if _, ok := n.(ast.Expr); !ok {
			return false
		}
	}
	if branch == nil || branch.Else != nil || branch.Cond.Pos() > cond.Pos() || cond.End() > branch.Cond.End() || ends(branch.Body) {
		return false
	}
	if b, ok := ast.Unparen(branch.Cond).(*ast.BinaryExpr); ok && b.Op == token.LOR {
		return false
	}
	var durs []ast.Expr
	lang.Walk(branch.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if t := w.Graph.Wait(n); t != nil && t.Dur != wslib.None {
				durs = append(durs, t.Dur.In(n))
			}
			if len(w.flow.Callees(n)) > 0 {
				for _, x := range w.callWaits(n) {
					durs = append(durs, x)
				}
			}
		}
	})
	if len(durs) == 0 {
		return false
	}
	found := false
	lang.Walk(cond, func(n ast.Node) {
		id, ok := n.(*ast.Ident)
		if !ok {
			return
		}
		v, ok := w.flow.Info.ObjectOf(id).(*types.Var)
		if !ok {
			return
		}
		found = found || w.counters[v] || slices.ContainsFunc(durs, func(d ast.Expr) bool { return lang.Mentions(w.flow.Info, d, v) })
	})
	return found
}

// callWaits returns the arguments of a call whose function waits.
func (w *walk) callWaits(call *ast.CallExpr) []ast.Expr {
	for _, f := range w.flow.Callees(call) {
		for _, x := range w.summarise(subject{f: f}).exits {
			if x.Wait != nil {
				return append([]ast.Expr{call.Fun}, call.Args...)
			}
		}
	}
	return nil
}

// ends reports whether the block's last statement leaves it for good.
func ends(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch s := b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.BREAK || s.Tok == token.GOTO
	}
	return false
}

// findCounters finds the variables that a loop's condition bounds.
func (c *Finder) findCounters() {
	for _, f := range c.flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.ForStmt:
				if n.Cond == nil || n.Post == nil {
					return
				}
				lang.Walk(n.Post, func(m ast.Node) {
					if id, ok := m.(*ast.Ident); ok {
						if v, ok := c.flow.Info.ObjectOf(id).(*types.Var); ok && lang.Mentions(c.flow.Info, n.Cond, v) {
							c.counters[v] = true
						}
					}
				})
			case *ast.RangeStmt:
				if n.Key != nil {
					if v := lang.VarOrField(c.flow.Info, n.Key); v != nil {
						c.counters[v] = true
					}
				}
			}
		})
	}
}
