package timing

import (
	"go/ast"
	goconstant "go/constant"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Policy is what is known of a library's way to wait.
type Policy struct {
	Pace wslib.Pace
	// Attempts bounds the attempts, 0 if nothing does.
	Attempts int64
}

// circular stands for a policy that wraps itself: its other sources make it what it is.
var circular = Policy{Attempts: -1}

// PaceOf returns how a policy's waits differ from attempt to attempt.
func PaceOf(p wslib.Pace) Pace {
	switch p {
	case wslib.Zero:
		return None
	case wslib.Steady:
		return Constant
	case wslib.Growing:
		return Growing
	}
	return Free
}

// policies finds how libraries' backoffs are configured.
type policies struct {
	*lookups
	// deciding are the policies that are being decided.
	deciding map[ast.Expr]bool
}

// Policy returns what is known of the policy e: nothing, where it is made in code
// that cannot be seen.
func (ps *policies) Policy(e ast.Expr) Policy {
	if e == nil {
		return Policy{}
	}
	if ps.deciding[e] {
		return circular
	}
	ps.deciding[e] = true
	defer delete(ps.deciding, e)
	var found []Policy
	for _, s := range ps.flow.Sources(e) {
		if !ps.IsPart(s) {
			if p := ps.made(s); p != circular {
				found = append(found, p)
			}
		}
	}
	if len(found) == 0 {
		return Policy{}
	}
	p := found[0]
	for _, q := range found[1:] {
		if q.Pace != p.Pace {
			return Policy{}
		}
		p.Attempts = max(p.Attempts, q.Attempts)
	}
	return p
}

// IsPart reports whether a source is a number or a switch in a policy: those that
// make it what it is are looked for where it is made.
func (l *lookups) IsPart(s *connflow.Source) bool {
	var t types.Type
	switch {
	case s.Var != nil:
		t = s.Var.Type()
	case s.Expr != nil:
		t = lang.TypeOf(l.flow.Info, s.Expr)
	}
	if t == nil {
		return true
	}
	_, basic := t.Underlying().(*types.Basic)
	return basic
}

// made is the policy that a source makes.
func (ps *policies) made(s *connflow.Source) Policy {
	switch s.Kind {
	case connflow.CallResult:
		if call, ok := s.Expr.(*ast.CallExpr); ok {
			return ps.constructed(call)
		}
	case connflow.Literal:
		if lit, ok := s.Expr.(*ast.CompositeLit); ok {
			return ps.literal(lit)
		}
		if call, ok := s.Expr.(*ast.CallExpr); ok { // new(T)
			return ps.typed(call, lang.TypeOf(ps.flow.Info, call), nil)
		}
	case connflow.Zero:
		if len(s.Path) > 0 {
			return ps.typed(s.Path[len(s.Path)-1], s.Var.Type(), nil)
		}
	case connflow.Function:
		return ps.policyFunc(s.Expr)
	}
	return Policy{}
}

// policyFunc is a policy that is a function of the library: retry.FixedDelay.
func (ps *policies) policyFunc(e ast.Expr) Policy {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return Policy{}
	}
	fn, _ := ps.flow.Info.Uses[sel.Sel].(*types.Func)
	if w := ps.flow.Index.Wait(fn); w != nil && w.Role == wslib.Policy {
		return Policy{Pace: w.Pace}
	}
	return Policy{}
}

// constructed is the policy that a library's function returns.
func (ps *policies) constructed(call *ast.CallExpr) Policy {
	w := ps.Wait(call)
	if w == nil || w.Role != wslib.Policy {
		return Policy{}
	}
	p := Policy{Pace: w.Pace, Attempts: w.Bound}
	if w.Policy != wslib.None {
		inner := ps.Policy(w.Policy.In(call))
		if inner == circular {
			return circular
		}
		if w.Pace == wslib.AnyPace {
			p.Pace = inner.Pace
		}
		p.Attempts = inner.Attempts
	}
	p = ps.options(p, call)
	if w.Attempts != wslib.None {
		p.Attempts, _ = ps.Int(w.Attempts.In(call))
	}
	// A constructor's value may be changed afterwards.
	if t := ps.policyType(lang.TypeOf(ps.flow.Info, call)); t != nil && w.Policy == wslib.None {
		if on, set := ps.fieldSet(call, lang.TypeOf(ps.flow.Info, call), t.Jitter); set {
			p.Pace = t.Pace
			if on {
				p.Pace = wslib.Jittered
			}
		}
	}
	return p
}

// options applies the options among the arguments of a call.
func (ps *policies) options(p Policy, call *ast.CallExpr) Policy {
	for _, arg := range call.Args {
		opt, ok := ast.Unparen(arg).(*ast.CallExpr)
		if !ok {
			if call.Ellipsis.IsValid() && arg == call.Args[len(call.Args)-1] {
				p.Pace = wslib.AnyPace // a list of options made elsewhere
			}
			continue
		}
		w := ps.Wait(opt)
		if w == nil || w.Role != wslib.Option {
			continue
		}
		if w.Attempts != wslib.None {
			p.Attempts, _ = ps.Int(w.Attempts.In(opt))
		}
		if w.Policy != wslib.None {
			p.Pace = ps.Policy(w.Policy.In(opt)).Pace
		}
		if w.Factor != wslib.None {
			p.Pace = w.Pace
			if ps.IsZero(w.Factor.In(opt)) {
				p.Pace = wslib.Growing
			}
		}
	}
	return p
}

// literal is the policy of a struct that is spelled out.
func (ps *policies) literal(lit *ast.CompositeLit) Policy {
	fields := map[string]ast.Expr{}
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return Policy{} // unkeyed
		}
		if id, ok := kv.Key.(*ast.Ident); ok {
			fields[id.Name] = kv.Value
		}
	}
	return ps.typed(lit, lang.TypeOf(ps.flow.Info, lit), fields)
}

// typed is the policy of a struct with these fields.
func (ps *policies) typed(made ast.Expr, t types.Type, fields map[string]ast.Expr) Policy {
	pt := ps.policyType(t)
	if pt == nil {
		return Policy{}
	}
	p := Policy{Pace: pt.Pace}
	if pt.Grow != "" && (fields[pt.Grow] == nil || ps.IsZero(fields[pt.Grow])) {
		if _, set := ps.fieldSet(made, t, pt.Grow); !set {
			p.Pace = wslib.Steady
		}
	}
	if pt.Steps != "" {
		p.Attempts, _ = ps.Int(fields[pt.Steps])
	}
	if pt.Jitter == "" {
		return p
	}
	on, set := ps.fieldSet(made, t, pt.Jitter)
	if e := fields[pt.Jitter]; on || !set && e != nil && !ps.IsZero(e) {
		p.Pace = wslib.Jittered
	}
	return p
}

// fieldSet reports whether the package assigns the field of a policy's type, and
// whether some value that it assigns is not zero.
func (ps *policies) fieldSet(made ast.Expr, t types.Type, name string) (on, set bool) {
	if name == "" {
		return false, false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	v, ok := obj.(*types.Var)
	if !ok {
		return false, false
	}
	for _, e := range ps.flow.Writes(v) {
		if ps.setIn(e, made) {
			set = true
			on = on || !ps.IsZero(e)
		}
	}
	return on, set
}

// setIn reports whether e is assigned to a field of the value made.
func (ps *policies) setIn(e, made ast.Expr) bool {
	path := ps.flow.Path(e)
	if len(path) < 2 {
		return false
	}
	as, ok := path[1].(*ast.AssignStmt)
	if !ok {
		return false
	}
	return slices.ContainsFunc(as.Lhs, func(lhs ast.Expr) bool {
		sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr)
		return ok && ps.flow.Same(sel.X, made)
	})
}

// IsZero reports whether e is false or zero.
func (l *lookups) IsZero(e ast.Expr) bool {
	v := l.flow.Info.Types[e].Value
	return v != nil && isZero(v)
}

// isZero reports whether a constant is false or zero.
func isZero(v goconstant.Value) bool {
	switch v.Kind() {
	case goconstant.Bool:
		return !goconstant.BoolVal(v)
	case goconstant.Int, goconstant.Float:
		return goconstant.Sign(v) == 0
	}
	return false
}

// Int returns the value of e, a constant or a variable that only ever
// holds one, the largest of several.
func (l *lookups) Int(e ast.Expr) (int64, bool) {
	if e == nil {
		return 0, false
	}
	if v := l.flow.Info.Types[e].Value; v != nil {
		return goconstant.Int64Val(goconstant.ToInt(v))
	}
	var n int64
	sources := l.flow.Sources(e)
	for _, s := range sources {
		if s.Kind != connflow.Constant {
			return 0, false
		}
		v, ok := goconstant.Int64Val(goconstant.ToInt(l.flow.Info.Types[s.Expr].Value))
		if !ok {
			return 0, false
		}
		n = max(n, v)
	}
	return n, len(sources) > 0
}

// Retries is how a library that calls a function until it succeeds waits.
func (ps *policies) Retries(w *wslib.Wait, call *ast.CallExpr) Policy {
	p := Policy{Pace: w.Pace, Attempts: w.Bound}
	if w.Policy != wslib.None {
		p = ps.Policy(w.Policy.In(call))
	}
	p = ps.options(p, call)
	if w.Attempts != wslib.None {
		p.Attempts, _ = ps.Int(w.Attempts.In(call))
	}
	if factor := w.Factor.In(call); factor != nil && !ps.IsZero(factor) {
		p.Pace = wslib.Jittered
	}
	return p
}
