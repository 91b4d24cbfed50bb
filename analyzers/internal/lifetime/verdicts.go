package lifetime

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// verdicts tell what conditions and results say where the connection is there.
type verdicts struct {
	*subject
	// verdict is the variable that has the error of the call that makes the
	// connection, where what is in it cannot be known: a function literal sets it,
	// too.
	verdict *types.Var
	// response is the variable that has the response to the handshake.
	response *types.Var
}

// findVerdict finds the variables that n assigns the error and the response of the
// origin to, and reports whether nothing can be known of the error.
func (vd *verdicts) findVerdict(n ast.Node) bool {
	assign, ok := n.(*ast.AssignStmt)
	i, count := lang.ErrorResult(vd.lives.flow.Info, vd.origin)
	if !ok || count != len(assign.Lhs) {
		return false
	}
	for _, lhs := range assign.Lhs {
		if v := lang.Var(vd.lives.flow.Info, lhs); v != nil && wslib.IsResponse(v.Type()) {
			vd.response = v
		}
	}
	vd.verdict = lang.Var(vd.lives.flow.Info, assign.Lhs[i])
	return vd.verdict != nil && vd.lives.known.With("", assign.Lhs[i], paths.NonZero) == ""
}

// truth returns what is known of a condition where the connection is there.
func (vd *verdicts) truth(cond ast.Expr, p place) paths.Fact {
	info := vd.lives.flow.Info
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return vd.truth(e.X, p).Not()
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND:
			return both(vd.truth(e.X, p), vd.truth(e.Y, p))
		case token.LOR:
			return both(vd.truth(e.X, p).Not(), vd.truth(e.Y, p).Not()).Not()
		}
		if x, notNil, ok := lang.NilTest(info, e); ok {
			switch {
			case p.untested && lang.Var(info, x) == vd.verdict:
				return paths.Bool(!notNil)
			case p.Status == Open && !vd.any && vd.carries(x):
				return paths.Bool(notNil)
			}
		}
		if holds, ok := vd.testsStatus(e); ok {
			return paths.Bool(holds)
		}
	}
	return vd.lives.known.Eval(p.facts, cond)
}

// both returns what is known of x && y.
func both(x, y paths.Fact) paths.Fact {
	switch {
	case x == paths.IsZero || y == paths.IsZero:
		return paths.IsZero
	case x.Holds() && y.Holds():
		return paths.NonZero
	}
	return paths.Unknown
}

// testsStatus reports whether e compares the status of the response to the
// handshake, and whether it holds where that has succeeded.
func (vd *verdicts) testsStatus(e *ast.BinaryExpr) (holds, ok bool) {
	info := vd.lives.flow.Info
	if e.Op != token.EQL && e.Op != token.NEQ || vd.response == nil {
		return false, false
	}
	field, isField := ast.Unparen(e.X).(*ast.SelectorExpr)
	code, isConst := lang.Int(info, e.Y)
	if !isField || !isConst || lang.Var(info, field.X) != vd.response || !wslib.IsResponseStatus(lang.VarOrField(info, field)) {
		return false, false
	}
	return (code == wslib.SwitchingProtocols) == (e.Op == token.EQL), true
}

// lastResult returns what is known of the last value that ret returns.
func (vd *verdicts) lastResult(ret *ast.ReturnStmt, facts paths.Facts) paths.Fact {
	known, results := vd.lives.known, vd.in.Type.Results
	switch n := len(ret.Results); {
	case n == 1 && vd.in.Signature().Results().Len() > 1:
		return known.Result(facts, ast.Unparen(ret.Results[0]), vd.in.Signature().Results().Len()-1)
	case n > 0:
		return known.Eval(facts, ret.Results[n-1])
	case results != nil && len(results.List) > 0:
		if names := results.List[len(results.List)-1].Names; len(names) > 0 {
			return known.Eval(facts, names[len(names)-1])
		}
	}
	return paths.Unknown
}

// returnsNothing reports whether ret returns an error that it names and nothing
// else: where the error is nil there, the path is none that the program takes.
func (vd *verdicts) returnsNothing(ret *ast.ReturnStmt) bool {
	info := vd.lives.flow.Info
	n := len(ret.Results)
	if n < 2 || !lang.IsError(lang.TypeOf(info, ret.Results[n-1])) || lang.IsNil(info, ret.Results[n-1]) {
		return false
	}
	return !slices.ContainsFunc(ret.Results[:n-1], func(e ast.Expr) bool { return !lang.IsNil(info, e) })
}
