package redial

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// returns finds what a walk's function leaves known to its callers.
type returns struct{ *walk }

// exit returns the exit of a path that comes to ret in the state s.
func (r *returns) exit(ret *ast.ReturnStmt, s State) exit {
	e := exit{State: s, results: r.facts(s, ret)}
	e.facts, e.left, e.defers = r.handedBack(s.facts), false, 0
	if e.Outcome == Alive && (e.Service == Unserved || r.handsOut()) && r.hasError(e.results) {
		e.Outcome = Gone
	}
	return e
}

// handsOut reports whether the function returns a connection, or what has one in it: where
// it fails, what it read of one was a part of opening it.
func (r *returns) handsOut() bool {
	sig := r.f.Signature()
	if sig == nil {
		return false
	}
	for v := range sig.Results().Variables() {
		if r.openings.holds(v.Type(), 0) || r.flow.Index.IsStream(v.Type()) {
			return true
		}
	}
	return false
}

// facts returns what is known of the results.
func (r *returns) facts(s State, ret *ast.ReturnStmt) []paths.Fact {
	sig := r.f.Type.Results
	if sig == nil {
		return nil
	}
	var facts []paths.Fact
	if ret != nil && len(ret.Results) > 0 {
		if call, ok := ast.Unparen(ret.Results[0]).(*ast.CallExpr); ok && len(ret.Results) == 1 && sig.NumFields() > 1 {
			for i := range sig.NumFields() {
				facts = append(facts, r.know.Result(s.facts, call, i))
			}
			return facts
		}
		for _, e := range ret.Results {
			facts = append(facts, r.result(e, s))
		}
		return facts
	}
	for _, field := range sig.List {
		for _, name := range field.Names {
			facts = append(facts, r.know.Eval(s.facts, name))
		}
	}
	return facts
}

// result returns what is known of a result. That a number is zero because of a number
// that the caller handed in, only the caller knows.
func (r *returns) result(e ast.Expr, s State) paths.Fact {
	f := r.know.Eval(s.facts, e)
	if f != paths.IsZero || !isNumber(lang.TypeOf(r.flow.Info, e)) {
		return f
	}
	for _, field := range r.f.Type.Params.List {
		for _, name := range field.Names {
			if isNumber(lang.TypeOf(r.flow.Info, name)) && (r.know.Eval(s.facts, name) == paths.IsZero || r.depends(e, name)) {
				return paths.Unknown
			}
		}
	}
	return f
}

// depends reports whether e stands in an if or switch that asks for the parameter.
func (r *returns) depends(e ast.Expr, param *ast.Ident) bool {
	v := lang.VarOrField(r.flow.Info, param)
	for _, n := range r.flow.Path(e) {
		switch n := n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		case *ast.IfStmt:
			if lang.Mentions(r.flow.Info, n.Cond, v) {
				return true
			}
		case *ast.SwitchStmt:
			if n.Tag != nil && lang.Mentions(r.flow.Info, n.Tag, v) {
				return true
			}
		}
	}
	return false
}

// hasError reports whether one of the results is an error.
func (r *returns) hasError(results []paths.Fact) bool {
	i := 0
	for v := range r.f.Signature().Results().Variables() {
		if i < len(results) && results[i].Holds() && lang.IsError(v.Type()) {
			return true
		}
		i++
	}
	return false
}

// handedBack returns what a function leaves known of what it was handed: the counts
// and durations that it has set to zero.
func (r *returns) handedBack(fs paths.Facts) paths.Facts {
	var back paths.Facts
	r.know.Fields(fs, func(of, field *types.Var, f paths.Fact) {
		if f == paths.IsZero && isNumber(field.Type()) && r.isParam(of) {
			back = r.know.WithField(back, of, field, f)
		}
	})
	return back
}

// isParam reports whether v is a parameter or the receiver of the function.
func (r *returns) isParam(v *types.Var) bool {
	return v != nil && (r.f.Type.Pos() <= v.Pos() && v.Pos() < r.f.Body.Pos() || r.f.Signature().Recv() == v)
}
