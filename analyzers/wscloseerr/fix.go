package wscloseerr

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A fixer builds one fix.
type fixer struct {
	*checker
	*rewrite.Builder
	lib *wslib.Library
	// tabled is the library's read that the error comes from, nil in an event.
	tabled *connflow.Call
	// wrapped: the error may be inside of another one.
	wrapped bool
}

const (
	logsError    = "Log the error where the end is not normal"
	returnsError = "Return the error"
	addsToLog    = "Add the error to what is logged"
	leavesLoop   = "Log the error and leave the loop"
)

func (f *fixer) ending() ending     { return ending{f} }
func (f *fixer) naming() naming     { return naming{f} }
func (f *fixer) existing() existing { return existing{f} }
func (f *fixer) names() connNames   { return connNames{f} }

// fixRead returns the fix of a read's finding: a message "" is none.
func (c *checker) fixRead(r *errfate.Read) func() analysis.SuggestedFix {
	return func() analysis.SuggestedFix {
		f := &fixer{checker: c, Builder: c.session.New(c.flow.File(r.Call)), lib: r.Lib, tabled: r.Root().Tabled, wrapped: r.Inside()}
		var message string
		switch r.Holder {
		case errfate.Named:
			message = f.useNamed(r)
		case errfate.Blank:
			message = f.naming().nameBlank(r)
		case errfate.Ignored:
			message = f.naming().nameStatement(r)
		case errfate.Tested:
			message = f.naming().nameTested(r)
		case errfate.Started:
			message = f.logInGoroutine(r)
		}
		if message == "" {
			return noFix
		}
		return f.Fix(message)
	}
}

// useNamed uses an error that has a name, in the branch that drops it.
func (f *fixer) useNamed(r *errfate.Read) string {
	b := r.Branch(f.flow)
	if b == nil {
		stmt := r.Statement(f.flow)
		if stmt == nil || !f.Means(r.Var, stmt) && stmt != r.At {
			return ""
		}
		f.After(stmt, f.ending().logs(stmt, r.Var.Name(), f.doing(r), true))
		return logsError
	}
	return f.useIn(b, r, r.Var.Name())
}

// useIn returns the error called err from the branch, or logs it there.
func (f *fixer) useIn(b *errfate.Branch, r *errfate.Read, err string) string {
	if ret := b.NilReturn(f.flow); ret != nil && !b.Nilable && f.calls(ret, err, r.Var) {
		f.Replace(ret.Results[len(ret.Results)-1], f.wrap(r, err, ret))
		return returnsError
	}
	if f.existing().wrapInReturn(b, err, r.Var) {
		return returnsError
	}
	if !b.Nilable && f.existing().addToLog(b.List, err, r.Var) {
		return addsToLog
	}
	at := 0
	for at < len(b.List) && f.errors.ChecksShutdown(b.List[at]) {
		at++
	}
	switch {
	case at < len(b.List):
		if !f.calls(b.List[at], err, r.Var) {
			return ""
		}
		f.Before(b.List[at], f.ending().logs(b.List[at], err, f.doing(r), b.Nilable))
	case at > 0:
		f.After(b.List[at-1], f.ending().logs(b.List[at-1], err, f.doing(r), b.Nilable))
	default:
		f.Prepend(b.Block, f.ending().logs(b.Block, err, f.doing(r), b.Nilable))
	}
	return logsError
}

// calls reports whether the name err means v at n; of a variable that the fix
// itself declares (v is nil), whether nothing below n could mean another.
func (f *fixer) calls(n ast.Node, err string, v *types.Var) bool {
	return v == nil || f.Means(v, n)
}

// wrap returns the error called err with what was being done. An io.Reader's is
// left as it is: whoever reads compares it with io.EOF.
func (f *fixer) wrap(r *errfate.Read, err string, at ast.Node) string {
	if sig := f.flow.Func(at).Signature(); sig != nil && sig.Recv() != nil && types.Identical(types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), false), reader) {
		return err
	}
	verb := "%w"
	if !f.GoVersion("go1.13") {
		verb = "%v"
	}
	return f.Import("fmt", at.Pos()) + `.Errorf("` + f.doing(r) + `: ` + verb + `", ` + err + `)`
}

// reader is the type of io.Reader's method.
var reader = func() *types.Signature {
	v := func(t types.Type) *types.Var { return types.NewParam(token.NoPos, nil, "", t) }
	params := types.NewTuple(v(types.NewSlice(types.Typ[types.Byte])))
	return types.NewSignatureType(nil, nil, nil, params, types.NewTuple(v(types.Typ[types.Int]), v(lang.Error)), false)
}()

// endsLoop reports whether a return of in leaves nothing undone but the loop around
// r, and whether the connection has ended with each error of r: not where that may
// be one of what a message holds, or a timeout that the library survives.
func (f *fixer) endsLoop(r *errfate.Read, in *connflow.Func) bool {
	last := in.Body.List[len(in.Body.List)-1]
	if in.Signature().Results().Len() > 0 || r.Base != nil || r.Foreign || r.Tabled.Lib == nil || last != f.flow.Loop(r.Call) {
		return false
	}
	idioms := r.Lib.Idioms
	decodes := slices.ContainsFunc(r.Call.Args, func(arg ast.Expr) bool {
		slot := r.Tabled.Slot(r.Tabled.Func.Ctx)
		return arg != slot && arg != connOf(r)
	})
	return !decodes && (idioms.IsClose != "" || idioms.CodeOf != "")
}

// returnsError reports whether in returns an error last, and no other one.
func (f *fixer) returnsError(in *connflow.Func) bool {
	results := in.Signature().Results()
	errors := 0
	for v := range results.Variables() {
		if lang.IsError(v.Type()) {
			errors++
		}
	}
	return errors == 1 && lang.IsError(results.At(results.Len()-1).Type())
}

// last reports whether nothing but a return of nil comes behind s.
func (f *fixer) last(s ast.Stmt) bool {
	block, ok := f.flow.Path(s)[1].(*ast.BlockStmt)
	if !ok {
		return false
	}
	i := slices.Index(block.List, s)
	return i+2 == len(block.List) && errfate.NewBranch(f.flow.Info, block).NilReturn(f.flow) != nil
}

// cleansUp reports whether the function around r, behind it, does what a return would leave undone.
func (f *fixer) cleansUp(r *errfate.Read) bool {
	found := false
	f.errors.After(r.Call, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.DeferStmt, *ast.GoStmt:
		default:
			lang.Walk(n, func(n ast.Node) {
				call, ok := n.(*ast.CallExpr)
				found = found || ok && ((drain{f.checker}).ends(call) || wslib.LockOpOf(lang.Callee(f.flow.Info, call)).Releases())
			})
		}
		return !found && !lang.Within(r.Call, n)
	})
	return found
}

// replace puts an if in the place of s, which reads and assigns nothing.
func (f *fixer) replace(s ast.Stmt, r *errfate.Read) string {
	var oneLine bool
	switch above := f.flow.Path(s)[1].(type) {
	case *ast.BlockStmt:
		line := func(pos token.Pos) int { return f.flow.Fset.PositionFor(pos, false).Line }
		oneLine = line(above.Lbrace) == line(above.Rbrace)
	case *ast.CaseClause:
	case *ast.CommClause:
		if above.Comm == s {
			return ""
		}
	default:
		return ""
	}
	err := "err"
	if oneLine {
		if _, ok := s.(*ast.ExprStmt); !ok {
			return ""
		}
		err = f.naming().errName(s)
	}
	t, body, message := f.naming().follow(r, s, err, false)
	if body == "" || f.hasLiteral(r.Call) {
		return ""
	}
	call := callTest(r, err, f.Text(r.Call))
	if oneLine { // the builder puts its statements on lines of their own
		f.Insert(r.Call.Pos(), strings.TrimSuffix(call.init, f.Text(r.Call)))
		t.conds = append(call.conds, t.conds...)
		f.After(s, t.guard(body))
		return message
	}
	f.Builder.Replace(s, call.and(t, body))
	return message
}

// callTest returns the test that r's call, the text, fails with the error called err.
func callTest(r *errfate.Read, err, text string) test {
	return test{init: strings.Repeat("_, ", r.N-1) + err + " := " + text, conds: []string{err + " != nil"}}
}

// logInGoroutine puts the call of a go statement in a function that logs its error.
func (f *fixer) logInGoroutine(r *errfate.Read) string {
	s, ok := r.At.(*ast.GoStmt)
	if !ok || f.hasLiteral(r.Call) || !f.settled(r.Call) {
		return ""
	}
	call := callTest(r, "err", f.Text(r.Call))
	f.Builder.Replace(s, "go func() {\n"+call.and(f.ending().notOrdinary(s, "err"), f.ending().line(s, "err", f.doing(r)))+"\n}()")
	return logsError
}

// settled reports whether the function and the arguments of a call are the same
// whenever they are evaluated: constants, and variables that are set once.
func (f *fixer) settled(call *ast.CallExpr) bool {
	operands := slices.Clone(call.Args)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && f.flow.Info.Selections[sel] != nil {
		operands = append(operands, sel.X)
	}
	return !slices.ContainsFunc(operands, func(e ast.Expr) bool {
		if tv := f.flow.Info.Types[e]; tv.Value != nil || tv.IsNil() {
			return false
		}
		v := lang.Var(f.flow.Info, e)
		if v == nil || v.Parent() == f.flow.Pkg.Scope() {
			return true
		}
		writes := len(f.flow.Writes(v))
		return writes > 1 || writes == 1 && v.Kind() != types.LocalVar
	})
}

// hasLiteral reports whether there is a function literal below n, which other
// fixes may change.
func (f *fixer) hasLiteral(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		_, ok := n.(*ast.FuncLit)
		found = found || ok
		return !found
	})
	return found
}
