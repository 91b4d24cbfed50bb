package wsbackoff

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A pace is how the waits of a cycle differ from attempt to attempt. Of several
// waits on a path the greatest counts.
type pace uint8

const (
	none     pace = iota
	constant      // the same each time
	growing       // from attempt to attempt, and the same in every client
	free          // random, or made where it cannot be seen
)

// A wait is a place at which a path waits.
type wait struct {
	pace
	// node is the place, dur the duration, nil where no expression has it.
	node ast.Node
	dur  ast.Expr
	// in is the function around node.
	in *connflow.Func
	// via are the calls through which its function was come to, innermost first.
	via []*ast.CallExpr
	// zero: it may be no wait at all.
	zero bool
}

// unseen returns the wait that call may be, of which nothing is known.
func (c *checker) unseen(call *ast.CallExpr) *wait { return c.newWait(call, nil, nil) }

// A waitKey tells waits apart.
type waitKey struct {
	node ast.Node
	from *wait
}

// newWait returns the wait at node for the duration dur.
func (c *checker) newWait(node ast.Node, dur ast.Expr, in *connflow.Func) *wait {
	k := waitKey{node: node}
	if w := c.waits[k]; w != nil {
		return w
	}
	w := &wait{node: node, dur: dur, in: in}
	c.waits[k] = w
	c.measure(w)
	return w
}

// bound returns the wait w of f where f is called by call: its duration may be
// one that the call hands in.
func (c *checker) bound(w *wait, f *connflow.Func, call *ast.CallExpr) *wait {
	if w.dur == nil || len(w.via) >= maxVia || !c.handsIn(w, f, call) {
		return w
	}
	k := waitKey{call, w}
	if b := c.waits[k]; b != nil {
		return b
	}
	b := &wait{node: w.node, dur: w.dur, in: w.in, via: append(slices.Clone(w.via), call)}
	if arg := c.argument(w.dur, f, call); arg != nil {
		// The helper waits as long as it is told: the wait is the caller's.
		b = &wait{node: call, dur: arg, in: c.flow.Func(call)}
	}
	c.waits[k] = b
	c.measure(b)
	return b
}

// maxVia bounds how many calls a duration is followed through.
const maxVia = 4

// handsIn reports whether call hands f a value that a duration can be made of.
func (c *checker) handsIn(w *wait, f *connflow.Func, call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		b, ok := typeOf(c.flow.Info, arg).Underlying().(*types.Basic)
		return ok && b.Info()&types.IsNumeric != 0
	})
}

// argument returns what call hands in as dur, where dur is a parameter of f.
func (c *checker) argument(dur ast.Expr, f *connflow.Func, call *ast.CallExpr) ast.Expr {
	id, ok := ast.Unparen(dur).(*ast.Ident)
	if !ok {
		return nil
	}
	v := c.variable(id)
	if v == nil || len(c.flow.Writes(v)) > 0 {
		return nil
	}
	return c.handed(v, f, call)
}

// handed returns the argument of call that the parameter v of f gets.
func (c *checker) handed(v *types.Var, f *connflow.Func, call *ast.CallExpr) ast.Expr {
	i := 0
	for _, field := range f.Type.Params.List {
		for _, name := range field.Names {
			if c.flow.Info.Defs[name] == v && v != nil && i < len(call.Args) {
				return call.Args[i]
			}
			i++
		}
	}
	return nil
}

func (c *checker) variable(e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, _ := c.flow.Info.ObjectOf(e).(*types.Var)
		return v
	case *ast.SelectorExpr:
		return c.variable(e.Sel)
	case *ast.StarExpr:
		return c.variable(e.X)
	}
	return nil
}

// measure finds the pace of w.
func (c *checker) measure(w *wait) {
	if w.dur == nil {
		w.pace = free
		return
	}
	m := &measuring{checker: c, seen: map[any]bool{}, via: w.via}
	w.pace = m.expr(w.dur)
	switch {
	case w.pace == none && m.asked:
		w.pace = free
	case w.pace == none:
		w.pace = constant
	}
	w.zero = m.zero && !m.positive
}

// A measuring finds out what a duration is made of.
type measuring struct {
	*checker
	seen map[any]bool
	via  []*ast.CallExpr
	// zero: a zero, or a value that is configured, is among it; positive: it is
	// a sum with a part that is neither.
	zero, positive bool
	// asked: it is what an error says, where there is such an error.
	asked bool

	// own is the function that the duration is told of, nil for one that is waited
	// for: what its callers hand in is up to them.
	own *connflow.Func
	// params are the parameters of own that are part of it.
	params []wslib.Slot
	// jitter is the field of own's receiver without which nothing is random.
	jitter *types.Var
}

// expr returns the pace of the value of e.
func (m *measuring) expr(e ast.Expr) pace {
	e = ast.Unparen(e)
	if e == nil || m.seen[e] {
		return none
	}
	m.seen[e] = true
	if tv := m.flow.Info.Types[e]; tv.Value != nil {
		m.zero = m.zero || constantFact(tv.Value) == isZero
		return constant
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return max(m.expr(e.X), m.expr(e.Y))
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			return free
		}
		return m.expr(e.X)
	case *ast.StarExpr:
		return m.expr(e.X)
	case *ast.IndexExpr:
		m.zero = true
		if m.expr(e.Index) >= growing {
			return max(growing, m.elements(e.X))
		}
		return m.elements(e.X)
	case *ast.CallExpr:
		return m.call(e)
	case *ast.Ident, *ast.SelectorExpr:
		if m.ofError(e) {
			m.asked = true
			return none
		}
		if v := m.variable(e); v != nil {
			return m.value(v)
		}
		return constant
	}
	return free
}

// ofError reports whether e is what an error holds: how long a server that
// refuses asks to wait is no part of the waits when it does not.
func (m *measuring) ofError(e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	return ok && m.flow.Info.Selections[sel] != nil && types.Implements(typeOf(m.flow.Info, sel.X), errorType)
}

var errorType = types.Universe.Lookup("error").Type().Underlying().(*types.Interface)

// switched reports whether something random is drawn only where an exported field
// of the receiver is set, and notes the field.
func (m *measuring) switched(call *ast.CallExpr) bool {
	if m.own == nil || m.own.Obj.Signature().Recv() == nil || m.flow.Func(call) != m.own {
		return false
	}
	for _, n := range m.flow.Path(call) {
		block, ok := n.(*ast.BlockStmt)
		if !ok {
			continue
		}
		if s, ok := m.flow.Path(block)[1].(*ast.IfStmt); ok && s.Body == block && m.turnsOn(s.Cond, true) {
			return true
		}
		for _, s := range block.List {
			if s, ok := s.(*ast.IfStmt); ok && s.End() < call.Pos() && s.Else == nil && ends(s.Body) && m.turnsOn(s.Cond, false) {
				return true
			}
		}
	}
	return false
}

// turnsOn reports whether cond says, by being true or false, that an exported
// field of the receiver is set, and notes the field.
func (m *measuring) turnsOn(cond ast.Expr, holds bool) bool {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.NOT && m.turnsOn(e.X, !holds)
	case *ast.BinaryExpr:
		if e.Op == token.LAND && holds || e.Op == token.LOR && !holds {
			return m.turnsOn(e.X, holds) || m.turnsOn(e.Y, holds)
		}
		if v := m.flow.Info.Types[e.Y].Value; v == nil || constantFact(v) != isZero {
			return false
		}
		return slices.Contains(map[bool][]token.Token{true: {token.GTR, token.NEQ}, false: {token.LEQ, token.EQL}}[holds], e.Op) && m.field(e.X)
	}
	return holds && m.field(cond)
}

// field reports whether e is an exported field of the receiver, and notes it.
func (m *measuring) field(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok || m.variable(sel.X) != m.own.Obj.Signature().Recv() {
		return false
	}
	v := m.variable(sel)
	if v == nil || !v.Exported() || m.jitter != nil && m.jitter != v {
		return false
	}
	m.jitter = v
	return true
}

// elements is the pace of what a container holds.
func (m *measuring) elements(e ast.Expr) pace {
	p := constant
	for _, s := range m.flow.Sources(e) {
		switch s.Kind {
		case connflow.Literal, connflow.Unseen, connflow.Zero, connflow.Constant, connflow.Field:
		default:
			if _, written := m.flow.Info.Types[s.Expr]; !written {
				p = max(p, growing) // v *= 2: made of what was there before
			} else {
				p = max(p, m.expr(s.Expr))
			}
		}
	}
	return p
}

// value is the pace of a variable or field: that of all that is assigned to it.
func (m *measuring) value(v *types.Var) pace {
	v = v.Origin()
	if m.seen[v] {
		// It is made of itself: it changes from one time to the next.
		return growing
	}
	m.seen[v] = true
	defer delete(m.seen, v)
	if m.random[v] {
		return free
	}
	if m.counts[v] {
		m.zero = true
		return growing
	}
	p, handed := none, m.handedIn(v)
	for _, f := range m.flow.Funcs {
		if f.Obj == nil && f.Outer == nil {
			continue
		}
		p = max(p, m.parameter(v, f))
	}
	writes := m.flow.Writes(v)
	for _, e := range writes {
		delete(m.seen, ast.Unparen(e))
		p = max(p, m.written(v, e))
	}
	if p == none && !handed {
		m.zero = true // set elsewhere, or never
		p = constant
	}
	return p
}

// handedIn notes that v is a parameter of the function that is told of, and
// reports whether it is.
func (m *measuring) handedIn(v *types.Var) bool {
	if m.own == nil {
		return false
	}
	i := parameter(m.own, v)
	if i != wslib.None && !slices.Contains(m.params, i) {
		m.params = append(m.params, i)
	}
	return i != wslib.None
}

// parameter is the pace of what f's callers hand in as v.
func (m *measuring) parameter(v *types.Var, f *connflow.Func) pace {
	if v.IsField() || v.Pos() < f.Node.Pos() || f.Body.Pos() < v.Pos() {
		return none
	}
	p := none
	sites := m.flow.Callers(f)
	if i := slices.IndexFunc(m.via, func(call *ast.CallExpr) bool { return m.handed(v, f, call) != nil }); i >= 0 {
		return m.expr(m.handed(v, f, m.via[i]))
	}
	for _, site := range sites {
		if arg := m.handed(v, f, site.Call); arg != nil {
			p = max(p, m.expr(arg))
		}
	}
	return p
}

// written is the pace of v where e is assigned to it; of an operation such as
// v *= e it is told apart by the statement.
func (m *measuring) written(v *types.Var, e ast.Expr) pace {
	path := m.flow.Path(e)
	if len(path) > 1 {
		switch s := path[1].(type) {
		case *ast.IncDecStmt:
			return growing
		case *ast.AssignStmt:
			if s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
				p := m.expr(e)
				if p == none && s.Tok == token.ADD_ASSIGN {
					return p // what is random, where that is turned on
				}
				return max(growing, p)
			}
			if len(s.Lhs) > len(s.Rhs) {
				return m.tuple(s, v, e)
			}
		case *ast.RangeStmt:
			m.zero = true
			return growing
		}
	}
	return m.expr(e)
}

// tuple is the pace of v, one of several results.
func (m *measuring) tuple(s *ast.AssignStmt, v *types.Var, e ast.Expr) pace {
	if index, ok := ast.Unparen(e).(*ast.IndexExpr); ok {
		return m.expr(index) // whether it is there is the second result
	}
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return free
	}
	for i, lhs := range s.Lhs {
		if m.variable(lhs) == v {
			return m.result(call, i)
		}
	}
	return free
}

// call is the pace of a call's result.
func (m *measuring) call(call *ast.CallExpr) pace {
	if tv := m.flow.Info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		return m.expr(call.Args[0])
	}
	return m.result(call, 0)
}

// result is the pace of the i-th result of a call.
func (m *measuring) result(call *ast.CallExpr, i int) pace {
	if fs := m.flow.Callees(call); len(fs) > 0 {
		p := none
		for _, f := range fs {
			p = max(p, m.returned(f, i, call))
		}
		return p
	}
	if w := m.graph.wait(call); w != nil {
		switch w.Role {
		case wslib.Next:
			m.zero = true
			p := w.Pace
			if w.Policy != wslib.None {
				p = m.policy(slot(call, w.Policy)).pace
			}
			return max(paceOf(p), m.of(call, w.Of))
		case wslib.Pauses:
			m.zero = true
			return paceOf(m.policy(slot(call, w.Policy)).pace)
		case wslib.Randomises:
			if m.switched(call) {
				return none
			}
		}
		return free
	}
	if m.flow.Info.Types[call.Fun].IsBuiltin() {
		return m.arguments(call)
	}
	fn := m.graph.callee(call)
	if fn == nil || fn.Pkg() == nil {
		return free
	}
	switch fn.Pkg().Path() {
	case "math", "math/bits":
		return m.arguments(call)
	case "time":
		// Rounding, and other ways to say the same; not the clock.
		if recv := fn.Signature().Recv(); recv != nil && isDuration(recv.Type()) {
			return max(m.expr(slot(call, wslib.Recv)), m.arguments(call))
		}
		if fn.Name() == "ParseDuration" {
			return m.arguments(call)
		}
	case "sync/atomic":
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && len(call.Args) <= 1 {
			if v := m.variable(sel.X); v != nil && len(call.Args) == 0 {
				return m.value(v)
			}
			return growing
		}
	}
	return free
}

func (m *measuring) arguments(call *ast.CallExpr) pace {
	p := none
	for _, arg := range call.Args {
		p = max(p, m.expr(arg))
	}
	return p
}

// returned is the pace of the i-th result of f.
func (m *measuring) returned(f *connflow.Func, i int, call *ast.CallExpr) pace {
	if m.seen[f] {
		return none
	}
	m.seen[f] = true
	defer delete(m.seen, f)
	if call != nil {
		m.via = append(m.via, call)
		defer func() { m.via = m.via[:len(m.via)-1] }()
	}
	p := none
	inspectOwn(f.Body, func(n ast.Node) {
		ret, ok := n.(*ast.ReturnStmt)
		if !ok {
			return
		}
		switch {
		case len(ret.Results) == 0:
			p = max(p, m.named(f, i))
		case len(ret.Results) == 1 && i > 0:
			if inner, ok := ast.Unparen(ret.Results[0]).(*ast.CallExpr); ok {
				p = max(p, m.result(inner, i))
			}
		case i < len(ret.Results):
			p = max(p, m.expr(ret.Results[i]))
		}
	})
	return p
}

// named is the pace of the i-th result of f, where it has a name.
func (m *measuring) named(f *connflow.Func, i int) pace {
	for _, field := range f.Type.Results.List {
		for _, name := range field.Names {
			if i == 0 {
				return m.expr(name)
			}
			i--
		}
	}
	return free
}

func isDuration(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time" && named.Obj().Name() == "Duration"
}

// findRandom finds the variables that hold something random because a function
// put it there, and those that a range counts.
func (c *checker) findRandom() {
	for _, f := range c.flow.Funcs {
		inspectOwn(f.Body, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.CallExpr:
				if c.drawsInto(n) {
					for _, arg := range n.Args {
						if u, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok {
							arg = u.X
						}
						if s, ok := ast.Unparen(arg).(*ast.SliceExpr); ok {
							arg = s.X
						}
						if v := c.variable(arg); v != nil && v.Pkg() == c.flow.Pkg {
							c.random[v.Origin()] = true
						}
					}
				}
			case *ast.RangeStmt:
				if n.Key != nil {
					if v := c.variable(n.Key); v != nil {
						c.counts[v] = true
					}
				}
			}
		})
	}
}

// drawsInto reports whether call reads from crypto/rand.
func (c *checker) drawsInto(call *ast.CallExpr) bool {
	if fn := c.graph.callee(call); fn != nil && fn.FullName() == "crypto/rand.Read" {
		return true
	}
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		v := c.variable(arg)
		return v != nil && v.Pkg() != nil && v.Pkg().Path() == "crypto/rand" && v.Name() == "Reader"
	})
}

// sleeps reports whether call is one of a function value that is time.Sleep
// wherever it can be seen.
func (c *checker) sleeps(call *ast.CallExpr) bool {
	if len(call.Args) != 1 || c.graph.callee(call) != nil {
		return false
	}
	sources := c.flow.Sources(call.Fun)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(s *connflow.Source) bool {
		if s.Expr == nil {
			return s.Kind != connflow.Zero
		}
		sel, ok := ast.Unparen(s.Expr).(*ast.SelectorExpr)
		if !ok {
			return true
		}
		fn, ok := c.flow.Info.Uses[sel.Sel].(*types.Func)
		return !ok || fn.FullName() != "time.Sleep"
	})
}

// mayWait reports whether a call of code out of sight may wait for the next
// attempt. What takes something to say or to count does not; what takes a
// context, a duration or a function may, and so may what takes nothing.
func (c *checker) mayWait(call *ast.CallExpr) bool {
	fn := c.graph.callee(call)
	if fn != nil && (wslib.IsStd(fn.Pkg()) || c.flow.Index.Idle(fn.Pkg())) {
		return false
	}
	sig, ok := typeOf(c.flow.Info, call.Fun).Underlying().(*types.Signature)
	return ok && !isCancel(c.flow.Info, call.Fun) && c.mayTake(sig)
}

// mayTake is mayWait as far as the signature says it.
func (c *checker) mayTake(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		switch {
		case c.flow.Index.IsConn(p.Type()) != nil:
			return true
		case isDuration(p.Type()), isContext(p.Type()):
			return !fetches(sig) // a request waits for no next attempt
		}
		switch p.Type().Underlying().(type) {
		case *types.Signature, *types.Chan:
			return true
		}
	}
	if sig.Params().Len() > 0 {
		return false
	}
	if sig.Results().Len() == 0 {
		return true
	}
	switch t := sig.Results().At(0).Type(); t.Underlying().(type) {
	case *types.Basic:
		b := t.Underlying().(*types.Basic)
		return b.Kind() == types.Bool
	case *types.Chan:
		return true
	}
	return isError(sig.Results().At(0).Type())
}

// fetches reports whether a function returns more than whether it succeeded.
func fetches(sig *types.Signature) bool {
	for r := range sig.Results().Variables() {
		b, isBasic := r.Type().Underlying().(*types.Basic)
		if !isError(r.Type()) && !isDuration(r.Type()) && !(isBasic && b.Kind() == types.Bool) {
			return true
		}
	}
	return false
}

// isCancel reports whether fun is the function that ends a context.
func isCancel(info *types.Info, fun ast.Expr) bool {
	named, ok := types.Unalias(typeOf(info, fun)).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
}

func isContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context" && named.Obj().Name() == "Context"
}

// guardsWait reports whether a condition that cannot be decided only skips a
// wait: the duration may be zero, or there may be no next attempt.
func (w *walk) guardsWait(cond ast.Expr, next interface{ String() string }) bool {
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
	inspectOwn(branch.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if t := w.graph.wait(n); t != nil && t.Dur != wslib.None {
				durs = append(durs, slot(n, t.Dur))
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
	inspectOwn(cond, func(n ast.Node) {
		id, ok := n.(*ast.Ident)
		if !ok {
			return
		}
		v, ok := w.flow.Info.ObjectOf(id).(*types.Var)
		if !ok {
			return
		}
		found = found || w.counters[v] || slices.ContainsFunc(durs, func(d ast.Expr) bool { return mentions(w.flow.Info, d, v) })
	})
	return found
}

// callWaits returns the arguments of a call whose function waits.
func (w *walk) callWaits(call *ast.CallExpr) []ast.Expr {
	for _, f := range w.flow.Callees(call) {
		for _, x := range w.summarise(f, "").exits {
			if x.wait != nil {
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

func mentions(info *types.Info, n ast.Node, v *types.Var) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && info.ObjectOf(id) == v {
			found = true
		}
		return !found
	})
	return found
}

// findCounters finds the variables that a loop's condition bounds.
func (c *checker) findCounters() {
	for _, f := range c.flow.Funcs {
		inspectOwn(f.Body, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.ForStmt:
				if n.Cond == nil || n.Post == nil {
					return
				}
				inspectOwn(n.Post, func(m ast.Node) {
					if id, ok := m.(*ast.Ident); ok {
						if v, ok := c.flow.Info.ObjectOf(id).(*types.Var); ok && mentions(c.flow.Info, n.Cond, v) {
							c.counters[v] = true
						}
					}
				})
			case *ast.RangeStmt:
				if n.Key != nil {
					if v := c.variable(n.Key); v != nil {
						c.counters[v] = true
					}
				}
			}
		})
	}
}
