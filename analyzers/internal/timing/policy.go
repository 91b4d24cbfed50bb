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

// circular is a policy that wraps itself: what it is, its other sources say.
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
	deciding map[ast.Expr]bool // the policies that are being found out
}

// Policy finds out what the policy e is: one that can be seen as it is made,
// with all that changes it, or any.
func (tm *policies) Policy(e ast.Expr) Policy {
	if e == nil {
		return Policy{}
	}
	if tm.deciding[e] {
		return circular
	}
	tm.deciding[e] = true
	defer delete(tm.deciding, e)
	var found []Policy
	for _, s := range tm.flow.Sources(e) {
		if !tm.IsPart(s) {
			if p := tm.made(s); p != circular {
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
func (tm *lookups) IsPart(s *connflow.Source) bool {
	var t types.Type
	switch {
	case s.Var != nil:
		t = s.Var.Type()
	case s.Expr != nil:
		t = lang.TypeOf(tm.flow.Info, s.Expr)
	}
	if t == nil {
		return true
	}
	_, basic := t.Underlying().(*types.Basic)
	return basic
}

// made is the policy that a source makes.
func (tm *policies) made(s *connflow.Source) Policy {
	switch s.Kind {
	case connflow.CallResult:
		if call, ok := s.Expr.(*ast.CallExpr); ok {
			return tm.constructed(call)
		}
	case connflow.Literal:
		if lit, ok := s.Expr.(*ast.CompositeLit); ok {
			return tm.literal(lit)
		}
		if call, ok := s.Expr.(*ast.CallExpr); ok { // new(T)
			return tm.typed(call, lang.TypeOf(tm.flow.Info, call), nil)
		}
	case connflow.Zero:
		if len(s.Path) > 0 {
			return tm.typed(s.Path[len(s.Path)-1], s.Var.Type(), nil)
		}
	case connflow.Function:
		return tm.policyFunc(s.Expr)
	}
	return Policy{}
}

// policyFunc is a policy that is a function of the library: retry.FixedDelay.
func (tm *policies) policyFunc(e ast.Expr) Policy {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return Policy{}
	}
	fn, _ := tm.flow.Info.Uses[sel.Sel].(*types.Func)
	if w := tm.flow.Index.Wait(fn); w != nil && w.Role == wslib.Policy {
		return Policy{Pace: w.Pace}
	}
	return Policy{}
}

// constructed is the policy that a library's function returns.
func (tm *policies) constructed(call *ast.CallExpr) Policy {
	w := tm.Wait(call)
	if w == nil || w.Role != wslib.Policy {
		return Policy{}
	}
	p := Policy{Pace: w.Pace, Attempts: w.Bound}
	if w.Policy != wslib.None {
		inner := tm.Policy(w.Policy.In(call))
		if inner == circular {
			return circular
		}
		if w.Pace == wslib.AnyPace {
			p.Pace = inner.Pace
		}
		p.Attempts = inner.Attempts
	}
	p = tm.options(p, call)
	if w.Attempts != wslib.None {
		p.Attempts, _ = tm.Int(w.Attempts.In(call))
	}
	// A constructor's value may be changed afterwards.
	if t := tm.policyType(lang.TypeOf(tm.flow.Info, call)); t != nil && w.Policy == wslib.None {
		if on, set := tm.fieldSet(call, lang.TypeOf(tm.flow.Info, call), t.Jitter); set {
			p.Pace = t.Pace
			if on {
				p.Pace = wslib.Jittered
			}
		}
	}
	return p
}

// options applies the options among the arguments of a call.
func (tm *policies) options(p Policy, call *ast.CallExpr) Policy {
	for _, arg := range call.Args {
		opt, ok := ast.Unparen(arg).(*ast.CallExpr)
		if !ok {
			if call.Ellipsis.IsValid() && arg == call.Args[len(call.Args)-1] {
				p.Pace = wslib.AnyPace // a list of options made elsewhere
			}
			continue
		}
		w := tm.Wait(opt)
		if w == nil || w.Role != wslib.Option {
			continue
		}
		if w.Attempts != wslib.None {
			p.Attempts, _ = tm.Int(w.Attempts.In(opt))
		}
		if w.Policy != wslib.None {
			p.Pace = tm.Policy(w.Policy.In(opt)).Pace
		}
		if w.Factor != wslib.None {
			p.Pace = w.Pace
			if tm.IsZero(w.Factor.In(opt)) {
				p.Pace = wslib.Growing
			}
		}
	}
	return p
}

// literal is the policy of a struct that is spelled out.
func (tm *policies) literal(lit *ast.CompositeLit) Policy {
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
	return tm.typed(lit, lang.TypeOf(tm.flow.Info, lit), fields)
}

// typed is the policy of a struct with these fields.
func (tm *policies) typed(made ast.Expr, t types.Type, fields map[string]ast.Expr) Policy {
	pt := tm.policyType(t)
	if pt == nil {
		return Policy{}
	}
	p := Policy{Pace: pt.Pace}
	if pt.Grow != "" && (fields[pt.Grow] == nil || tm.IsZero(fields[pt.Grow])) {
		if _, set := tm.fieldSet(made, t, pt.Grow); !set {
			p.Pace = wslib.Steady
		}
	}
	if pt.Steps != "" {
		p.Attempts, _ = tm.Int(fields[pt.Steps])
	}
	if pt.Jitter == "" {
		return p
	}
	on, set := tm.fieldSet(made, t, pt.Jitter)
	if e := fields[pt.Jitter]; on || !set && e != nil && !tm.IsZero(e) {
		p.Pace = wslib.Jittered
	}
	return p
}

// fieldSet tells whether the package assigns the field of a policy's type, and
// whether some value that it assigns is not zero.
func (tm *policies) fieldSet(made ast.Expr, t types.Type, name string) (on, set bool) {
	if name == "" {
		return false, false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	v, ok := obj.(*types.Var)
	if !ok {
		return false, false
	}
	for _, e := range tm.flow.Writes(v) {
		if tm.setIn(e, made) {
			set = true
			on = on || !tm.IsZero(e)
		}
	}
	return on, set
}

// setIn reports whether e is assigned to a field of the value made.
func (tm *policies) setIn(e, made ast.Expr) bool {
	path := tm.flow.Path(e)
	if len(path) < 2 {
		return false
	}
	as, ok := path[1].(*ast.AssignStmt)
	if !ok {
		return false
	}
	return slices.ContainsFunc(as.Lhs, func(lhs ast.Expr) bool {
		sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr)
		return ok && tm.flow.Same(sel.X, made)
	})
}

// IsZero reports whether e is false or zero.
func (tm *lookups) IsZero(e ast.Expr) bool {
	v := tm.flow.Info.Types[e].Value
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
func (tm *lookups) Int(e ast.Expr) (int64, bool) {
	if e == nil {
		return 0, false
	}
	if v := tm.flow.Info.Types[e].Value; v != nil {
		return goconstant.Int64Val(goconstant.ToInt(v))
	}
	var n int64
	sources := tm.flow.Sources(e)
	for _, s := range sources {
		if s.Kind != connflow.Constant {
			return 0, false
		}
		v, ok := goconstant.Int64Val(goconstant.ToInt(tm.flow.Info.Types[s.Expr].Value))
		if !ok {
			return 0, false
		}
		n = max(n, v)
	}
	return n, len(sources) > 0
}

// Retries is how a library that calls a function until it succeeds waits.
func (tm *policies) Retries(w *wslib.Wait, call *ast.CallExpr) Policy {
	p := Policy{Pace: w.Pace, Attempts: w.Bound}
	if w.Policy != wslib.None {
		p = tm.Policy(w.Policy.In(call))
	}
	p = tm.options(p, call)
	if w.Attempts != wslib.None {
		p.Attempts, _ = tm.Int(w.Attempts.In(call))
	}
	if factor := w.Factor.In(call); factor != nil && !tm.IsZero(factor) {
		p.Pace = wslib.Jittered
	}
	return p
}
