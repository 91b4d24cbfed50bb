package lifetime

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Connection is a connection wherever the package uses it.
type Connection struct {
	*connflow.Conn

	lives  *Lives
	dialed *dialed
	// signals are the channels by which those who read it say that they have ended;
	// found: they were looked for.
	signals []ast.Expr
	found   bool
	reached map[*connflow.Func]*reached
	healthy map[ast.Node]bool // false while it is worked out
}

// Connections returns the connections that the package dials, in source order.
func (l *Lives) Connections() []*Connection {
	var all []*Connection
	for _, c := range l.flow.Conns {
		if first := c.Calls[0]; c.Dialed && first.Expr != nil {
			d := &dialed{lib: c.Lib, dial: first.Expr, typ: c.Type(), conns: []*connflow.Conn{c}}
			all = append(all, &Connection{Conn: c, lives: l, dialed: d, reached: map[*connflow.Func]*reached{}, healthy: map[ast.Node]bool{}})
		}
	}
	return all
}

// A reached is how the paths of a function come to its calls and assignments, and to
// its end.
type reached struct {
	at   map[ast.Node][]State
	ends []State
	// late: a close frame is sent behind a close.
	late bool
}

// Healthy reports whether n, a call in f, is come to on a path on which no read,
// write or deadline of the connection has failed before.
func (c *Connection) Healthy(f *connflow.Func, n ast.Node) bool {
	if f == nil {
		return true
	}
	if healthy, ok := c.healthy[n]; ok {
		return healthy
	}
	c.healthy[n] = false
	states := c.reach(f).at[n]
	if site := c.lives.flow.Site(asCall(n)); site != nil && site.Defer {
		states = c.endsBehind(f, n)
	}
	healthy := slices.ContainsFunc(states, func(s State) bool { return !s.Failed }) && c.beginsHealthy(f)
	c.healthy[n] = healthy
	return healthy
}

// endsBehind returns how the paths of f end that come past n, a deferred call.
func (c *Connection) endsBehind(f *connflow.Func, n ast.Node) []State {
	r := &reached{at: map[ast.Node][]State{}}
	w := c.walk(f, r)
	w.findVars()
	w.paths().After(n, place{})
	return r.ends
}

func asCall(n ast.Node) *ast.CallExpr {
	call, _ := n.(*ast.CallExpr)
	return call
}

// beginsHealthy reports whether f is run where nothing has failed: by code out of
// sight, in a goroutine of its own, or by a caller.
func (c *Connection) beginsHealthy(f *connflow.Func) bool {
	callers := c.lives.flow.Callers(f)
	if len(callers) == 0 && f.Outer != nil {
		return c.Healthy(f.Outer, f.Node)
	}
	return len(callers) == 0 || c.lives.flow.UnseenCallers(f) || slices.ContainsFunc(callers, func(site *connflow.CallSite) bool {
		return c.Healthy(site.In, site.Call)
	})
}

// Framed reports whether a close frame may have been sent before n, a call in f, on
// a path of f.
func (c *Connection) Framed(f *connflow.Func, n ast.Node) bool {
	return slices.ContainsFunc(c.reach(f).at[n], func(s State) bool { return s.Framed })
}

// Late reports whether f sends a close frame behind a close.
func (c *Connection) Late(f *connflow.Func) bool { return c.reach(f).late }

// reach walks the paths of f.
func (c *Connection) reach(f *connflow.Func) *reached {
	r := c.reached[f]
	if r == nil {
		r = &reached{at: map[ast.Node][]State{}}
		c.reached[f] = r
		c.walk(f, r).fromStart()
	}
	return r
}

// walk returns a walk along the paths of f that notes in r how it comes to calls.
func (c *Connection) walk(f *connflow.Func, r *reached) *walk {
	w := newWalk(c.lives.newSubject(c.dialed, f, nil))
	w.watch, w.ended = r, c.ended
	w.any = true
	return w
}

// note adds a state in which a path comes to n.
func (r *reached) note(n ast.Node, s State) {
	if r != nil && !slices.Contains(r.at[n], s) {
		r.at[n] = append(r.at[n], s)
	}
}

// ended reports whether n, a receive from a channel, or a condition that holds, is
// how the program learns that the connection has ended, or that it ought to be
// taken for dead.
func (c *Connection) ended(n ast.Node) bool {
	var from ast.Expr
	switch n := n.(type) {
	case *ast.ExprStmt:
		from = n.X
	case *ast.AssignStmt:
		from = n.Rhs[0]
	case ast.Expr:
		from = n
	}
	if from == nil {
		return false
	}
	recv, ok := ast.Unparen(from).(*ast.UnaryExpr)
	if !ok || recv.Op != token.ARROW {
		return c.measures(from)
	}
	info := c.lives.flow.Info
	if wslib.IsTime(lang.TypeOf(info, recv)) {
		sel, ok := ast.Unparen(recv.X).(*ast.SelectorExpr)
		return !ok || !wslib.IsTicker(lang.TypeOf(info, sel.X))
	}
	return slices.ContainsFunc(c.readersSignals(), func(ch ast.Expr) bool { return c.lives.flow.Same(ch, recv.X) })
}

// measures reports whether cond, a condition, asks how much time has passed.
func (c *Connection) measures(cond ast.Expr) bool {
	if basic, ok := lang.TypeOf(c.lives.flow.Info, cond).Underlying().(*types.Basic); !ok || basic.Info()&types.IsBoolean == 0 {
		return false
	}
	found := false
	lang.Inspect(cond, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			found = found || wslib.MeasuresTime(lang.Callee(c.lives.flow.Info, call)) || slices.ContainsFunc(c.lives.flow.Callees(call), c.returnsMeasure)
		}
		return !found
	})
	return found
}

// returnsMeasure reports whether f returns how much time has passed, compared.
func (c *Connection) returnsMeasure(f *connflow.Func) bool {
	found := false
	lang.Inspect(f.Body, func(n ast.Node) bool {
		if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) == 1 {
			_, compares := ast.Unparen(ret.Results[0]).(*ast.BinaryExpr)
			found = found || compares && c.measures(ret.Results[0])
		}
		return !found
	})
	return found
}

// readersSignals returns the channels that the functions which read the connection
// close, or send to.
func (c *Connection) readersSignals() []ast.Expr {
	if c.found {
		return c.signals
	}
	c.found = true
	seen := map[*connflow.Func]bool{}
	for _, e := range c.Events {
		if e.Func.Role != wslib.Read || e.In == nil {
			continue
		}
		c.collect(e.In, seen)
		for _, site := range c.lives.flow.Callers(e.In) {
			if site.In != nil && !site.Go && c.lives.flow.Loop(site.Call) != nil {
				c.collect(site.In, seen)
			}
		}
	}
	return c.signals
}

// collect adds the channels that f closes or sends to, with what it defers.
func (c *Connection) collect(f *connflow.Func, seen map[*connflow.Func]bool) {
	if seen[f] {
		return
	}
	seen[f] = true
	visit := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt:
			c.signals = append(c.signals, n.Chan)
		case *ast.CallExpr:
			if lang.IsBuiltin(c.lives.flow.Info, n, "close") {
				c.signals = append(c.signals, n.Args[0])
			}
		case *ast.DeferStmt:
			if lit, ok := ast.Unparen(n.Call.Fun).(*ast.FuncLit); ok {
				c.collect(c.lives.flow.FuncAt(lit), seen)
			}
		}
		return true
	}
	lang.Inspect(f.Body, visit)
}
