package wsbackoff

import (
	"go/ast"
	goconstant "go/constant"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A policy is what is known of a library's way to wait.
type policy struct {
	pace wslib.Pace
	// attempts bounds the attempts, 0 if nothing does.
	attempts int64
}

// circular is a policy that wraps itself: what it is, its other sources say.
var circular = policy{attempts: -1}

// paceOf returns how a policy's waits differ from attempt to attempt.
func paceOf(p wslib.Pace) pace {
	switch p {
	case wslib.Zero:
		return none
	case wslib.Steady:
		return constant
	case wslib.Growing:
		return growing
	}
	return free
}

// policy finds out what the policy e is: one that can be seen as it is made,
// with all that changes it, or any.
func (c *checker) policy(e ast.Expr) policy {
	if e == nil {
		return policy{}
	}
	if c.deciding[e] {
		return circular
	}
	c.deciding[e] = true
	defer delete(c.deciding, e)
	var found []policy
	for _, s := range c.flow.Sources(e) {
		if !c.part(s) {
			if p := c.made(s); p != circular {
				found = append(found, p)
			}
		}
	}
	if len(found) == 0 {
		return policy{}
	}
	p := found[0]
	for _, q := range found[1:] {
		if q.pace != p.pace {
			return policy{}
		}
		p.attempts = max(p.attempts, q.attempts)
	}
	return p
}

// part reports whether a source is a number or a switch in a policy: those that
// make it what it is are looked for where it is made.
func (c *checker) part(s *connflow.Source) bool {
	var t types.Type
	switch {
	case s.Var != nil:
		t = s.Var.Type()
	case s.Expr != nil:
		t = lang.TypeOf(c.flow.Info, s.Expr)
	}
	if t == nil {
		return true
	}
	_, basic := t.Underlying().(*types.Basic)
	return basic
}

// made is the policy that a source makes.
func (c *checker) made(s *connflow.Source) policy {
	switch s.Kind {
	case connflow.CallResult:
		if call, ok := s.Expr.(*ast.CallExpr); ok {
			return c.constructed(call)
		}
	case connflow.Literal:
		if lit, ok := s.Expr.(*ast.CompositeLit); ok {
			return c.literal(lit)
		}
		if call, ok := s.Expr.(*ast.CallExpr); ok { // new(T)
			return c.typed(call, lang.TypeOf(c.flow.Info, call), nil)
		}
	case connflow.Zero:
		if len(s.Path) > 0 {
			return c.typed(s.Path[len(s.Path)-1], s.Var.Type(), nil)
		}
	case connflow.Function:
		return c.policyFunc(s.Expr)
	}
	return policy{}
}

// policyFunc is a policy that is a function of the library: retry.FixedDelay.
func (c *checker) policyFunc(e ast.Expr) policy {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return policy{}
	}
	fn, _ := c.flow.Info.Uses[sel.Sel].(*types.Func)
	if w := c.flow.Index.Wait(fn); w != nil && w.Role == wslib.Policy {
		return policy{pace: w.Pace}
	}
	return policy{}
}

// constructed is the policy that a library's function returns.
func (c *checker) constructed(call *ast.CallExpr) policy {
	w := c.graph.wait(call)
	if w == nil || w.Role != wslib.Policy {
		return policy{}
	}
	p := policy{pace: w.Pace, attempts: w.Bound}
	if w.Policy != wslib.None {
		inner := c.policy(slot(call, w.Policy))
		if inner == circular {
			return circular
		}
		if w.Pace == wslib.AnyPace {
			p.pace = inner.pace
		}
		p.attempts = inner.attempts
	}
	p = c.options(p, call)
	if w.Attempts != wslib.None {
		p.attempts, _ = c.intConst(slot(call, w.Attempts))
	}
	// A constructor's value may be changed afterwards.
	if t := c.graph.policyType(lang.TypeOf(c.flow.Info, call)); t != nil && w.Policy == wslib.None {
		if on, set := c.fieldSet(call, lang.TypeOf(c.flow.Info, call), t.Jitter); set {
			p.pace = t.Pace
			if on {
				p.pace = wslib.Jittered
			}
		}
	}
	return p
}

// options applies the options among the arguments of a call.
func (c *checker) options(p policy, call *ast.CallExpr) policy {
	for _, arg := range call.Args {
		opt, ok := ast.Unparen(arg).(*ast.CallExpr)
		if !ok {
			if call.Ellipsis.IsValid() && arg == call.Args[len(call.Args)-1] {
				p.pace = wslib.AnyPace // a list of options made elsewhere
			}
			continue
		}
		w := c.graph.wait(opt)
		if w == nil || w.Role != wslib.Option {
			continue
		}
		if w.Attempts != wslib.None {
			p.attempts, _ = c.intConst(slot(opt, w.Attempts))
		}
		if w.Policy != wslib.None {
			p.pace = c.policy(slot(opt, w.Policy)).pace
		}
		if w.Factor != wslib.None {
			p.pace = w.Pace
			if c.isZero(slot(opt, w.Factor)) {
				p.pace = wslib.Growing
			}
		}
	}
	return p
}

// literal is the policy of a struct that is spelled out.
func (c *checker) literal(lit *ast.CompositeLit) policy {
	fields := map[string]ast.Expr{}
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return policy{} // unkeyed
		}
		if id, ok := kv.Key.(*ast.Ident); ok {
			fields[id.Name] = kv.Value
		}
	}
	return c.typed(lit, lang.TypeOf(c.flow.Info, lit), fields)
}

// typed is the policy of a struct with these fields.
func (c *checker) typed(made ast.Expr, t types.Type, fields map[string]ast.Expr) policy {
	pt := c.graph.policyType(t)
	if pt == nil {
		return policy{}
	}
	p := policy{pace: pt.Pace}
	if pt.Grow != "" && (fields[pt.Grow] == nil || c.isZero(fields[pt.Grow])) {
		if _, set := c.fieldSet(made, t, pt.Grow); !set {
			p.pace = wslib.Steady
		}
	}
	if pt.Steps != "" {
		p.attempts, _ = c.intConst(fields[pt.Steps])
	}
	if pt.Jitter == "" {
		return p
	}
	on, set := c.fieldSet(made, t, pt.Jitter)
	if e := fields[pt.Jitter]; on || !set && e != nil && !c.isZero(e) {
		p.pace = wslib.Jittered
	}
	return p
}

// fieldSet tells whether the package assigns the field of a policy's type, and
// whether some value that it assigns is not zero.
func (c *checker) fieldSet(made ast.Expr, t types.Type, name string) (on, set bool) {
	if name == "" {
		return false, false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	v, ok := obj.(*types.Var)
	if !ok {
		return false, false
	}
	for _, e := range c.flow.Writes(v) {
		if c.setIn(e, made) {
			set = true
			on = on || !c.isZero(e)
		}
	}
	return on, set
}

// setIn reports whether e is assigned to a field of the value made.
func (c *checker) setIn(e, made ast.Expr) bool {
	path := c.flow.Path(e)
	if len(path) < 2 {
		return false
	}
	as, ok := path[1].(*ast.AssignStmt)
	if !ok {
		return false
	}
	return slices.ContainsFunc(as.Lhs, func(lhs ast.Expr) bool {
		sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr)
		return ok && c.flow.Same(sel.X, made)
	})
}

// isZero reports whether e is false or zero.
func (c *checker) isZero(e ast.Expr) bool {
	v := c.flow.Info.Types[e].Value
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

// intConst returns the value of e, a constant or a variable that only ever
// holds one, the largest of several.
func (c *checker) intConst(e ast.Expr) (int64, bool) {
	if e == nil {
		return 0, false
	}
	if v := c.flow.Info.Types[e].Value; v != nil {
		return goconstant.Int64Val(goconstant.ToInt(v))
	}
	var n int64
	sources := c.flow.Sources(e)
	for _, s := range sources {
		if s.Kind != connflow.Constant {
			return 0, false
		}
		v, ok := goconstant.Int64Val(goconstant.ToInt(c.flow.Info.Types[s.Expr].Value))
		if !ok {
			return 0, false
		}
		n = max(n, v)
	}
	return n, len(sources) > 0
}
