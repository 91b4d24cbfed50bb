package reread

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// callers answers whether a caller's loop runs the function of the read again.
type callers struct{ *way }

// maxCallers bounds through how many callers a loop is looked for.
const maxCallers = 3

// loopAbove returns the loop of a caller that runs the function of the read again,
// on the same connection, after the read failed; nil if there is none. On the way
// there the function changes nothing that others see, so that neither the loop nor
// another goroutine can know of the failure but by the function's result.
func (cs callers) loopAbove() ast.Stmt {
	f := cs.flow.Func(cs.read.Call)
	if f == nil {
		return nil
	}
	var results []paths.Fact
	walk := cs.toEnd(f, cs.last(f, &results), effects{cs.way}.changes)
	at, ok := walk.Graph.At(cs.read.Call)
	if !ok {
		return nil
	}
	for _, fs := range cs.failures(cs.read) {
		walk.After(cs.read.Call, cs.known.Assign(fs, at.Node()))
	}
	if walk.Cut {
		return nil
	}
	return cs.callersLoop(f, results, maxCallers)
}

// callersLoop returns the loop of a caller of f, or of one of its callers, in which f
// runs again after it has returned one of results last.
func (cs callers) callersLoop(f *connflow.Func, results []paths.Fact, depth int) ast.Stmt {
	sig := f.Signature().Results()
	if n := sig.Len(); n > 0 && lang.IsError(sig.At(n-1).Type()) {
		// An error that is returned is the caller's, whose call is a read, too.
		results = slices.DeleteFunc(slices.Clone(results), func(r paths.Fact) bool { return !r.Known() || r.Holds() })
	}
	if depth == 0 || len(results) == 0 || cs.errors.Deferred(f, effects{cs.way}.changes) {
		return nil
	}
	for _, site := range cs.flow.Callers(f) {
		if site.Go || site.Defer || site.In == nil {
			continue
		}
		loop, _ := cs.flow.Loop(site.Call).(*ast.ForStmt)
		if loop != nil && cs.movesOn(loop, site.Call) {
			continue
		}
		back, ends, ok := cs.behind(site, max(sig.Len(), 1)-1, results)
		switch {
		case !ok:
		case back && loop != nil:
			return loop
		default:
			if above := cs.callersLoop(site.In, ends, depth-1); above != nil {
				return above
			}
		}
	}
	return nil
}

// behind reports whether a path leads back to the call at site where its last result,
// the i-th, is one of results, and returns what is known of the last result of the
// function around it where a path leads to its end. ok is false where that is not known.
func (cs callers) behind(site *connflow.CallSite, i int, results []paths.Fact) (back bool, ends []paths.Fact, ok bool) {
	walk := cs.toEnd(site.In, cs.last(site.In, &ends), effects{cs.way}.changes)
	step := walk.Step
	walk.Step = func(n ast.Node, fs paths.Facts) []paths.Facts {
		if lang.Within(site.Call, n) {
			back = back || !cs.replaces(n)
			return nil
		}
		return step(n, fs)
	}
	at, ok := walk.Graph.At(site.Call)
	if !ok {
		return false, nil, false
	}
	for _, r := range results {
		fs := cs.known.WithResult("", site.Call, i, r)
		walk.After(site.Call, cs.known.Assign(fs, at.Node()))
	}
	return back, ends, !walk.Cut
}

// movesOn reports whether the call in loop may be about another connection each
// time: something that it is called on, or that holds what it is given, is set there.
func (cs callers) movesOn(loop *ast.ForStmt, call *ast.CallExpr) bool {
	moves := false
	operand := func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			moves = moves || cs.setIn(loop, lang.VarOrField(cs.flow.Info, id))
		}
		return !moves
	}
	ast.Inspect(call.Fun, operand)
	for _, arg := range call.Args {
		if _, basic := lang.TypeOf(cs.flow.Info, arg).Underlying().(*types.Basic); !basic {
			ast.Inspect(arg, operand)
		}
	}
	return moves
}

// setIn reports whether v is declared or assigned in loop, or by what runs there.
func (cs callers) setIn(loop *ast.ForStmt, v *types.Var) bool {
	if v == nil {
		return false
	}
	local := !v.IsField() && loop.Pos() <= v.Pos() && v.Pos() < loop.End()
	return local || cs.errors.Runs(loop, func(n ast.Node) bool { return cs.sets(n, v) })
}

// sets reports whether n assigns to v.
func (cs callers) sets(n ast.Node, v *types.Var) bool {
	isV := func(e ast.Expr) bool { return e != nil && lang.VarOrField(cs.flow.Info, e) == v }
	switch n := n.(type) {
	case *ast.AssignStmt:
		return slices.ContainsFunc(n.Lhs, isV)
	case *ast.RangeStmt:
		return isV(n.Key) || isV(n.Value)
	case *ast.IncDecStmt:
		return isV(n.X)
	}
	return false
}
