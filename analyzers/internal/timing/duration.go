package timing

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A measuring finds out what a duration is made of.
type measuring struct {
	*Timing
	seen map[any]bool
	// done are the expressions that were looked at.
	done map[ast.Expr]Pace
	via  []*ast.CallExpr
	// zero: it may be zero, which is among what it is made of, or is configured.
	zero bool
	// refused: it is what an error holds, where there is such an error.
	refused bool

	// own is the function whose summary the duration is part of, nil for a duration
	// that is waited: what the callers of own hand in is left open.
	own *connflow.Func
	// open: a parameter is part of it for which no call of via has an argument.
	open bool
	// params are the parameters of own that are part of it.
	params []wslib.Slot
	// jitter is the field of own's receiver without which nothing is random.
	jitter *types.Var
}

// expr returns the pace of the value of e.
func (m *measuring) expr(e ast.Expr) Pace {
	e = ast.Unparen(e)
	if p, ok := m.done[e]; ok {
		return p
	}
	if e == nil || m.seen[e] {
		return None
	}
	m.seen[e] = true
	p := m.made(e)
	if m.done == nil {
		m.done = map[ast.Expr]Pace{}
	}
	m.done[e] = p
	return p
}

// made is the pace of what e is made of.
func (m *measuring) made(e ast.Expr) Pace {
	if tv := m.flow.Info.Types[e]; tv.Value != nil {
		m.zero = m.zero || isZero(tv.Value)
		return Constant
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		before := m.zero
		m.zero = false
		x := m.expr(e.X)
		zero := m.zero
		m.zero = false
		y := m.expr(e.Y)
		m.zero = before || zero && m.zero || e.Op != token.ADD && (zero || m.zero)
		return max(x, y)
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			return Free
		}
		return m.expr(e.X)
	case *ast.StarExpr:
		return m.expr(e.X)
	case *ast.IndexExpr:
		m.zero = true
		if m.expr(e.Index) >= Growing {
			return max(Growing, m.elements(e.X))
		}
		return m.elements(e.X)
	case *ast.CallExpr:
		return m.call(e)
	case *ast.Ident, *ast.SelectorExpr:
		if m.ofError(e) {
			m.refused = true
			return None
		}
		if v := lang.VarOrField(m.flow.Info, e); v != nil {
			return m.value(v)
		}
		return Constant
	}
	return m.unknown(e)
}

// ofError reports whether e is what an error holds: how long a server that
// refuses asks to wait is no part of the waits when it does not.
func (m *measuring) ofError(e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	return ok && m.flow.Info.Selections[sel] != nil && lang.AreErrors(lang.TypeOf(m.flow.Info, sel.X))
}

// elements is the pace of what a container holds.
func (m *measuring) elements(e ast.Expr) Pace {
	p := Constant
	for _, s := range m.flow.Sources(e) {
		switch s.Kind {
		case connflow.Literal, connflow.Unseen, connflow.Zero, connflow.Constant, connflow.Field:
		default:
			if _, written := m.flow.Info.Types[s.Expr]; !written {
				p = max(p, Growing) // v *= 2: made of what was there before
			} else {
				p = max(p, m.expr(s.Expr))
			}
		}
	}
	return p
}

// value is the pace of a variable or field: that of all that is assigned to it.
func (m *measuring) value(v *types.Var) Pace {
	v = v.Origin()
	if m.seen[v] {
		// It is made of itself: it changes from one time to the next.
		return Growing
	}
	m.seen[v] = true
	defer delete(m.seen, v)
	if m.random[v] {
		return Free
	}
	if m.counts[v] {
		m.zero = true
		return Growing
	}
	p, handed := None, m.handedIn(v)
	as := assignments{m.flow}
	for _, f := range m.flow.Funcs {
		if f.Obj == nil && f.Outer == nil {
			continue
		}
		p = max(p, m.parameter(v, f))
	}
	writes := m.flow.Writes(v)
	for _, e := range writes {
		delete(m.seen, ast.Unparen(e))
		delete(m.done, ast.Unparen(e))
		p = max(p, m.written(v, e))
	}
	m.zero = m.zero || len(writes) > 0 && !handed && !as.isParam(v) && as.onlyChanged(writes)
	if p == None && !handed {
		m.zero = true // set elsewhere, or never
		p = Constant
	}
	return p
}

// handedIn reports whether v is a parameter of the function that is summarised,
// and notes it.
func (m *measuring) handedIn(v *types.Var) bool {
	if m.own == nil {
		return false
	}
	i := m.own.Param(v)
	if i != wslib.None && !slices.Contains(m.params, i) {
		m.params = append(m.params, i)
	}
	return i != wslib.None
}

// parameter is the pace of what f's callers hand in as v.
func (m *measuring) parameter(v *types.Var, f *connflow.Func) Pace {
	if v.IsField() || v.Pos() < f.Node.Pos() || f.Body.Pos() < v.Pos() {
		return None
	}
	p := None
	sites := m.flow.Callers(f)
	if i := slices.IndexFunc(m.via, func(call *ast.CallExpr) bool {
		return slices.Contains(m.flow.Callees(call), f) && m.flow.Arg(call, f, v) != nil
	}); i >= 0 {
		return m.expr(m.flow.Arg(m.via[i], f, v))
	}
	m.open = true
	for _, site := range sites {
		if arg := m.flow.Arg(site.Call, f, v); arg != nil {
			p = max(p, m.expr(arg))
		}
	}
	return p
}

// written is the pace of v where e is assigned to it, or is the operand of an
// assignment such as v *= e.
func (m *measuring) written(v *types.Var, e ast.Expr) Pace {
	path := m.flow.Path(e)
	if len(path) > 1 {
		switch s := path[1].(type) {
		case *ast.IncDecStmt:
			return Growing
		case *ast.AssignStmt:
			if (assignments{m.flow}).caps(s, v, e) {
				return None
			}
			if s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
				p := m.expr(e)
				if p == None && s.Tok == token.ADD_ASSIGN {
					return p // what is random, where that is turned on
				}
				return max(Growing, p)
			}
			if len(s.Lhs) > len(s.Rhs) {
				return m.tuple(s, v, e)
			}
		case *ast.RangeStmt:
			m.zero = true
			return Growing
		}
	}
	return m.expr(e)
}

// tuple is the pace of v, one of several results.
func (m *measuring) tuple(s *ast.AssignStmt, v *types.Var, e ast.Expr) Pace {
	if index, ok := ast.Unparen(e).(*ast.IndexExpr); ok {
		return m.expr(index) // whether it is there is the second result
	}
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return Free
	}
	for i, lhs := range s.Lhs {
		if lang.VarOrField(m.flow.Info, lhs) == v {
			return m.result(call, i)
		}
	}
	return Free
}

// call is the pace of a call's result.
func (m *measuring) call(call *ast.CallExpr) Pace {
	if tv := m.flow.Info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		return m.expr(call.Args[0])
	}
	return m.result(call, 0)
}

// result is the pace of the i-th result of a call.
func (m *measuring) result(call *ast.CallExpr, i int) Pace {
	if fs := m.flow.Callees(call); len(fs) > 0 {
		p := None
		for _, f := range fs {
			p = max(p, m.returned(f, i, call))
		}
		if lang.Callee(m.flow.Info, call) == nil && slices.ContainsFunc(m.flow.Sources(call.Fun), isUnseen) {
			p = max(p, m.unknown(call)) // it may be another function
		}
		return p
	}
	if w := m.Wait(call); w != nil {
		return m.waited(call, w)
	}
	if m.flow.Info.Types[call.Fun].IsBuiltin() {
		return m.arguments(call)
	}
	if fn := lang.Callee(m.flow.Info, call); fn != nil && fn.Pkg() != nil {
		return m.computed(call, fn)
	}
	return m.unknown(call)
}

// waited is the pace of the result of a call that w is in the tables for.
func (m *measuring) waited(call *ast.CallExpr, w *wslib.Wait) Pace {
	switch w.Role {
	case wslib.Next:
		m.zero = true
		p := w.Pace
		if w.Policy != wslib.None {
			p = m.Policy(w.Policy.In(call)).Pace
		}
		return max(PaceOf(p), m.of(call, w.Of))
	case wslib.Pauses:
		m.zero = true
		return PaceOf(m.Policy(w.Policy.In(call)).Pace)
	case wslib.Randomises:
		if (switches{m}).drawsIfSet(call) {
			return None
		}
	}
	return Free
}

// computed is the pace of the first result of fn, of another package: one that
// computes has that of its arguments.
func (m *measuring) computed(call *ast.CallExpr, fn *types.Func) Pace {
	switch fn.Pkg().Path() {
	case "math", "math/bits":
		return m.arguments(call)
	case "time":
		// Rounding, and conversions to other units; not the clock.
		if recv := fn.Signature().Recv(); recv != nil && lang.IsNamed(recv.Type(), "time", "Duration") {
			return max(m.expr(wslib.Recv.In(call)), m.arguments(call))
		}
		if fn.Name() == "ParseDuration" {
			return m.arguments(call)
		}
	case "sync/atomic":
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && len(call.Args) <= 1 {
			if v := lang.VarOrField(m.flow.Info, sel.X); v != nil && len(call.Args) == 0 {
				return m.value(v)
			}
			return Growing
		}
	}
	return m.unknown(call)
}

// unknown is the pace of a value that is made at n in a way that cannot be seen:
// the same each time, where n is outside of every cycle.
func (m *measuring) unknown(n ast.Node) Pace {
	if m.own != nil || m.Repeated(n) {
		return Free
	}
	m.zero = true
	return Constant
}

func isUnseen(s *connflow.Source) bool { return s.Kind == connflow.Unseen }

func (m *measuring) arguments(call *ast.CallExpr) Pace {
	p := None
	for _, arg := range call.Args {
		p = max(p, m.expr(arg))
	}
	return p
}

// returned is the pace of the i-th result of f.
func (m *measuring) returned(f *connflow.Func, i int, call *ast.CallExpr) Pace {
	if m.seen[f] {
		return None
	}
	m.seen[f] = true
	defer delete(m.seen, f)
	if call != nil {
		m.via = append(m.via, call)
		defer func() { m.via = m.via[:len(m.via)-1] }()
	}
	p := None
	lang.Walk(f.Body, func(n ast.Node) {
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
func (m *measuring) named(f *connflow.Func, i int) Pace {
	for _, field := range f.Type.Results.List {
		for _, name := range field.Names {
			if i == 0 {
				return m.expr(name)
			}
			i--
		}
	}
	return Free
}

// findRandom finds the variables that hold something random because a function
// put it there, and those that a range counts.
func (tm *Timing) findRandom() {
	for _, f := range tm.flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.CallExpr:
				if tm.drawsInto(n) {
					for _, arg := range n.Args {
						if u, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok {
							arg = u.X
						}
						if s, ok := ast.Unparen(arg).(*ast.SliceExpr); ok {
							arg = s.X
						}
						if v := lang.VarOrField(tm.flow.Info, arg); v != nil && v.Pkg() == tm.flow.Pkg {
							tm.random[v.Origin()] = true
						}
					}
				}
			case *ast.RangeStmt:
				if n.Key != nil {
					if v := lang.VarOrField(tm.flow.Info, n.Key); v != nil {
						tm.counts[v] = true
					}
				}
			}
		})
	}
}

// drawsInto reports whether call reads from crypto/rand.
func (tm *Timing) drawsInto(call *ast.CallExpr) bool {
	if fn := lang.Callee(tm.flow.Info, call); fn != nil && fn.FullName() == "crypto/rand.Read" {
		return true
	}
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		v := lang.VarOrField(tm.flow.Info, arg)
		return v != nil && v.Pkg() != nil && v.Pkg().Path() == "crypto/rand" && v.Name() == "Reader"
	})
}

// of is the pace of what call hands in at the slots.
func (m *measuring) of(call *ast.CallExpr, slots []wslib.Slot) Pace {
	p := None
	for _, s := range slots {
		if arg := s.In(call); arg != nil {
			p = max(p, m.expr(arg))
		}
	}
	return p
}

// A Duration is what is known of a value that is waited.
type Duration struct {
	Pace Pace
	// Zero: it may be zero, which is among what it is made of, or is configured.
	Zero bool
	// Params are the parameters of the function that are part of it.
	Params []wslib.Slot
	// Jitter is the field of the function's receiver without which nothing random is
	// in it.
	Jitter *types.Var
	// Open: it depends on what callers hand in, so that it is known better with more of via.
	Open bool
}

// Duration returns what is known of e, where via are the calls through which its
// function was come to, innermost first.
func (tm *Timing) Duration(e ast.Expr, via []*ast.CallExpr) Duration {
	if e == nil {
		return Duration{Pace: Free}
	}
	m := &measuring{Timing: tm, seen: map[any]bool{}, via: via}
	d := Duration{Pace: m.expr(e)}
	switch {
	case d.Pace == None && m.refused:
		d.Pace = Free
	case d.Pace == None:
		d.Pace = Constant
	}
	d.Zero, d.Open = m.zero, m.open
	return d
}

// Handed returns what is known of e in f, beside what callers of f hand in.
func (tm *Timing) Handed(f *connflow.Func, e ast.Expr, via []*ast.CallExpr) Duration {
	m := &measuring{Timing: tm, seen: map[any]bool{}, own: f, via: via}
	d := Duration{Pace: m.expr(e), Zero: m.zero, Params: m.params}
	if d.Pace == None && len(m.params) == 0 {
		d.Pace = Constant
	}
	return d
}

// Returned returns what is known of the first result of f, beside what callers of f
// hand in.
func (tm *Timing) Returned(f *connflow.Func) Duration {
	m := &measuring{Timing: tm, seen: map[any]bool{}, own: f}
	return Duration{Pace: m.returned(f, 0, nil), Zero: m.zero, Params: m.params, Jitter: m.jitter}
}

// Of returns the pace of what call hands in at the slots.
func (tm *Timing) Of(call *ast.CallExpr, slots []wslib.Slot) Pace {
	return (&measuring{Timing: tm, seen: map[any]bool{}}).of(call, slots)
}
