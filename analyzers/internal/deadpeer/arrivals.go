package deadpeer

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// arrivals is the code that runs because something arrived: what follows a
// read, the handlers of pings and pongs, and what these call, start, or wake through a
// channel. Code that runs because a read failed is not.
type arrivals struct {
	j       *Peer
	regions map[region]bool
	funcs   map[*connflow.Func]bool
	written map[*types.Var][]ast.Node // where it writes them
	sent    []ast.Expr                // the channels that it sends to
	resets  []ast.Expr                // the timers that it resets
}

// A region is the code in root from a position on.
type region struct {
	root ast.Node
	from token.Pos
}

// arriving computes the connection's arrivals, once.
func (j *Peer) arriving() *arrivals {
	if j.arrivals != nil {
		return j.arrivals
	}
	a := newArrivals(j)
	j.arrivals = a
	for _, r := range j.Reads {
		if !r.Func.Endless && !r.Func.Background {
			a.follow(r.Places)
		}
	}
	for _, e := range j.Conn.Events {
		if e.Func.Role == wslib.OnPong || e.Func.Role == wslib.OnPing {
			for _, f := range j.flow.Handlers(e.Call) {
				a.run(f)
			}
		}
	}
	for _, call := range j.Conn.Calls {
		if call.Func.Events == wslib.None {
			continue
		}
		for _, f := range j.flow.Handlers(call) {
			// The other two of gws's events say that it opened, and that it ended.
			if name := f.Name(); name != "OnOpen" && name != "OnClose" {
				a.run(f)
			}
		}
	}
	a.receive()
	return a
}

func newArrivals(j *Peer) *arrivals {
	return &arrivals{j: j, regions: map[region]bool{}, funcs: map[*connflow.Func]bool{}, written: map[*types.Var][]ast.Node{}}
}

// leaves reports whether arriving code leaves something behind that l looks at.
func (a *arrivals) leaves(l *look) bool {
	for v := range l.vars {
		if len(a.written[v]) > 0 {
			return true
		}
	}
	return slices.ContainsFunc(l.channels, func(ch ast.Expr) bool { return a.j.syntax.sameAny(ch, a.sent) })
}

// follow takes in the code behind places at which something has arrived.
func (a *arrivals) follow(places []*Place) {
	for _, p := range places {
		if p.Async {
			continue
		}
		if loop := a.j.Loop(p); loop != nil {
			a.add(region{loop, loop.Pos()})
		} else {
			a.add(region{p.In.Body, p.Node.End()})
		}
	}
}

// runs reports whether n, in the function in, is arriving code.
func (a *arrivals) runs(in *connflow.Func, n ast.Node) bool {
	if a.funcs[in] {
		return true
	}
	for r := range a.regions {
		if lang.Within(n, r.root) && n.Pos() >= r.from {
			return true
		}
	}
	return false
}

// run takes in what f does.
func (a *arrivals) run(f *connflow.Func) {
	if !a.funcs[f] {
		a.funcs[f] = true
		a.add(region{f.Body, f.Body.Pos()})
	}
}

// add takes in what a region does.
func (a *arrivals) add(r region) {
	if a.regions[r] {
		return
	}
	a.regions[r] = true
	ast.Inspect(r.root, func(n ast.Node) bool {
		if n == nil || n.End() < r.from {
			return false
		}
		if n.Pos() < r.from {
			return true
		}
		if stmt, ok := n.(*ast.GoStmt); ok {
			if lit, ok := stmt.Call.Fun.(*ast.FuncLit); ok && a.j.lasting(lit.Body) {
				return false
			}
		}
		if stmt, ok := n.(*ast.IfStmt); ok {
			if failed, _ := a.j.syntax.errorTest(stmt.Cond); failed {
				a.visit(stmt.Cond)
				if stmt.Init != nil {
					a.visit(stmt.Init)
				}
				if stmt.Else != nil {
					a.add(region{stmt.Else, stmt.Else.Pos()})
				}
				return false
			}
		}
		a.node(n)
		return true
	})
}

// visit takes in what the code of root does, whatever it tests.
func (a *arrivals) visit(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n != nil {
			a.node(n)
		}
		return true
	})
}

// node takes in what n itself writes, sends, calls or hands on.
func (a *arrivals) node(n ast.Node) {
	j := a.j
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			if i == 0 || len(n.Rhs) > 1 || j.syntax.receivedFrom(ast.Unparen(n.Rhs[0])) == nil { // ok is about the channel, not the value
				a.write(lhs)
			}
		}
	case *ast.IncDecStmt:
		a.write(n.X)
	case *ast.SendStmt:
		a.sent = append(a.sent, n.Chan)
	case *ast.CallExpr:
		a.call(n)
	case *ast.Ident:
		// A function that is handed on, to be called for what arrived.
		if fn, ok := j.flow.Info.Uses[n].(*types.Func); ok {
			if _, called := j.flow.Parent(n).(*ast.CallExpr); !called {
				if f := j.flow.FuncOf(fn); f != nil && !j.lasting(f.Body) {
					a.run(f)
				}
			}
		}
	}
}

// call takes in what a call writes, which timer it resets, and what it runs.
func (a *arrivals) call(call *ast.CallExpr) {
	j := a.j
	fn := lang.Callee(j.flow.Info, call)
	if v := wslib.AtomicWrite(fn).In(call); v != nil {
		a.write(v)
	}
	if w := j.flow.Index.Wait(fn); w != nil && w.Role == wslib.Resets {
		if timer := wslib.Recv.In(call); timer != nil {
			a.resets = append(a.resets, timer)
		}
	}
	site := j.flow.Site(call)
	for _, f := range j.flow.Callees(call) {
		if site == nil || !site.Go || !j.lasting(f.Body) {
			a.run(f)
		}
	}
}

// lasting reports whether the code of body runs in a loop with no end of its
// own: a goroutine of that kind is started by an arrival at most.
func (c *Finder) lasting(body ast.Node) bool {
	found := false
	lang.Walk(body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ForStmt:
			found = found || n.Cond == nil || c.periods.periodic(n)
		case *ast.RangeStmt:
			if t := c.flow.Info.TypeOf(n.X); t != nil {
				_, isChan := t.Underlying().(*types.Chan)
				found = found || isChan
			}
		}
	})
	return found
}

// write notes that arriving code writes lhs.
func (a *arrivals) write(lhs ast.Expr) {
	if v := lang.VarOrField(a.j.flow.Info, lhs); v != nil {
		a.written[v] = append(a.written[v], lhs)
	}
}

// receive takes in what runs on a value from a channel that arriving code
// sends to, and so on.
func (a *arrivals) receive() {
	for done := 0; done < len(a.sent); {
		channels := a.sent[done:]
		done = len(a.sent)
		for _, s := range a.j.landmarks().receives {
			if a.j.syntax.sameAny(a.j.syntax.receivedFrom(s.node), channels) {
				a.add(a.j.syntax.woken(s.in, s.node))
				if a.j.flow.Loop(s.node) == nil { // the function hands on what it received
					a.follow(a.j.Places(s.in, s.node)[1:])
				}
			}
		}
	}
}
